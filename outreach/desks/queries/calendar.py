"""What happens in a month: interventions, sessions, days of visits, plans by quarter, promises, days off."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, cast, literal, null, or_, select, union, union_all

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.campaigns.models import (
    Attendance,
    ExposureRecord,
    ListedBusiness,
    Plan,
    PlanItem,
)
from outreach.campaigns.rules.progress import quarter_of
from outreach.database import db
from outreach.desks.queries import clashes
from outreach.desks.rules.calendar import LONG_DAYS, Event, weeks_of
from outreach.desks.rules.clashes import Clash, Day
from outreach.visits.models import Promise, VisitDay, VisitStop
from outreach.workdays.models import SpecialDay

MOST_PROMISES, MOST_PLANNED = 200, 100


class Narrowed(NamedTuple):
    """Which part of a month is shown."""

    month: date
    zone_id: int | None = None
    type: str | None = None


class Planned(NamedTuple):
    """A line of a plan for the month's quarter, or (None) for all the year."""

    plan_id: int
    title: str
    type: str
    times: int
    quarter: int | None


class Month(NamedTuple):
    """A month as it is shown: what is on its days, what goes on for longer, what plans ask of the quarter."""

    first: date
    last: date
    events: list[Event]
    long: list[Event]
    planned: list[Planned]
    special: dict[date, Day]
    clashes: list[Clash]
    zones: list[tuple[int, str]]  # that it can be narrowed to


def month(wanted: Narrowed) -> Month:
    """Everything of the weeks that a month touches."""
    days = [day for week in weeks_of(wanted.month) for day in week]
    first, last = days[0], days[-1]
    sessions = clashes.sessions_between(first, last)
    interventions = clashes.interventions_between(first, last)
    beside = _beside(wanted, first, last)
    special = {row.day: Day(bool(row.number), row.words) for row in beside["special"]}
    met = clashes.meetings_between(first, last)
    found = clashes.clashes_of(clashes.appointments(interventions, sessions), special, met)
    if wanted.zone_id is not None:
        here = _in_zone(
            wanted.zone_id, {one.id for one in interventions} | {s.intervention_id for s in sessions}
        )
        interventions = [one for one in interventions if one.id in here]
        sessions = [one for one in sessions if one.intervention_id in here]
    if wanted.type is not None:
        interventions = [one for one in interventions if one.type == wanted.type]
        sessions = [one for one in sessions if one.type == wanted.type]
    shown = {one.id for one in interventions} | {one.intervention_id for one in sessions}
    month_end = clock.add_months(wanted.month, 1)
    narrowed = wanted.zone_id is not None or wanted.type is not None
    events, long = _events(interventions, sessions, first, last)
    long = [one for one in long if one.day < month_end and one.ends_on >= wanted.month]
    if wanted.type is None:
        events += _promised(beside["promise"])
    return Month(
        first, last, sorted(events, key=lambda one: (one.day, one.starts or time.min, one.title)),
        long, _planned(beside["plan"]), special,
        [one for one in found if not narrowed or shown & {*one.interventions}],
        [(row.id, row.words) for row in sorted(beside["zone"], key=lambda row: (row.more, row.id))],
    )  # fmt: skip


def _events(
    interventions: Sequence[Any], sessions: Sequence[Any], first: date, last: date
) -> tuple[list[Event], list[Event]]:
    events, long = [], []
    timed = set()
    for one in sessions:
        at, ends = clock.local(one.starts_at), clock.local(one.ends_at)
        timed.add((one.intervention_id, at.date()))
        events.append(
            Event(
                at.date(), one.title, one.type, "trainings.show_session", {"session_key": one.public_id},
                one.intervention_id, at.time(), ends.time(), one.cancelled_at is not None, at.date(),
            )
        )  # fmt: skip
    for one in interventions:
        ends_on = one.ends_on or one.held_on
        endpoint, args = "campaigns.show", {"intervention_id": one.id}
        if one.visit_id:
            endpoint, args = "visits.show", {"visit_id": one.visit_id}
        event = Event(
            one.held_on, one.title, one.type, endpoint, args, one.id, None, None,
            one.cancelled_on is not None, ends_on,
        )  # fmt: skip
        if (ends_on - one.held_on).days >= LONG_DAYS or one.span:
            long.append(event)
            continue
        day = max(one.held_on, first)
        while day <= min(ends_on, last):
            if (one.id, day) not in timed:
                events.append(event._replace(day=day))
            day += timedelta(days=1)
    return events, long


