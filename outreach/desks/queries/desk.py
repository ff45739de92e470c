"""The desk's one list: conversations, receipts nobody has confirmed, help whose dossier is not known yet.

One statement gives a page of it whatever its rows are, one more how many there are in each view; each is
built once for what narrows it.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.models import Business, Zone
from outreach.counter.models import CounterHelp
from outreach.counter.queries.helps import in_state
from outreach.database import UtcDateTime, db
from outreach.desks.rules import desk as rules
from outreach.dossiers.models import Procedure
from outreach.helpdesk.models import Conversation, ConversationLabel, Message
from outreach.helpdesk.rules import CLOSED, MERGED, NOTE, OPEN, SPOKEN
from outreach.receipts.models import Receipt
from outreach.text import like
from outreach.tutorials.models import TutorialStep


class Row(NamedTuple):
    """One thing that waits for the desk."""

    kind: str  # 'conversation', 'receipt', 'counter'
    key: str  # a conversation's or receipt's address, a help's number
    channel: str | None
    business_id: int | None
    business: str | None
    guest: str | None  # how somebody without an account, or of Zalo, calls themselves
    zone: str | None
    procedure: str | None
    step: str | None
    text: str
    state: str
    assigned_to_id: int | None
    assigned_to: str | None
    last_from: str | None
    waiting_since: datetime | None
    due_at: datetime | None
    due_for: str | None
    snoozed_until: datetime | None
    at: datetime


class Wanted(NamedTuple):
    """What is asked of the list; see rules.VIEWS."""

    view: str
    user_id: int
    procedure_id: int | None = None
    zone_id: int | None = None
    label_id: int | None = None
    channel: str | None = None
    words: str = ""


def list_rows(wanted: Wanted, *, offset: int, limit: int) -> tuple[Sequence[Row], int]:
    """A page of the list, what is overdue first, then who waits longest; and how many rows there are."""
    connection, values = db.session.connection(), _values(wanted) | {"offset": offset, "limit": limit}
    rows = connection.execute(_page(_shape(wanted)), values).all()
    if rows or not offset:
        return [Row._make(row[:-1]) for row in rows], rows[0][-1] if rows else 0
    first = connection.execute(_page(_shape(wanted)), values | {"offset": 0, "limit": 1}).all()
    return [], first[0][-1] if first else 0


def counts(user_id: int) -> dict[str, int]:
    """How much is in each of the views that say so: one statement."""
    row = db.session.connection().execute(_counts(), {"user_id": user_id, "now": clock.now()}).one()
    others = row[len(COUNTED)] + row[len(COUNTED) + 1]
    found = zip(COUNTED, row, strict=False)
    return {name: number + (others if name in rules.WITH_OTHERS else 0) for name, number in found}


def others(connection: Connection) -> tuple[Any, ...]:
    """What differs once a receipt or a help came or went: how many there are, and the newest."""
    return tuple(connection.execute(_others()).one())


@cache
def _others() -> Select[*tuple[Any, ...]]:
    receipts = select(func.count(), func.max(Receipt.entered_at)).where(Receipt.state == "waiting")
    helps = select(func.count(), func.max(CounterHelp.recorded_at)).where(in_state("to_complete"))
    both = receipts.subquery("receipts"), helps.subquery("helps")
    return select(*both[0].c, *both[1].c).select_from(both[0].join(both[1], true()))


COUNTED = tuple(name for name in rules.VIEWS if name not in rules.UNCOUNTED)
NOW = bindparam("now", type_=UtcDateTime)
TERM = bindparam("term", type_=String)


class Shape(NamedTuple):
    """What a statement is built for, once; the values come with each request."""

    view: str
    by_procedure: bool
    by_zone: bool
    by_label: bool
    by_channel: bool
    by_words: bool


def _shape(wanted: Wanted) -> Shape:
    return Shape(
        wanted.view, wanted.procedure_id is not None, wanted.zone_id is not None,
        wanted.label_id is not None, wanted.channel is not None, bool(wanted.words),
    )  # fmt: skip


def _values(wanted: Wanted) -> dict[str, Any]:
    return {**wanted._asdict(), "now": clock.now(), "term": like(wanted.words)}


@cache
def _page(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Which rows stand on the page, by what orders them alone; names are looked up for those only."""
    rows, counted = (union_all(*_parts(shape)).subquery(name) for name in ("desk", "counted"))
    waits = case((rows.c.due_at < NOW, 0), (rows.c.waiting_since.is_not(None), 1), else_=2)
    order: tuple[Any, ...] = (waits, rows.c.since, rows.c.at.desc())
    if shape.view in rules.UNCOUNTED:
        order = (rows.c.at.desc(),)
    chosen = (
        select(rows, waits.label("waits"))
        .order_by(*order, rows.c.key)
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
        .subquery("chosen")
    )
    total = select(func.count()).select_from(counted).scalar_subquery()
    again = (chosen.c.waits, chosen.c.since, chosen.c.at.desc())[-len(order) :]
    return _shown(chosen, total).order_by(*again, chosen.c.key)


