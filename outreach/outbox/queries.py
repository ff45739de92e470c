"""Reads of what is to be delivered."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from outreach import clock
from outreach.database import batches, db
from outreach.outbox import rules
from outreach.outbox.models import OutgoingMessage


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


def mail_rows(state: str | None, *, offset: int, limit: int) -> tuple[list[MailRow], int]:
    """Messages, the newest first, and how many there are in that state."""
    shown = _shown_state(clock.now()).label("shown")
    statement = select(
        OutgoingMessage.id, OutgoingMessage.address, OutgoingMessage.subject, shown, OutgoingMessage.tries,
        OutgoingMessage.fault, OutgoingMessage.created_at, OutgoingMessage.due_at, OutgoingMessage.claimed_at,
        OutgoingMessage.sent_at, (OutgoingMessage.body != "").label("kept"),
    )  # fmt: skip
    count = select(func.count()).select_from(OutgoingMessage)
    if state is not None:
        statement, count = statement.where(shown == state), count.where(shown == state)
    rows = db.session.execute(statement.order_by(OutgoingMessage.id.desc()).offset(offset).limit(limit))
    return [MailRow(*row) for row in rows], db.session.scalar(count) or 0


def mail_counts() -> dict[str, int]:
    """How many messages are in each of rules.STATES; those with none are left out."""
    shown = _shown_state(clock.now()).label("shown")
    rows = db.session.execute(select(shown, func.count()).group_by(shown))
    return {str(row[0]): int(row[1]) for row in rows}


def states_of(ids: Collection[int]) -> dict[int, tuple[str, str | None]]:
    """State (rules.STATES) and fault of these messages."""
    statement = select(OutgoingMessage.id, _shown_state(clock.now()), OutgoingMessage.fault)
    found = {}
    for some in batches(ids):
        for id, state, fault in db.session.execute(statement.where(OutgoingMessage.id.in_(some))):
            found[id] = (state, fault)
    return found


def get_message(id: int) -> OutgoingMessage | None:
    """The message with this id."""
    return db.session.get(OutgoingMessage, id)


def reader_of(beginning: str) -> str | None:
    """The address of the message whose Message-ID begins so (leaving.read_key); None when it is forgotten."""
    begins = OutgoingMessage.message_id.startswith(beginning, autoescape=True)
    return db.session.scalar(select(OutgoingMessage.address).where(begins))


def is_unknown(at: datetime) -> ColumnElement[bool]:
    """Whether nobody knows if it arrived: handed over, and no answer heard in all the time there is."""
    return and_(
        OutgoingMessage.state == "claimed",
        OutgoingMessage.handed_at.is_not(None),
        or_(OutgoingMessage.fault.is_not(None), OutgoingMessage.handed_at < at - rules.LONGEST_SENDING),
    )


def _shown_state(at: datetime) -> ColumnElement[str]:
    return case(
        (is_unknown(at), "unknown"),
        (OutgoingMessage.state == "claimed", "sending"),
        else_=OutgoingMessage.state,
    )
