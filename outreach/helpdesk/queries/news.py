"""What open pages compare to know whether there is something to look at: plain numbers, no words."""

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select

from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message, Participant
from outreach.helpdesk.queries.threads import shown


class Seen(NamedTuple):
    """What one side can see of a conversation; `newest` is a message's id, 0 without any."""

    newest: int
    rest: tuple[int, ...]


class State(NamedTuple):
    """A conversation as it stands."""

    id: int
    key: str
    version: int
    newest: int
    newest_shown: int  # to its business
    gone: int  # taken back, or moved to the register
    received_by_staff: int
    seen_by_staff: int

    def seen_by(self, side: str) -> Seen:
        """What this side can see; a note changes nothing for a business, not even the hour."""
        if side == rules.BUSINESS:
            return Seen(self.newest_shown, (self.gone, self.received_by_staff, self.seen_by_staff))
        return Seen(self.newest, (self.version,))


def states(connection: Connection, ids: Collection[int]) -> list[State]:
    """Of these conversations, by one statement."""
    if not ids:
        return []
    return [State(*row) for row in connection.execute(_statement(), {"ids": list(ids)})]


def open_versions(connection: Connection) -> dict[int, int]:
    """The version of each open conversation."""
    statement = select(Conversation.id, Conversation.version).where(Conversation.state == rules.OPEN)
    return {row.id: row.version for row in connection.execute(statement)}


def said_after(connection: Connection, message_id: int) -> tuple[int, set[int]]:
    """The newest message of all, and the conversations in which something was said behind `message_id`."""
    rows = connection.execute(
        select(Message.conversation_id, func.max(Message.id))
        .where(Message.id > message_id)
        .group_by(Message.conversation_id)
    ).all()
    return max((row[1] for row in rows), default=message_id), {row[0] for row in rows}


def newest_message(connection: Connection) -> int:
    """The newest message of all; 0 without any."""
    return connection.scalar(select(func.max(Message.id))) or 0


@cache
def _statement() -> Any:
    here = Message.conversation_id == Conversation.id
    newest = select(Message.id).where(here).order_by(Message.id.desc()).limit(1)
    gone = select(func.count()).where(
        here, or_(Message.taken_back_at.is_not(None), Message.moved_at.is_not(None))
    )
    received, seen = (
        select(func.max(column)).where(
            Participant.conversation_id == Conversation.id, Participant.side == rules.STAFF
        )
        for column in (Participant.received_up_to, Participant.seen_up_to)
    )
    numbers = (newest, newest.where(*shown(Message, rules.BUSINESS)), gone, received, seen)
    return select(
        Conversation.id, Conversation.public_id, Conversation.version,
        *(func.coalesce(one.correlate(Conversation).scalar_subquery(), 0) for one in numbers),
    ).where(Conversation.id.in_(bindparam("ids", expanding=True)))  # fmt: skip
