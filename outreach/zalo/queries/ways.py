"""What the desk shows beside a conversation of Zalo's: until when a reply is free, and what needs a word."""

from typing import NamedTuple

from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk.models import Message
from outreach.i18n import LazyText
from outreach.zalo.models import ZaloSending
from outreach.zalo.queries.people import person_of
from outreach.zalo.rules import sending


class Undecided(NamedTuple):
    """A message that did not go, or of which nobody knows."""

    id: int
    start: str
    state: str
    why: LazyText | None


class Way(NamedTuple):
    """How replies get to the person."""

    state: str  # sending.FREE, PAID, CLOSED
    words: str
    blocked: LazyText | None
    undecided: list[Undecided]


def way(conversation_id: int) -> Way | None:
    """The way from a conversation to Zalo; None when it has none."""
    person = person_of(conversation_id)
    if person is None:
        return None
    now = clock.now()
    window = sending.window(person.last_interaction_at, now)
    blocked = sending.words_of(person.blocked_code) if person.blocked_code else None
    return Way(window.state, sending.left_words(window, now), blocked, _undecided(conversation_id))


def _undecided(conversation_id: int) -> list[Undecided]:
    rows = db.session.execute(
        select(ZaloSending.id, func.substr(Message.text, 1, 60), ZaloSending.state, ZaloSending.error_code)
        .join(Message, Message.id == ZaloSending.message_id)
        .where(Message.conversation_id == conversation_id, ZaloSending.state.in_(sending.UNDECIDED))
        .order_by(ZaloSending.id)
    )
    return [
        Undecided(row[0], row[1], row.state, sending.words_of(row.error_code) if row.error_code else None)
        for row in rows
    ]
