"""Reads of days of visits and of their stops."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from outreach.accounts.models import User
from outreach.businesses.models import Business, Zone
from outreach.campaigns.models import Evidence, Intervention, ListedBusiness
from outreach.database import db
from outreach.visits.models import Promise, VisitDay, VisitStop
from outreach.visits.rules import NOBODY_THERE, OPEN, PLANNED, POSTPONED, VISITED, Totals


class DayLine(NamedTuple):
    """A day of visits in the list."""

    public_id: str
    day: date
    title: str
    zone: str | None
    team: str | None
    stops: int
    visited: int
    left: int


class StopLine(NamedTuple):
    """A stop of a route with its business."""

    id: int
    public_id: str
    business_id: int
    business: str
    code: str | None
    zone: str | None
    place: int
    reason: str | None
    outcome: str
    met: str | None
    barriers: list[str]
    note: str | None
    recorded_at: datetime | None
    recorded_by: str | None
    promises: int  # made at this stop
    still_open: int  # to this business, whenever made


def list_days(*, today: date, past: bool, offset: int, limit: int) -> tuple[Sequence[DayLine], int]:
    """Days to come, the next one first, or past ones, the last one first; and how many there are."""
    connection, values = db.session.connection(), {"today": today}
    page = connection.execute(_days(past), values | {"offset": offset, "limit": limit})
    rows = [DayLine._make(row) for row in page]
    return rows, connection.scalar(_count_days(past), values) or 0


@cache
def _days(past: bool) -> Select[*tuple[Any, ...]]:
    """Each with its stops counted: only those of the days shown, so that a long past costs nothing."""
    shown = (
        select(
            VisitDay.id, VisitDay.public_id, VisitDay.day, VisitDay.intervention_id, VisitDay.zone_id,
            VisitDay.team,
        )
        .where(_when(past)).order_by(*_order(VisitDay, past))
        .offset(bindparam("offset")).limit(bindparam("limit")).subquery()
    )  # fmt: skip
    return (
        select(
            shown.c.public_id, shown.c.day, Intervention.title, Zone.name.label("zone"), shown.c.team,
            func.count(VisitStop.id),
            func.count(VisitStop.id).filter(VisitStop.outcome == VISITED),
            func.count(VisitStop.id).filter(VisitStop.outcome == PLANNED),
        )
        .join(Intervention, Intervention.id == shown.c.intervention_id)
        .outerjoin(Zone, Zone.id == shown.c.zone_id)
        .outerjoin(VisitStop, VisitStop.visit_day_id == shown.c.id)
        .group_by(shown.c.id, shown.c.public_id, shown.c.day, Intervention.title, Zone.name, shown.c.team)
        .order_by(*_order(shown.c, past))
    )  # fmt: skip


@cache
def _count_days(past: bool) -> Select[int]:
    return select(func.count()).select_from(VisitDay).where(_when(past))


def _when(past: bool) -> ColumnElement[bool]:
    today = bindparam("today", type_=Date)
    return VisitDay.day < today if past else VisitDay.day >= today


def _order(days: Any, past: bool) -> tuple[Any, ...]:
    return (days.day.desc(), days.id.desc()) if past else (days.day, days.id)


def get_day(public_id: str) -> VisitDay | None:
    """The day of this id, with its intervention and its zone."""
    statement = select(VisitDay).where(VisitDay.public_id == public_id)
    loaded = (joinedload(VisitDay.intervention), joinedload(VisitDay.zone))
    return db.session.scalar(statement.options(*loaded))


def day_of_intervention(intervention_id: int) -> VisitDay | None:
    """The route that carries an intervention out."""
    return db.session.scalar(select(VisitDay).where(VisitDay.intervention_id == intervention_id))


def find_stop(day: VisitDay, public_id: str) -> VisitStop | None:
    """The stop of a day, with its business."""
    statement = select(VisitStop).where(VisitStop.visit_day_id == day.id, VisitStop.public_id == public_id)
    return db.session.scalar(statement.options(joinedload(VisitStop.business)))


def day_and_stop(day_id: str, stop_id: str) -> tuple[VisitDay, VisitStop, int] | None:
    """A stop of a day with all that its form shows of both, and how many photos there are of it already."""
    row = db.session.execute(_day_and_stop(), {"day_id": day_id, "stop_id": stop_id}).one_or_none()
    return (row[0], row[1], row[2]) if row else None


@cache
def _day_and_stop() -> Select[*tuple[Any, ...]]:
    photos = (
        select(func.count())
        .where(
            Evidence.intervention_id == VisitDay.intervention_id, Evidence.kind == "photo",
            Evidence.business_id == VisitStop.business_id,
        )
        .correlate(VisitDay, VisitStop)
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(VisitDay, VisitStop, photos)
        .join(VisitStop, VisitStop.visit_day_id == VisitDay.id)
        .where(VisitDay.public_id == bindparam("day_id"), VisitStop.public_id == bindparam("stop_id"))
        .options(joinedload(VisitDay.intervention), joinedload(VisitDay.zone), joinedload(VisitStop.business))
    )


def stop_lines(day_id: int) -> list[StopLine]:
    """The stops of a day in the order of its route; one statement."""
    rows = db.session.connection().execute(_stop_lines(), {"day_id": day_id}).all()
    return [StopLine._make(row) for row in rows]


@cache
def _stop_lines() -> Select[*tuple[Any, ...]]:
    made = select(func.count()).where(Promise.stop_id == VisitStop.id).scalar_subquery().label("promises")
    still = (
        # Not as conditions alike: SQLite would look through all that are open for each business.
        select(func.count().filter(Promise.state == OPEN))
        .where(Promise.business_id == VisitStop.business_id)
        .scalar_subquery()
        .label("still_open")
    )
    return (
        select(
            VisitStop.id, VisitStop.public_id, VisitStop.business_id, Business.name.label("business"),
            func.coalesce(Business.tax_code, Business.own_code).label("code"), Zone.name.label("zone"),
            VisitStop.place, VisitStop.reason, VisitStop.outcome, VisitStop.met, VisitStop.barriers,
            VisitStop.note, VisitStop.recorded_at, User.name.label("recorded_by"), made, still,
        )
        .join(Business, Business.id == VisitStop.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(User, User.id == VisitStop.recorded_by_id)
        .where(VisitStop.visit_day_id == bindparam("day_id"))
        .order_by(VisitStop.place, VisitStop.id)
    )  # fmt: skip


def totals_of(stops: Iterable[StopLine]) -> Totals:
    """How a day stands."""
    lines = list(stops)

    def count(outcome: str) -> int:
        return sum(line.outcome == outcome for line in lines)

    return Totals(
        len(lines),
        count(VISITED),
        count(NOBODY_THERE),
        count(POSTPONED),
        sum(line.promises for line in lines),
    )


def coming_days(*, today: date, except_id: int) -> list[tuple[str, date, str]]:
    """Days that a stop could move to: id, day and title, the next first."""
    statement = (
        select(VisitDay.public_id, VisitDay.day, Intervention.title)
        .join(Intervention, Intervention.id == VisitDay.intervention_id)
        .where(VisitDay.day >= today, VisitDay.id != except_id)
        .order_by(VisitDay.day, VisitDay.id)
        .limit(30)
    )
    return [(row.public_id, row.day, row.title) for row in db.session.execute(statement)]


def listed_for(intervention_id: int, limit: int) -> list[tuple[int, str | None]]:
    """The businesses on an intervention's list (id, why), by the lot's places, else by name."""
    statement = (
        select(ListedBusiness.business_id, ListedBusiness.reason)
        .join(Business, Business.id == ListedBusiness.business_id)
        .where(ListedBusiness.intervention_id == intervention_id)
        .order_by(ListedBusiness.place, Business.name_sort, Business.id)
        .limit(limit)
    )
    return [(row.business_id, row.reason) for row in db.session.execute(statement)]
