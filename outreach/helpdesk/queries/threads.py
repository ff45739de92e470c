"""The messages of a conversation as one side sees them: one statement with quotes, files and marks."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from outreach import clock
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.models import Attachment, Draft, Message, Participant

AT_ONCE = 40  # messages of a page; older ones on demand
JUST_NOW = timedelta(minutes=10)  # what was taken back lately comes again with what is new


class File(NamedTuple):
    """A file sent with a message; `kept` is False once it was purged."""

    public_id: str
    name: str
    kind: str
    size: int
    width: int | None
    height: int | None
    kept: bool
    has_thumb: bool


class Quote(NamedTuple):
    """What a message answers to."""

    public_id: str
    side: str
    person: str | None
    text: str
    gone: bool


class Bubble(NamedTuple):
    """One message; the words of one that was taken back or moved are not in it."""

    id: int
    public_id: str
    client_id: str
    side: str
    kind: str
    user_id: int | None
    person: str | None
    text: str
    sent_at: datetime
    delivery: str | None
    taken_back: bool
    moved: bool
    quote: Quote | None
    files: tuple[File, ...]


class Thread(NamedTuple):
    """Some messages in their order, and how far the other side has come."""

    bubbles: list[Bubble]
    has_older: bool
    marks: rules.Mark  # the furthest of the other side

    @property
    def last_id(self) -> int:
        """Of the newest one here; 0 without any."""
        return max((one.id for one in self.bubbles), default=0)

    def state_of(self, bubble: Bubble) -> str:
        """How far a message of one's own side has come; outside the portal what that channel said."""
        return bubble.delivery or rules.state_of(bubble.id, [self.marks])


def thread(conversation_id: int, *, side: str, before: int | None = None, after: int | None = None) -> Thread:
    """The latest messages; those before an id; or all behind one, with what has changed lately.

    `side`: who reads. A business is shown neither notes nor what was arranged among staff.
    """
    asked = {
        "conversation_id": conversation_id, "before": before, "after": after or 0, "most": AT_ONCE + 1,
        "lately": clock.now() - JUST_NOW,
        "other": rules.STAFF if side == rules.BUSINESS else rules.BUSINESS,
    }  # fmt: skip
    statement = _new(side) if after is not None else _page(side, before is not None)
    rows = db.session.connection().execute(statement, asked).all()
    bubbles = [_bubble(list(lines)) for _id, lines in groupby(rows, key=lambda row: row[0])]
    marks = rules.Mark(rows[0].received or 0, rows[0].seen or 0) if rows else _marks(conversation_id, asked)
    has_older = after is None and len(bubbles) > AT_ONCE
    return Thread(bubbles[1:] if has_older else bubbles, has_older, marks)


def find_message(conversation_id: int, public_id: str, *, side: str) -> int | None:
    """The row of a message that this side may see in this conversation."""
    return db.session.scalar(
        select(Message.id).where(
            Message.conversation_id == conversation_id, Message.public_id == public_id, *shown(Message, side)
        )
    )


def last_shown(conversation_id: int, *, side: str) -> int:
    """The newest message that this side sees; 0 without any."""
    statement = select(func.max(Message.id)).where(Message.conversation_id == conversation_id)
    return db.session.scalar(statement.where(*shown(Message, side))) or 0


def said_lately(user_id: int, since: datetime) -> tuple[int, datetime | None]:
    """How many messages somebody stored since an instant, and when the last one."""
    mine = (Message.user_id == user_id, Message.stored_at > since, Message.kind.in_(rules.SPOKEN))
    count, last = db.session.execute(select(func.count(), func.max(Message.stored_at)).where(*mine)).one()
    return count, last


def draft_of(conversation_id: int, user_id: int | None) -> str:
    """What somebody typed and did not send."""
    if user_id is None:
        return ""
    mine = (Draft.conversation_id == conversation_id, Draft.user_id == user_id)
    return db.session.scalar(select(Draft.text).where(*mine)) or ""


