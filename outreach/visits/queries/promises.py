"""Reads of promises."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, Select, bindparam, func, or_, select

from outreach.accounts.models import COUNTER, User
from outreach.businesses.models import Business
from outreach.database import db
from outreach.visits.models import Promise, VisitDay, VisitStop
from outreach.visits.rules import OPEN, end_of_week


class PromiseLine(NamedTuple):
    """A promise in a list. `owner` None: nobody has it (any more)."""

    id: int
    business_id: int
    business: str
    text: str
    due_on: date
    state: str
    closed_on: date | None
    outcome: str | None
    made_at: datetime
    owner_id: int | None
    owner: str | None
    made_by: str | None
    visited_on: date | None
    day_id: str | None  # of the visit it was made on
    stop_id: str | None


class Shown(NamedTuple):
    """Which promises are asked for: 'open', 'overdue', 'week', 'kept', 'impossible' or 'all'."""

    show: str = "open"
    owner_id: int | None = None
    business_id: int | None = None


class Counts(NamedTuple):
    """Open promises: all of them, those overdue, and those due until the end of the week."""

    open: int
    overdue: int
    week: int


class ToRemind(NamedTuple):
    """An open promise whose day has come, with whom to write to."""

    id: int
    owner_id: int
    text: str
    due_on: date
    business: str
    name: str
    email: str
    locale: str
    reminded_on: date | None


def list_promises(shown: Shown, today: date, *, offset: int, limit: int) -> tuple[Sequence[PromiseLine], int]:
    """Some of the promises asked for, and how many there are; open ones by their day, closed ones newest."""
    connection, values = db.session.connection(), shown._asdict() | _days(today)
    shape = shown.show, shown.owner_id is not None, shown.business_id is not None
    total = connection.scalar(_total(*shape), values) or 0
    rows = connection.execute(_page(*shape), values | {"offset": offset, "limit": limit})
    return [PromiseLine._make(row) for row in rows], total


@cache
def _total(show: str, owned: bool, of_business: bool) -> Select[int]:
    return select(func.count()).select_from(Promise).where(*_conditions(show, owned, of_business))


@cache
def _page(show: str, owned: bool, of_business: bool) -> Select[*tuple[Any, ...]]:
    order: tuple[Any, ...] = (Promise.due_on, Promise.id)
    if show in ("kept", "impossible"):
        order = (Promise.closed_on.desc(), Promise.id.desc())
    elif show == "all":
        order = (Promise.id.desc(),)
    statement = _lines().where(*_conditions(show, owned, of_business)).order_by(*order)
    return statement.offset(bindparam("offset")).limit(bindparam("limit"))


def promises_of(business_id: int) -> list[PromiseLine]:
    """All promises made to a business, open ones first."""
    rows = db.session.connection().execute(_of_business(), {"business_id": business_id})
    return [PromiseLine._make(row) for row in rows]


@cache
def _of_business() -> Select[*tuple[Any, ...]]:
    order = (Promise.state != OPEN, Promise.due_on.desc(), Promise.id.desc())
    return _lines().where(Promise.business_id == bindparam("business_id")).order_by(*order).limit(100)


def open_promises_of(business_ids: Collection[int]) -> dict[int, list[PromiseLine]]:
    """The open promises of these businesses, the nearest day first."""
    statement = _lines().where(Promise.business_id.in_(list(business_ids)), Promise.state == OPEN)
    found: dict[int, list[PromiseLine]] = defaultdict(list)
    for row in db.session.execute(statement.order_by(Promise.due_on, Promise.id)):
        found[row.business_id].append(PromiseLine(**row._mapping))
    return dict(found)


def count_promises(today: date, owner_id: int | None = None) -> Counts:
    """How many promises are open, of one owner or of all."""
    values = _days(today) | {"owner_id": owner_id}
    return Counts._make(db.session.connection().execute(_counts(owner_id is not None), values).one())


@cache
def _counts(owned: bool) -> Select[*tuple[Any, ...]]:
    kinds = [func.count().filter(*_conditions(show, False, False)) for show in ("overdue", "week")]
    return select(func.count(), *kinds).select_from(Promise).where(*_conditions("open", owned, False))


def _days(today: date) -> dict[str, Any]:
    return {"today": today, "sunday": end_of_week(today)}


def get_promise(promise_id: int) -> Promise | None:
    """The promise with this id."""
    return db.session.get(Promise, promise_id)


def promise_line(promise_id: int) -> PromiseLine | None:
    """The same with the names around it."""
    row = db.session.execute(_lines().where(Promise.id == promise_id)).one_or_none()
    return PromiseLine(**row._mapping) if row else None


def owners(also: int | None = None) -> list[tuple[int, str]]:
    """Who can take a promise on: people who deal with businesses and may sign in; `also` whoever has it."""
    rows = db.session.connection().execute(_owners(), {"also": also or 0}).all()
    return [(row.id, row.name) for row in rows]


@cache
def _owners() -> Select[*tuple[int, str]]:
    active = User.role.in_([role.value for role in COUNTER]) & User.disabled_at.is_(None)
    return (
        select(User.id, User.name)
        .where(or_(active, User.id == bindparam("also", type_=Integer)))
        .order_by(User.name_sort, User.id)
    )


def to_remind(today: date) -> list[ToRemind]:
    """Open promises due today or before, of owners who can be written to, by owner and day."""
    statement = (
        select(
            Promise.id, Promise.owner_id, Promise.text, Promise.due_on, Business.name.label("business"),
            User.name, User.email, User.locale, Promise.reminded_on,
        )
        .join(User, User.id == Promise.owner_id)
        .join(Business, Business.id == Promise.business_id)
        .where(
            Promise.state == OPEN, Promise.due_on <= today,
            User.email.is_not(None), User.disabled_at.is_(None),
        )
        .order_by(Promise.owner_id, Promise.due_on, Promise.id)
    )  # fmt: skip
    return [ToRemind(**row._mapping) for row in db.session.execute(statement)]


def _conditions(show: str, owned: bool, of_business: bool) -> list[ColumnElement[bool]]:
    """With the values of Shown and of `_days` as parameters, so that a statement is built once."""
    today, sunday = bindparam("today", type_=Date), bindparam("sunday", type_=Date)
    conditions: list[ColumnElement[bool]] = []
    if show in ("open", "overdue", "week"):
        conditions.append(Promise.state == OPEN)
    elif show != "all":
        conditions.append(Promise.state == show)
    if show == "overdue":
        conditions.append(Promise.due_on < today)
    if show == "week":
        conditions.append(Promise.due_on.between(today, sunday))
    if owned:
        conditions.append(Promise.owner_id == bindparam("owner_id"))
    if of_business:
        conditions.append(Promise.business_id == bindparam("business_id"))
    return conditions


@cache
def _lines() -> Select[*tuple[Any, ...]]:
    owner = User.__table__.alias("owner")
    maker = User.__table__.alias("maker")
    return (
        select(
            Promise.id, Promise.business_id, Business.name.label("business"), Promise.text, Promise.due_on,
            Promise.state, Promise.closed_on, Promise.outcome, Promise.made_at, Promise.owner_id,
            owner.c.name.label("owner"), maker.c.name.label("made_by"), VisitDay.day.label("visited_on"),
            VisitDay.public_id.label("day_id"), VisitStop.public_id.label("stop_id"),
        )
        .join(Business, Business.id == Promise.business_id)
        .outerjoin(owner, owner.c.id == Promise.owner_id)
        .outerjoin(maker, maker.c.id == Promise.made_by_id)
        .outerjoin(VisitStop, VisitStop.id == Promise.stop_id)
        .outerjoin(VisitDay, VisitDay.id == VisitStop.visit_day_id)
    )  # fmt: skip
