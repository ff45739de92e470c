"""Clashes of some days: the one query that the calendar and the forms ask."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    union,
    union_all,
)

from outreach import clock
from outreach.businesses.models import Business
from outreach.campaigns.clashing import Proposed, Warned
from outreach.campaigns.models import Draw, Intervention, ListedBusiness
from outreach.campaigns.rules import HELD_BY_PEOPLE
from outreach.database import UtcDateTime, db
from outreach.desks.rules import clashes as rules
from outreach.desks.rules.clashes import Appointment, Clash, Day
from outreach.trainings.models import Session, SessionInvitation
from outreach.visits.models import VisitDay, VisitStop
from outreach.workdays.models import SpecialDay

MOST_MEETINGS = 3000
_FIRST: Any = bindparam("first", type_=Date)
_LAST: Any = bindparam("last", type_=Date)
_FROM: Any = bindparam("from", type_=UtcDateTime)
_UNTIL: Any = bindparam("until", type_=UtcDateTime)


class Meeting(NamedTuple):
    """A business that is meant for an intervention on a day."""

    business_id: int
    name: str
    intervention_id: int
    title: str
    day: date


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def special_between(first: date, last: date) -> dict[date, Day]:
    """The special days of a time."""
    rows = db.session.connection().execute(_special(), _bounds(first, last))
    return {row.day: Day(row.off, row.name) for row in rows}


@cache
def _special() -> Select[*tuple[Any, ...]]:
    columns = select(SpecialDay.day, SpecialDay.off, SpecialDay.name)
    return columns.where(SpecialDay.day.between(_FIRST, _LAST)).order_by(SpecialDay.day)


def _bounds(first: date, last: date) -> dict[str, Any]:
    """The values of the statements here: first and last day, and the instants around them."""
    return {
        "first": first, "last": last, "from": _midnight(first), "until": _midnight(last + timedelta(days=1)),
    }  # fmt: skip


def sessions_between(first: date, last: date) -> list[Any]:
    """Sessions that begin on these days, with their intervention's title and type."""
    return [*db.session.connection().execute(_sessions(), _bounds(first, last)).all()]


@cache
def _sessions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Session.public_id, Session.intervention_id, Session.starts_at, Session.ends_at, Session.trainers,
            Session.place, Session.cancelled_at, Intervention.title, Intervention.type,
        )
        .join(Intervention, Intervention.id == Session.intervention_id)
        .where(Session.starts_at >= _FROM, Session.starts_at < _UNTIL)
        .order_by(Session.starts_at, Session.id)
    )  # fmt: skip


def interventions_between(first: date, last: date) -> list[Any]:
    """Interventions that touch these days, with the route of those that are a day of visits."""
    return [*db.session.connection().execute(_interventions(), _bounds(first, last)).all()]


@cache
def _interventions() -> Select[*tuple[Any, ...]]:
    i = Intervention
    return (
        select(
            i.id, i.title, i.type, i.held_on, i.ends_on, i.span, i.cancelled_on,
            VisitDay.public_id.label("visit_id"), VisitDay.team, VisitDay.zone_id,
        )
        .outerjoin(VisitDay, VisitDay.intervention_id == i.id)
        .where(i.held_on <= _LAST, func.coalesce(i.ends_on, i.held_on) >= _FIRST)
        .order_by(i.held_on, i.id)
    )  # fmt: skip


def appointments(interventions: Sequence[Any], sessions: Sequence[Any]) -> list[Appointment]:
    """What people have to be at: sessions with their hours, days of visits, and what is held on one day."""
    found = [
        Appointment(
            one.intervention_id, _local(one.starts_at).date(), one.title, _local(one.starts_at).time(),
            _end(one), one.trainers, "trainings.show_session", one.public_id,
        )
        for one in sessions
        if one.cancelled_at is None
    ]  # fmt: skip
    timed = {(one.intervention_id, one.day) for one in found}
    for one in interventions:
        held = one.cancelled_on is None and one.type in HELD_BY_PEOPLE
        if held and one.ends_on in (None, one.held_on) and (one.id, one.held_on) not in timed:
            endpoint, key = ("visits.show", one.visit_id) if one.visit_id else ("campaigns.show", one.id)
            found.append(
                Appointment(one.id, one.held_on, one.title, people=one.team, endpoint=endpoint, key=key)
            )
    return found


def clashes_of(
    wanted: Sequence[Appointment], special: dict[date, Day], meetings: Sequence[Meeting]
) -> list[Clash]:
    """Every clash among these appointments and businesses."""
    titles = {one.intervention_id: one.title for one in wanted}
    titles |= {one.intervention_id: one.title for one in meetings}
    met = [(one.business_id, one.name, one.intervention_id, one.day) for one in meetings]
    return [
        *(clash for one in wanted for clash in rules.of_day(one, special)),
        *rules.same_people(wanted),
        *rules.same_businesses(met, titles),
    ]


