"""What happens in a month: interventions, sessions, days of visits, plans by quarter, promises, days off."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import or_, select, union

from outreach import clock
from outreach.businesses.models import Business
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

MOST_PROMISES = 200


class Narrowed(NamedTuple):
    """Which part of a month is shown."""

    month: date
    zone_id: int | None = None
    type: str | None = None


class Month(NamedTuple):
    """A month as it is shown: what is on its days, what goes on for longer, what plans ask of the quarter."""

    first: date
    last: date
    events: list[Event]
    long: list[Event]
    planned: list[Any]  # (plan_id, title, type, times, quarter)
    special: dict[date, Day]
    clashes: list[Clash]


def month(wanted: Narrowed) -> Month:
    """Everything of the weeks that a month touches."""
    days = [day for week in weeks_of(wanted.month) for day in week]
    first, last = days[0], days[-1]
    sessions = clashes.sessions_between(first, last)
    interventions = clashes.interventions_between(first, last)
    special = clashes.special_between(first, last)
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
        events += _promises(first, last, wanted.zone_id)
    return Month(
        first, last, sorted(events, key=lambda one: (one.day, one.starts or time.min, one.title)),
        long, _planned(wanted), special,
        [one for one in found if not narrowed or shown & {*one.interventions}],
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


def _promises(first: date, last: date, zone_id: int | None) -> list[Event]:
    statement = (
        select(Promise.id, Promise.text, Promise.due_on, Business.name)
        .join(Business, Business.id == Promise.business_id)
        .where(Promise.state == "open", Promise.due_on.between(first, last))
        .order_by(Promise.due_on, Promise.id)
        .limit(MOST_PROMISES)
    )
    if zone_id is not None:
        statement = statement.where(Business.zone_id == zone_id)
    return [
        Event(
            row.due_on, f"{row.name}: {row.text}", "promise", "visits.promise", {"promise_id": row.id}, 0,
            None, None, False, row.due_on,
        )
        for row in db.session.execute(statement)
    ]  # fmt: skip


def _planned(wanted: Narrowed) -> list[Any]:
    """Lines of plans for the month's quarter, and those for all the year; drafts and returned ones aside."""
    quarter = quarter_of(wanted.month)
    item = PlanItem
    statement = (
        select(item.plan_id, item.title, item.type, item.times, item.quarter)
        .join(Plan, Plan.id == item.plan_id)
        .where(
            Plan.state.in_(("approved", "submitted")), item.year == quarter.year,
            or_(item.quarter.is_(None), item.quarter == quarter.number),
        )
        .order_by(item.quarter.is_(None), item.plan_id, item.place)
        .limit(100)
    )  # fmt: skip
    if wanted.type is not None:
        statement = statement.where(item.type == wanted.type)
    return list(db.session.execute(statement))


def _in_zone(zone_id: int, ids: set[int]) -> set[int]:
    """Those of the interventions that reached, are meant for, or go to businesses of a zone."""
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
    return set(db.session.scalars(union(*halves, routes.where(VisitDay.zone_id == zone_id), stops)))
