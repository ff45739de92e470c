"""Reads of procedures and their service levels."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from outreach.database import db
from outreach.dossiers.models import Procedure, ServiceLevel
from outreach.text import like, sort_key


class ProcedureLine(NamedTuple):
    """One row of the list, with the levels that hold now or held once, in the order of their days."""

    id: int
    code: str | None
    name: str
    field: str | None
    provisional: bool
    levels: list[ServiceLevel]


def list_procedures(
    *,
    words: str | None = None,
    field: str | None = None,
    level: str | None = None,
    today: date,
    offset: int,
    limit: int,
) -> tuple[list[ProcedureLine], int]:
    """One page of the procedures in Vietnamese order, those still to be checked last; and how many.

    `level` is "vocabulary:level" for those that have it today, or "none" for those without any today.
    """
    conditions: list[ColumnElement[bool]] = []
    if words:
        pattern = like(words)
        code = func.lower(Procedure.code).like(pattern, escape="\\")
        conditions.append(or_(Procedure.name_folded.like(pattern, escape="\\"), code))
    if field is not None:
        conditions.append(Procedure.field_folded == field)
    if level:
        conditions.append(_has_level(level, today))
    total = db.session.scalar(select(func.count()).select_from(Procedure).where(*conditions)) or 0
    order = (Procedure.provisional, Procedure.name_sort, Procedure.id)
    rows = db.session.execute(
        select(Procedure.id, Procedure.code, Procedure.name, Procedure.field, Procedure.provisional)
        .where(*conditions)
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    ).all()
    levels = _levels_of([row.id for row in rows])
    return [ProcedureLine(*row, levels=levels.get(row.id, [])) for row in rows], total


def list_fields() -> list[tuple[str, str]]:
    """Fields of the procedures: (folded, name), in Vietnamese order."""
    statement = select(Procedure.field_folded, func.min(Procedure.field)).group_by(Procedure.field_folded)
    fields = [(key, name) for key, name in db.session.execute(statement) if key and name]
    return sorted(fields, key=lambda pair: sort_key(pair[1]))


def to_be_checked() -> int:
    """How many procedures a register named that no list has described yet."""
    statement = select(func.count()).select_from(Procedure).where(Procedure.provisional.is_(True))
    return db.session.scalar(statement) or 0


def get_procedure(procedure_id: int) -> Procedure | None:
    """The procedure with this id and its levels."""
    return db.session.get(Procedure, procedure_id, options=[selectinload(Procedure.levels)])


def get_level(procedure: Procedure, level_id: int) -> ServiceLevel | None:
    """One of a procedure's own levels."""
    return next((level for level in procedure.levels if level.id == level_id), None)


def _has_level(level: str, today: date) -> ColumnElement[bool]:
    holds = and_(
        ServiceLevel.valid_from <= today, or_(ServiceLevel.valid_to.is_(None), ServiceLevel.valid_to >= today)
    )
    with_level = select(ServiceLevel.procedure_id).where(holds)
    if level == "none":
        return Procedure.id.not_in(with_level)
    vocabulary, _colon, name = level.partition(":")
    return Procedure.id.in_(
        with_level.where(ServiceLevel.vocabulary == vocabulary, ServiceLevel.level == name)
    )


def _levels_of(procedure_ids: Sequence[int]) -> dict[int, list[ServiceLevel]]:
    found: dict[int, list[ServiceLevel]] = {}
    statement = select(ServiceLevel).where(ServiceLevel.procedure_id.in_(procedure_ids))
    for level in db.session.scalars(statement.order_by(ServiceLevel.valid_from, ServiceLevel.vocabulary)):
        found.setdefault(level.procedure_id, []).append(level)
    return found