def warn(proposed: Proposed, business_ids: Collection[int] | None = None) -> Warned:
    """What a form is to show before it saves; nothing from the day itself on: then it is only written down.

    With `business_ids` only what these businesses are meant for besides.
    """
    if proposed.day <= clock.today():
        return Warned()
    found = asked(Appointment(*proposed), business_ids or ())
    if business_ids is not None:
        found = [one for one in found if one.kind == rules.SAME_BUSINESS]
    return Warned(found, rules.mark_of(found))


def asked(proposed: Appointment, business_ids: Collection[int] = ()) -> list[Clash]:
    """What a form asks before it is sent: what speaks against `proposed`, and against these businesses then.

    An intervention that is there already brings those it is meant for; its own old day does not count.
    """
    first, last = week_of(proposed.day)
    own = proposed.intervention_id
    there = appointments(interventions_between(first, last), sessions_between(first, last))
    others = [one for one in there if one.intervention_id != own]
    ids = set(business_ids) | set(db.session.scalars(_meant_for(own)))
    kept = [one for one in meetings_between(first, last, among=ids) if one.intervention_id != own]
    titles = {one.intervention_id: one.title for one in kept} | {own: proposed.title}
    met = [(one.business_id, one.name, one.intervention_id, one.day) for one in kept]
    met += [(one.business_id, one.name, own, proposed.day) for one in kept]
    found = rules.of_day(proposed, special_between(first, last))
    found += [one for one in rules.same_people([proposed, *others]) if own in one.interventions]
    return found + [one for one in rules.same_businesses(met, titles) if own in one.interventions]


def meetings_between(first: date, last: date, *, among: Collection[int] | None = None) -> list[Meeting]:
    """Who is meant for something on these days: invited to a session, on a route, or on a list.

    After a lot a list means those with a seat. Only businesses meant for two things, or those `among`.
    """
    values = _bounds(first, last) | {"among": list(among or ())[:MOST_MEETINGS]}
    return [
        Meeting(row.business_id, row.name, row.intervention_id, row.title, row.day or _local(row.at).date())
        for row in db.session.connection().execute(_meetings(among is not None), values)
    ]


@cache
def _meetings(of_some: bool) -> Select[*tuple[Any, ...]]:
    parts = union_all(*_parts()).cte("parts")
    condition = parts.c.business_id.in_(bindparam("among", expanding=True))
    if not of_some:
        several = func.count(func.distinct(parts.c.intervention_id)) > 1
        chosen = select(parts.c.business_id).group_by(parts.c.business_id).having(several)
        condition = parts.c.business_id.in_(chosen)
    return (
        select(
            parts.c.business_id, Business.name, parts.c.intervention_id, Intervention.title, parts.c.day,
            parts.c.at,
        )
        .join(Business, Business.id == parts.c.business_id)
        .join(Intervention, Intervention.id == parts.c.intervention_id)
        .where(condition, Intervention.cancelled_on.is_(None))
        .order_by(Business.name_sort, parts.c.business_id, parts.c.intervention_id)
        .limit(MOST_MEETINGS)
    )  # fmt: skip


def _parts() -> list[Select[*tuple[Any, ...]]]:
    """(business_id, intervention_id, day, at): the day, or the instant that it is the day of."""
    no_day, no_time = cast(null(), Date).label("day"), cast(null(), UtcDateTime).label("at")
    here = Session.starts_at >= _FROM, Session.starts_at < _UNTIL
    listed = ListedBusiness
    return [
        select(SessionInvitation.business_id, Session.intervention_id, no_day, Session.starts_at.label("at"))
        .join(Session, Session.id == SessionInvitation.session_id)
        .where(*here, Session.cancelled_at.is_(None), SessionInvitation.declined_at.is_(None)),
        select(VisitStop.business_id, VisitDay.intervention_id, VisitDay.day, no_time)
        .join(VisitDay, VisitDay.id == VisitStop.visit_day_id)
        .where(VisitDay.day.between(_FIRST, _LAST), VisitStop.outcome != "postponed"),
        select(listed.business_id, listed.intervention_id, Intervention.held_on, no_time)
        .join(Intervention, Intervention.id == listed.intervention_id)
        .outerjoin(Draw, Draw.intervention_id == listed.intervention_id)
        .where(
            Intervention.held_on.between(_FIRST, _LAST), Intervention.ends_on.is_(None),
            or_(Draw.intervention_id.is_(None), listed.place <= Draw.seats),
        ),
    ]  # fmt: skip


def _meant_for(intervention_id: int) -> CompoundSelect[*tuple[int]]:
    """The businesses an intervention is meant for, whatever its day."""
    return union(
        select(ListedBusiness.business_id).where(ListedBusiness.intervention_id == intervention_id),
        select(SessionInvitation.business_id)
        .join(Session, Session.id == SessionInvitation.session_id)
        .where(Session.intervention_id == intervention_id),
        select(VisitStop.business_id)
        .join(VisitDay, VisitDay.id == VisitStop.visit_day_id)
        .where(VisitDay.intervention_id == intervention_id),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)


def _local(at: datetime) -> datetime:
    return clock.local(at)


def _end(session: Any) -> time:
    """When it ends that day; one that goes on to another day takes the rest of it."""
    starts, ends = _local(session.starts_at), _local(session.ends_at)
    return ends.time() if ends.date() == starts.date() else time.max
