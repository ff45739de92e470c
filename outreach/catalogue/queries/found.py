"""Reads of many procedures: searched for, looked through, and by phase for the map."""

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from outreach.catalogue import rules
from outreach.catalogue.models import ProcedureCard
from outreach.database import db
from outreach.dossiers.models import Procedure, ServiceLevel


@dataclasses.dataclass(frozen=True)
class ProcedureLine:
    """A procedure in a list or on the map; `levels` are today's: vocabulary → level."""

    id: int
    code: str | None
    name: str
    field: str | None
    phase: str | None
    system: str | None
    signing: str | None
    paying: str | None
    levels: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def plain_name(self) -> str:
        """For the map, where everything is a procedure: without the words that say so."""
        bare = self.name.removeprefix("Thủ tục ")
        return bare[:1].upper() + bare[1:]


def search(text: str, *, today: date, phase: str | None = None, limit: int = 20) -> Sequence[ProcedureLine]:
    """What a text may mean, the likeliest first: without marks, with typing errors, in everyday words."""
    statement = select(
        Procedure.id, Procedure.code, Procedure.name, Procedure.field, ProcedureCard.everyday
    ).outerjoin(ProcedureCard, ProcedureCard.procedure_id == Procedure.id)
    rows = db.session.execute(statement.where(*_public(phase)).order_by(Procedure.id))
    entries = [
        rules.entry_of(row.id, row.code, row.name, row.field, tuple(rules.everyday_words(row.everyday)))
        for row in rows
    ]
    found = rules.rank(entries, text, limit)
    lines = {line.id: line for line in _read(_LINES.where(Procedure.id.in_(found)), today)} if found else {}
    return [lines[id] for id in found]


def browse(
    *, today: date, phase: str | None = None, first: Collection[int] = (), offset: int, limit: int
) -> tuple[Sequence[ProcedureLine], int]:
    """One page of all procedures, `first` before the rest, in the order of the map; how many there are."""
    conditions = _public(phase)
    counted = select(func.count(Procedure.id)).outerjoin(
        ProcedureCard, ProcedureCard.procedure_id == Procedure.id
    )
    total = db.session.scalar(counted.where(*conditions)) or 0
    order = (case((Procedure.id.in_(first), 0), else_=1), *_ORDER) if first else _ORDER
    statement = _LINES.where(*conditions).order_by(*order).offset(offset).limit(limit)
    return _read(statement, today), total


def public_ids() -> list[int]:
    """All procedures that have a public page."""
    return list(db.session.scalars(select(Procedure.id).where(*_public(None)).order_by(Procedure.id)))


def by_phase(today: date) -> dict[str | None, list[ProcedureLine]]:
    """All procedures of the map, band by band in order; None holds those whose phase nobody has set."""
    bands: dict[str | None, list[ProcedureLine]] = {phase: [] for phase in rules.PHASES}
    for line in _read(_LINES.where(*_public(None)).order_by(*_ORDER), today):
        bands.setdefault(line.phase, []).append(line)
    return {phase: lines for phase, lines in bands.items() if lines}


def _public(phase: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Procedure.provisional.is_(False)]
    if phase:
        conditions.append(ProcedureCard.phase == phase)
    return conditions


def _read(statement: Any, today: date) -> list[ProcedureLine]:
    rows: Iterable[Any] = db.session.execute(statement)
    lines = [ProcedureLine(*row) for row in rows]
    by_id = {line.id: line for line in lines}
    holds = (ServiceLevel.valid_to.is_(None)) | (ServiceLevel.valid_to >= today)
    levels = select(ServiceLevel.procedure_id, ServiceLevel.vocabulary, ServiceLevel.level).where(
        ServiceLevel.procedure_id.in_(by_id), ServiceLevel.valid_from <= today, holds
    )
    for row in db.session.execute(levels) if by_id else ():
        by_id[row.procedure_id].levels[row.vocabulary] = row.level
    return lines


_LINES = select(
    Procedure.id, Procedure.code, Procedure.name, Procedure.field, ProcedureCard.phase, ProcedureCard.system,
    ProcedureCard.signing, ProcedureCard.paying,
).outerjoin(ProcedureCard, ProcedureCard.procedure_id == Procedure.id)  # fmt: skip
_ORDER = (
    case({phase: place for place, phase in enumerate(rules.PHASES)}, value=ProcedureCard.phase, else_=99),
    func.coalesce(ProcedureCard.place, 1_000_000),
    Procedure.name_sort,
    Procedure.id,
)
