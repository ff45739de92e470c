"""Reads of what is to be delivered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select

from outreach import clock
from outreach.database import UtcDateTime, batches, db
from outreach.outbox import rules
from outreach.outbox.models import OutgoingMessage

_SILENT_SINCE: Any = bindparam("silent_since", type_=UtcDateTime)


class Claimed(NamedTuple):
    """A message on its way, as it is sent."""

    id: int
    message_id: str
    address: str
    subject: str
    body: str
    created_at: datetime
    tries: int  # this one included
    calendar: str | None = None
    purpose: str | None = None


def next_due(connection: Connection, at: datetime) -> Claimed | None:
    """The message that has waited longest; on PostgreSQL one that no other worker holds."""
    statement = (
        select(OutgoingMessage)
        .where(OutgoingMessage.state == "waiting", OutgoingMessage.due_at <= at)
        .order_by(OutgoingMessage.due_at, OutgoingMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    return Claimed(
        row.id, row.message_id, row.address, row.subject, row.body, row.created_at, row.tries + 1,
        row.calendar, row.purpose,
    )  # fmt: skip


def unfinished(connection: Connection) -> list[tuple[int, str | None, datetime | None]]:
    """Claims that were not handed over: id, who claimed it, when."""
    statement = (
        select(OutgoingMessage.id, OutgoingMessage.claimed_by, OutgoingMessage.claimed_at)
        .where(OutgoingMessage.state == "claimed", OutgoingMessage.handed_at.is_(None))
        .order_by(OutgoingMessage.id)
    )
    return [(row.id, row.claimed_by, row.claimed_at) for row in connection.execute(statement)]


# ── what people see of it ────────────────────────────────────────────────────────────────────────────────


class MailRow(NamedTuple):
    """A message as staff see it: never its text, which may hold somebody's private link."""

    id: int
    address: str
    subject: str
    state: str  # rules.STATES
    tries: int
    fault: str | None
    created_at: datetime
    due_at: datetime
    claimed_at: datetime | None
    sent_at: datetime | None
    kept: bool  # its text is still there, so that it can be tried again


def mail_rows(
    state: str | None, counts: Mapping[str, int], *, offset: int, limit: int
) -> tuple[list[MailRow], int]:
    """Messages, the newest first, and how many there are in that state (from `mail_counts`)."""
    values = {"silent_since": clock.now() - rules.LONGEST_SENDING, "state": state}
    page = values | {"offset": offset, "limit": limit}
    rows = db.session.connection().execute(_mail_rows(state is not None), page)
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    return [MailRow._make(row) for row in rows], total


@cache
def _mail_rows(of_state: bool) -> Select[*tuple[Any, ...]]:
    m, shown = OutgoingMessage, _shown_state(_SILENT_SINCE)
    statement = select(
        m.id, m.address, m.subject, shown, m.tries, m.fault, m.created_at, m.due_at, m.claimed_at, m.sent_at,
        m.body != "",
    )  # fmt: skip
    if of_state:
        statement = statement.where(shown == bindparam("state"))
    return statement.order_by(m.id.desc()).offset(bindparam("offset")).limit(bindparam("limit"))


def mail_counts() -> dict[str, int]:
    """How many messages are in each of rules.STATES; those with none are left out."""
    values = {"silent_since": clock.now() - rules.LONGEST_SENDING}
    rows = db.session.connection().execute(_mail_counts(), values)
    return {str(row[0]): int(row[1]) for row in rows}


@cache
def _mail_counts() -> Select[*tuple[Any, ...]]:
    shown = _shown_state(_SILENT_SINCE).label("shown")
    return select(shown, func.count()).group_by(shown)


def states_of(ids: Collection[int]) -> dict[int, tuple[str, str | None]]:
    """State (rules.STATES) and fault of these messages."""
    found = {}
    for some in batches(ids):
        values = {"silent_since": clock.now() - rules.LONGEST_SENDING, "ids": some}
        for id, state, fault in db.session.execute(_states(), values).all():
            found[id] = (state, fault)
    return found


@cache
def _states() -> Select[*tuple[Any, ...]]:
    m = OutgoingMessage
    wanted = m.id.in_(bindparam("ids", expanding=True))
    return select(m.id, _shown_state(_SILENT_SINCE), m.fault).where(wanted)


def get_message(id: int) -> OutgoingMessage | None:
    """The message with this id."""
    return db.session.get(OutgoingMessage, id)


def reader_of(beginning: str) -> str | None:
    """The address of the message whose Message-ID begins so (leaving.read_key); None when it is forgotten."""
    begins = OutgoingMessage.message_id.startswith(beginning, autoescape=True)
    return db.session.scalar(select(OutgoingMessage.address).where(begins))


def is_unknown(at: datetime) -> ColumnElement[bool]:
    """Whether nobody knows if it arrived: handed over, and no answer heard in all the time there is."""
    return is_silent(at - rules.LONGEST_SENDING)


def is_silent(silent_since: Any) -> ColumnElement[bool]:
    """The same since an instant, which may be a parameter."""
    return and_(
        OutgoingMessage.state == "claimed",
        OutgoingMessage.handed_at.is_not(None),
        or_(OutgoingMessage.fault.is_not(None), OutgoingMessage.handed_at < silent_since),
    )


def _shown_state(silent_since: Any) -> ColumnElement[str]:
    return case(
        (is_silent(silent_since), "unknown"),
        (OutgoingMessage.state == "claimed", "sending"),
        else_=OutgoingMessage.state,
    )