def _shown(chosen: Subquery, total: Any) -> Select[*tuple[Any, ...]]:
    """The columns of Row for the chosen, and how many there are in all."""
    c, r, h = Conversation, Receipt, CounterHelp
    columns = {
        "kind": chosen.c.kind, "key": chosen.c.key, "channel": c.channel,
        "business_id": Business.id, "business": Business.name, "guest": c.guest_name,
        "zone": Zone.name, "procedure": Procedure.name, "step": TutorialStep.title,
        "text": func.coalesce(c.last_text, r.code, ""), "state": func.coalesce(c.state, r.state, OPEN),
        "assigned_to_id": c.assigned_to_id, "assigned_to": User.name, "last_from": c.last_from,
        "waiting_since": func.coalesce(c.waiting_since, r.entered_at, h.recorded_at), "due_at": c.due_at,
        "due_for": c.due_for, "snoozed_until": c.snoozed_until,
        "at": func.coalesce(c.last_at, r.entered_at, h.recorded_at),
    }  # fmt: skip
    business, procedure = (
        func.coalesce(getattr(c, name), getattr(r, name), getattr(h, name))
        for name in ("business_id", "procedure_id")
    )
    asked: list[Any] = [columns[name].label(name) for name in Row._fields]
    statement = select(*asked, total).select_from(chosen)
    for kind, table in (("conversation", c), ("receipt", r), ("counter", h)):
        statement = statement.outerjoin(table, and_(chosen.c.kind == kind, table.id == chosen.c.id))
    step = (TutorialStep.version_id == c.version_id) & (TutorialStep.key == c.step_key)
    return (
        statement.outerjoin(Business, Business.id == business)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(Procedure, Procedure.id == procedure)
        .outerjoin(User, User.id == c.assigned_to_id)
        .outerjoin(TutorialStep, step)
    )


@cache
def _counts() -> Select[*tuple[Any, ...]]:
    sums = [func.count().filter(_view(name)).label(name) for name in COUNTED]
    chats = select(*sums).select_from(Conversation).where(Conversation.state == OPEN).subquery("chats")
    receipts = select(func.count()).select_from(Receipt).where(Receipt.state == "waiting")
    helps = select(func.count()).select_from(CounterHelp).where(in_state("to_complete"))
    return select(*chats.c, receipts.scalar_subquery(), helps.scalar_subquery())


def _parts(shape: Shape) -> list[Select[*tuple[Any, ...]]]:
    parts = [_conversations(shape)]
    if shape.view in rules.WITH_OTHERS and not shape.by_label and not shape.by_channel:
        parts += [_receipts(shape), _helps(shape)]
    return parts


def _conversations(shape: Shape) -> Select[*tuple[Any, ...]]:
    c = Conversation
    where: list[ColumnElement[bool]] = [c.state != MERGED, _view(shape.view)]
    if shape.by_channel:
        where.append(c.channel == bindparam("channel"))
    if shape.by_label:
        labelled = ConversationLabel.label_id == bindparam("label_id")
        where.append(c.id.in_(select(ConversationLabel.conversation_id).where(labelled)))
    if shape.by_words:
        where.append(_says())
    since = func.coalesce(c.waiting_since, c.last_at)
    return _narrowed(
        "conversation", c, shape, c.public_id, c.waiting_since, c.due_at, c.last_at, since
    ).where(*where)  # fmt: skip


def _receipts(shape: Shape) -> Select[*tuple[Any, ...]]:
    r, at = Receipt, Receipt.entered_at
    found = func.lower(r.code_key).like(TERM, escape="\\") if shape.by_words else true()
    statement = _narrowed("receipt", r, shape, r.public_id, at, cast(null(), UtcDateTime), at, at)
    return statement.where(r.state == "waiting", found)


def _helps(shape: Shape) -> Select[*tuple[Any, ...]]:
    h, at = CounterHelp, CounterHelp.recorded_at
    found = Business.name_folded.like(TERM, escape="\\") if shape.by_words else true()
    statement = _narrowed("counter", h, shape, cast(h.id, String), at, cast(null(), UtcDateTime), at, at)
    return statement.where(in_state("to_complete"), found)


ORDERING = ("key", "waiting_since", "due_at", "at", "since")


def _narrowed(kind: str, source: Any, shape: Shape, *ordering: Any) -> Select[*tuple[Any, ...]]:
    """What orders the rows of one kind, of the procedure and the zone that are asked for."""
    named = (column.label(name) for name, column in zip(ORDERING, ordering, strict=True))
    statement = select(literal(kind).label("kind"), source.id.label("id"), *named).select_from(source)
    if shape.by_procedure:
        statement = statement.where(source.procedure_id == bindparam("procedure_id"))
    if shape.by_zone or shape.by_words:
        statement = statement.outerjoin(Business, Business.id == source.business_id)
    if shape.by_zone:
        statement = statement.where(Business.zone_id == bindparam("zone_id"))
    return statement


def _view(view: str) -> ColumnElement[bool]:
    c = Conversation
    here = and_(c.state == OPEN, or_(c.snoozed_until.is_(None), c.snoozed_until <= NOW))
    views: dict[str, ColumnElement[bool]] = {
        "new": and_(here, c.assigned_to_id.is_(None), c.waiting_since.is_not(None)),
        "mine": and_(here, c.assigned_to_id == bindparam("user_id")),
        "waiting": and_(here, c.waiting_since.is_not(None)),
        "overdue": and_(here, c.due_at < NOW),
        "open": here,
        "snoozed": and_(c.state == OPEN, c.snoozed_until > NOW),
        "closed": c.state == CLOSED,
        "all": true(),
    }
    return views[view]


def _says() -> ColumnElement[bool]:
    """Where these words stand, without diacritics: in what was said, its subject or the business's name."""
    said = select(Message.conversation_id).where(
        Message.text_folded.like(TERM, escape="\\"), Message.kind.in_((*SPOKEN, NOTE))
    )
    return or_(
        Conversation.id.in_(said),
        Conversation.subject_folded.like(TERM, escape="\\"),
        Business.name_folded.like(TERM, escape="\\"),
        Business.tax_code == bindparam("words"),
    )