def shown(message: Any, side: str) -> list[ColumnElement[bool]]:
    """The condition under which this side sees a message; nothing for staff, who see all."""
    if side != rules.BUSINESS:
        return []
    told = [message.text == code for code in rules.TOLD_TO_BUSINESS]
    told += [message.text.startswith(code + rules.BREAK) for code in rules.TOLD_TO_BUSINESS]
    return [message.kind != rules.NOTE, or_(message.kind != rules.EVENT, *told)]


@cache
def _page(side: str, older: bool) -> Any:
    ids = select(Message.id).where(Message.conversation_id == bindparam("conversation_id"))
    if older:
        ids = ids.where(Message.id < bindparam("before"))
    return _lines(ids.where(*shown(Message, side)).order_by(Message.id.desc()).limit(bindparam("most")), side)


@cache
def _new(side: str) -> Any:
    changed = or_(
        Message.id > bindparam("after"),
        Message.taken_back_at > bindparam("lately"),
        Message.moved_at > bindparam("lately"),
    )
    ids = select(Message.id).where(Message.conversation_id == bindparam("conversation_id"), changed)
    return _lines(ids.where(*shown(Message, side)), side)


def _lines(ids: Select[int], side: str) -> Any:
    chosen, quoted = ids.subquery(), aliased(Message, name="quoted")
    the_quoted = (quoted.id == Message.quoted_id) & (quoted.conversation_id == Message.conversation_id)
    for condition in shown(quoted, side):
        the_quoted &= condition
    received, seen = (
        select(func.max(column))
        .where(Participant.conversation_id == bindparam("conversation_id"))
        .where(Participant.side == bindparam("other"))
        .scalar_subquery()
        for column in (Participant.received_up_to, Participant.seen_up_to)
    )
    columns: list[Any] = [
        Message.id, Message.public_id, Message.client_id, Message.side, Message.kind, Message.user_id,
        Message.person, Message.text, Message.sent_at, Message.delivery, Message.taken_back_at,
        Message.moved_at, quoted.public_id.label("q_key"), quoted.side.label("q_side"),
        quoted.person.label("q_person"), quoted.text.label("q_text"), quoted.taken_back_at.label("q_back"),
        quoted.moved_at.label("q_moved"), Attachment.public_id.label("f_key"),
        Attachment.name.label("f_name"), Attachment.kind.label("f_kind"), Attachment.size.label("f_size"),
        Attachment.width, Attachment.height, Attachment.stored_as, Attachment.thumb_as,
        received.label("received"), seen.label("seen"),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(chosen, chosen.c.id == Message.id)
        .outerjoin(quoted, the_quoted)
        .outerjoin(Attachment, Attachment.message_id == Message.id)
        .order_by(Message.id, Attachment.id)
    )


def _bubble(rows: list[Any]) -> Bubble:
    first = rows[0]
    gone = first.taken_back_at is not None or first.moved_at is not None
    return Bubble(
        first.id, first.public_id, first.client_id, first.side, first.kind, first.user_id, first.person,
        "" if gone else first.text, first.sent_at, first.delivery, first.taken_back_at is not None,
        first.moved_at is not None, _quote(first), () if gone else tuple(_files(rows)),
    )  # fmt: skip


def _quote(row: Any) -> Quote | None:
    if row.q_key is None:
        return None
    gone = row.q_back is not None or row.q_moved is not None
    return Quote(row.q_key, row.q_side, row.q_person, "" if gone else row.q_text[: rules.PREVIEW], gone)


def _files(rows: Iterable[Any]) -> Iterable[File]:
    for row in rows:
        if row.f_key is not None:
            yield File(
                row.f_key, row.f_name, row.f_kind, row.f_size, row.width, row.height,
                row.stored_as is not None, row.thumb_as is not None,
            )  # fmt: skip


def _marks(conversation_id: int, asked: dict[str, Any]) -> rules.Mark:
    row = db.session.execute(
        select(func.max(Participant.received_up_to), func.max(Participant.seen_up_to)).where(
            Participant.conversation_id == conversation_id, Participant.side == asked["other"]
        )
    ).one()
    return rules.Mark(row[0] or 0, row[1] or 0)
