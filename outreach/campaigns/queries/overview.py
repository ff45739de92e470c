"""The list of interventions, read as rows: statements are built once per shape and run with parameters."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.campaigns.models import Attendance, Campaign, ExposureRecord, Intervention, ListedBusiness
from outreach.database import db
from outreach.text import like

MOST_WORDS = 8


class InterventionFilter(NamedTuple):
    """What the list shows. `state` is one of progress.STATES; the days are those that something touches."""

    words: str = ""
    type: str | None = None
    campaign_id: int | None = None
    zone_id: int | None = None
    state: str | None = None
    first: date | None = None
    last: date | None = None


class OverviewRow(NamedTuple):
    """One intervention of the list. `people` is None where nobody counts them (everything but trainings)."""

    id: int
    code: str
    type: str
    title: str
    held_on: date
    ends_on: date | None
    span: str | None
    place: str | None
    covers_all: bool
    provisional: bool
    cancelled_on: date | None
    reported_attendances: int | None
    reported_is_minimum: bool
    campaign: str | None
    businesses: int = 0
    people: int | None = None


def choices() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The campaigns, latest first, and the zones that the list can be narrowed to."""
    rows = db.session.connection().execute(_choices()).all()
    found = [
        [(row.id, row.name) for row in sorted(rows, key=_place, reverse=backwards) if row.kind == kind]
        for kind, backwards in (("campaign", True), ("zone", False))
    ]
    return found[0], found[1]


def overview(wanted: InterventionFilter, *, offset: int, limit: int) -> tuple[list[OverviewRow], int]:
    """Some interventions, the latest first, with how many each reached; and how many there are in all."""
    words = [like(word) for word in wanted.words.split()[:MOST_WORDS]]
    values: dict[str, Any] = {f"word_{i}": word for i, word in enumerate(words)}
    values |= {"type": wanted.type, "campaign_id": wanted.campaign_id, "zone_id": wanted.zone_id}
    values |= {"first": wanted.first, "last": wanted.last, "today": clock.today()}
    shape = wanted._replace(words="")
    asked = tuple(name for name, value in shape._asdict().items() if value and name != "state")
    connection = db.session.connection()
    # Two statements: with the total as a window over all rows, one takes three times as long.
    total = connection.scalar(_total(len(words), asked, wanted.state), values) or 0
    page = _page(len(words), asked, wanted.state)
    rows = connection.execute(page, values | {"offset": offset, "limit": limit}).all()
    if not rows:
        return [], total
    ids = [row.id for row in rows]
    reached: dict[int, tuple[int, int | None]] = {}
    for id, businesses, people in connection.execute(_reached(), {"ids": ids}):
        known, counted = reached.get(id, (0, None))
        reached[id] = known + businesses, counted if people is None else people
    return [OverviewRow._make([*row, *reached.get(row.id, (0, None))]) for row in rows], total


@lru_cache(maxsize=128)
def _page(words: int, asked: tuple[str, ...], state: str | None) -> Select[*tuple[Any, ...]]:
    i = Intervention
    return (
        select(
            i.id, i.code, i.type, i.title, i.held_on, i.ends_on, i.span, i.place, i.covers_all, i.provisional,
            i.cancelled_on, i.reported_attendances, i.reported_is_minimum, Campaign.title.label("campaign"),
        )
        .outerjoin(Campaign, Campaign.id == i.campaign_id)
        .where(*_conditions(words, asked, state))
        .order_by(i.held_on.desc(), i.id.desc())
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )  # fmt: skip


@lru_cache(maxsize=32)
def _total(words: int, asked: tuple[str, ...], state: str | None) -> Select[int]:
    return select(func.count()).select_from(Intervention).where(*_conditions(words, asked, state))


@lru_cache(maxsize=1)
def _reached() -> Any:
    """Per intervention and table: businesses, and people where they are counted."""
    a, e = Attendance, ExposureRecord
    ids: Any = bindparam("ids", expanding=True)
    came = select(a.intervention_id, func.count(), func.sum(a.people)).where(a.intervention_id.in_(ids))
    otherwise = select(
        e.intervention_id, func.count(func.distinct(e.business_id)), cast(null(), Integer)
    ).where(e.intervention_id.in_(ids))
    return union_all(came.group_by(a.intervention_id), otherwise.group_by(e.intervention_id))


@lru_cache(maxsize=1)
def _choices() -> Any:
    campaigns = select(
        literal("campaign").label("kind"), Campaign.id, Campaign.title.label("name"),
        cast(Campaign.starts_on, String).label("place"),
    )  # fmt: skip
    return union_all(campaigns, select(literal("zone"), Zone.id, Zone.name, Zone.name_sort))


def _place(row: Any) -> tuple[str, int]:
    return row.place, row.id


def _conditions(words: int, asked: tuple[str, ...], state: str | None) -> list[ColumnElement[bool]]:
    i = Intervention
    ends = func.coalesce(i.ends_on, i.held_on)
    found: list[ColumnElement[bool]] = []
    for number in range(words):
        pattern: Any = bindparam(f"word_{number}")
        found.append(
            i.title_folded.like(pattern, escape="\\") | func.lower(i.code).like(pattern, escape="\\")
        )
    known = {
        "type": i.type == bindparam("type"),
        "campaign_id": i.campaign_id == bindparam("campaign_id"),
        "first": ends >= bindparam("first", type_=Date),
        "last": i.held_on <= bindparam("last", type_=Date),
    }
    found += [known[name] for name in asked if name in known]
    if "zone_id" in asked:
        found.append(or_(*map(_met_in_zone, (Attendance, ExposureRecord, ListedBusiness))))
    if state is not None:
        found.append(_in_state(state, ends))
    return found


def _met_in_zone(table: Any) -> ColumnElement[bool]:
    """Reached, or is meant for, a business of the zone."""
    return exists().where(
        table.intervention_id == Intervention.id,
        table.business_id == Business.id,
        Business.zone_id == bindparam("zone_id"),
    )


def _in_state(state: str, ends: Any) -> Any:
    i = Intervention
    today: Any = bindparam("today", type_=Date)
    if state == "cancelled":
        return i.cancelled_on.is_not(None)
    live = i.cancelled_on.is_(None)
    if state == "planned":
        return live & (i.held_on > today)
    if state == "done":
        return live & (ends <= today)
    return live & (i.held_on <= today) & (ends > today)


def unattached(words: str, first: date, last: date, *, limit: int) -> list[Any]:
    """Interventions of these days that belong to no campaign: (id, code, type, title, held_on), by day."""
    i = Intervention
    statement = (
        select(i.id, i.code, i.type, i.title, i.held_on)
        .where(i.campaign_id.is_(None), i.cancelled_on.is_(None))
        .where(func.coalesce(i.ends_on, i.held_on) >= first, i.held_on <= last)
    )
    for word in words.split()[:MOST_WORDS]:
        pattern = like(word)
        statement = statement.where(
            i.title_folded.like(pattern, escape="\\") | func.lower(i.code).like(pattern, escape="\\")
        )
    return list(db.session.execute(statement.order_by(i.held_on, i.id).limit(limit)))
