"""Reads of interventions: one, a list with how many each reached, marks on a time axis."""

import datetime
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from outreach.campaigns import rules
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.text import like


class InterventionRow(NamedTuple):
    """One intervention in a list. `people` is None where nobody counts them (everything but trainings)."""

    id: int
    code: str
    type: str
    title: str
    held_on: date
    ends_on: date | None
    place: str | None
    partners: str | None
    covers_all: bool
    provisional: bool
    businesses: int
    people: int | None


class Tick(NamedTuple):
    """An intervention as a mark on a time axis; `ends` is None for a single day."""

    date: datetime.date
    ends: datetime.date | None
    label: str
    id: int
    type: str
    covers_all: bool


def get_intervention(intervention_id: int) -> Intervention | None:
    """One intervention; None when there is none of that id."""
    return db.session.get(Intervention, intervention_id)


def list_interventions(
    start: date | None = None,
    end: date | None = None,
    type: str | None = None,
    *,
    search: str | None = None,
    newest_first: bool = False,
) -> list[InterventionRow]:
    """Interventions that fall into the days from `start` to `end`, by day, each with how many it reached.

    Cancelled ones are left out.

    `search` looks for words of title and code without marks or case.
    """
    statement = _with_counts().where(*_within(start, end), Intervention.cancelled_on.is_(None))
    if type is not None:
        statement = statement.where(Intervention.type == type)
    order = (
        (Intervention.held_on.desc(), Intervention.id.desc())
        if newest_first
        else (Intervention.held_on, Intervention.id)
    )
    for word in (search or "").split():
        pattern = like(word)
        statement = statement.where(
            Intervention.title_folded.like(pattern, escape="\\")
            | func.lower(Intervention.code).like(pattern, escape="\\")
        )
    return [_row(row) for row in db.session.execute(statement.order_by(*order))]


def ticks(start: date, end: date) -> list[Tick]:
    """Marks for the time axis of a chart: every intervention that touches the days from `start` to `end`."""
    statement = (
        select(
            Intervention.held_on, Intervention.ends_on, Intervention.title, Intervention.id,
            Intervention.type, Intervention.covers_all,
        )
        .where(*_within(start, end), Intervention.cancelled_on.is_(None))
        .order_by(Intervention.held_on, Intervention.id)
    )  # fmt: skip
    return [Tick(*row) for row in db.session.execute(statement)]


def years() -> list[int]:
    """Calendar years in which something was held, newest first."""
    first, last = db.session.connection().execute(_span()).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


@cache
def _span() -> Select[*tuple[Any, ...]]:
    return select(func.min(Intervention.held_on), func.max(Intervention.held_on))


def free_code(type: str, year: int) -> str:
    """The first code of a type in a year that nothing has yet."""
    prefix = rules.code_prefix(type, year)
    statement = select(Intervention.code).where(Intervention.code.startswith(prefix, autoescape=True))
    return rules.propose_code(type, year, frozenset(db.session.scalars(statement)))


def _within(start: date | None, end: date | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if start is not None:
        conditions.append(func.coalesce(Intervention.ends_on, Intervention.held_on) >= start)
    if end is not None:
        conditions.append(Intervention.held_on <= end)
    return conditions


def _with_counts() -> Select[*tuple[Any, ...]]:
    came = (
        select(
            Attendance.intervention_id,
            func.count().label("businesses"),
            func.sum(Attendance.people).label("people"),
        )
        .group_by(Attendance.intervention_id)
        .subquery()
    )
    reached = (
        select(
            ExposureRecord.intervention_id,
            func.count(func.distinct(ExposureRecord.business_id)).label("businesses"),
        )
        .group_by(ExposureRecord.intervention_id)
        .subquery()
    )
    statement: Select[*tuple[Any, ...]] = (
        select(
            Intervention.id, Intervention.code, Intervention.type, Intervention.title, Intervention.held_on,
            Intervention.ends_on, Intervention.place, Intervention.partners, Intervention.covers_all,
            Intervention.provisional, came.c.businesses.label("came"), came.c.people,
            reached.c.businesses.label("reached"),
        )
        .outerjoin(came, came.c.intervention_id == Intervention.id)
        .outerjoin(reached, reached.c.intervention_id == Intervention.id)
    )  # fmt: skip
    return statement


def _row(row: Any) -> InterventionRow:
    return InterventionRow(
        id=row.id, code=row.code, type=row.type, title=row.title, held_on=row.held_on, ends_on=row.ends_on,
        place=row.place, partners=row.partners, covers_all=row.covers_all, provisional=row.provisional,
        businesses=(row.came or 0) + (row.reached or 0), people=row.people,
    )  # fmt: skip