def _promised(rows: Sequence[Any]) -> list[Event]:
    return [
        Event(
            row.day, f"{row.more}: {row.words}", "promise", "visits.promise", {"promise_id": row.id}, 0,
            None, None, False, row.day,
        )
        for row in rows
    ]  # fmt: skip


def _planned(rows: Iterable[Any]) -> list[Planned]:
    """Those of the quarter before those for all the year."""
    ordered = sorted(rows, key=lambda row: (row.quarter is None, row.id, row.place))
    return [Planned(row.id, row.words, row.more, row.number, row.quarter) for row in ordered]


def _beside(wanted: Narrowed, first: date, last: date) -> dict[str, list[Any]]:
    """Promises, lines of plans, special days and zones, by what they are: one statement for all."""
    quarter = quarter_of(wanted.month)
    values = {
        "first": first, "last": last, "zone_id": wanted.zone_id, "type": wanted.type, "year": quarter.year,
        "quarter": quarter.number,
    }  # fmt: skip
    found: dict[str, list[Any]] = defaultdict(list)
    shape = wanted.zone_id is not None, wanted.type is not None
    for row in db.session.connection().execute(_beside_statement(*shape), values).all():
        found[row.what].append(row)
    return found


@cache
def _beside_statement(of_zone: bool, of_type: bool) -> Any:
    """(what, id, words, more, day, number, quarter, place); drafts of plans and returned ones aside."""
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    no_day, nothing = cast(null(), Date), cast(null(), Integer)
    item, zone, special = PlanItem, Zone, SpecialDay
    promised = (
        select(
            literal("promise").label("what"), Promise.id, Promise.text.label("words"),
            Business.name.label("more"), Promise.due_on.label("day"), nothing.label("number"),
            nothing.label("quarter"), nothing.label("place"),
        )
        .join(Business, Business.id == Promise.business_id)
        .where(Promise.state == "open", Promise.due_on.between(first, last))
        .order_by(Promise.due_on, Promise.id)
        .limit(MOST_PROMISES)
    )  # fmt: skip
    planned = (
        select(
            literal("plan"), item.plan_id, item.title, item.type, no_day, item.times, item.quarter, item.place
        )
        .join(Plan, Plan.id == item.plan_id)
        .where(
            Plan.state.in_(("approved", "submitted")), item.year == bindparam("year"),
            or_(item.quarter.is_(None), item.quarter == bindparam("quarter")),
        )
        .order_by(item.quarter.is_(None), item.plan_id, item.place)
        .limit(MOST_PLANNED)
    )  # fmt: skip
    if of_zone:
        promised = promised.where(Business.zone_id == bindparam("zone_id"))
    if of_type:
        planned = planned.where(item.type == bindparam("type"))
    zones = select(literal("zone"), zone.id, zone.name, zone.name_sort, no_day, nothing, nothing, nothing)
    days = select(
        literal("special"), literal(0), special.name, literal(""), special.day, cast(special.off, Integer),
        nothing, nothing,
    ).where(special.day.between(first, last))  # fmt: skip
    return union_all(select(promised.subquery()), select(planned.subquery()), zones, days)


def _in_zone(zone_id: int, ids: Collection[int]) -> set[int]:
    """Those of the interventions that reached, are meant for, or go to businesses of a zone."""
    return set(db.session.connection().scalars(_zone_statement(), {"ids": list(ids), "zone_id": zone_id}))


@cache
def _zone_statement() -> Any:
    ids: Any = bindparam("ids", expanding=True)
    zone_id: Any = bindparam("zone_id", type_=Integer)
    halves = [
        select(table.intervention_id)
        .join(Business, Business.id == table.business_id)
        .where(Business.zone_id == zone_id, table.intervention_id.in_(ids))
        for table in (Attendance, ExposureRecord, ListedBusiness)
    ]
    routes = select(VisitDay.intervention_id).where(VisitDay.intervention_id.in_(ids))
    stops = (
        routes.join(VisitStop, VisitStop.visit_day_id == VisitDay.id)
        .join(Business, Business.id == VisitStop.business_id)
        .where(Business.zone_id == zone_id)
    )
    return union(*halves, routes.where(VisitDay.zone_id == zone_id), stops)
