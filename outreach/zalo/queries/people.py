"""Messages by Zalo's id, people, and whether they may be written to."""

from sqlalchemy import or_, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk.models import Conversation, Message
from outreach.zalo.models import ZaloPart, ZaloPerson, ZaloSending
from outreach.zalo.rules.sending import Window
from outreach.zalo.rules.sending import window as window_of


def find_message(msg_id: str) -> Message | None:
    """The message that Zalo knows by this id, whole or one of its parts."""
    part = (
        select(ZaloSending.message_id)
        .join(ZaloPart, ZaloPart.sending_id == ZaloSending.id)
        .where(ZaloPart.external_id == msg_id)
    )
    statement = select(Message).where(or_(Message.external_id == msg_id, Message.id.in_(part)))
    return db.session.scalars(statement.order_by(Message.id).limit(1)).first()


def person_of(conversation_id: int) -> ZaloPerson | None:
    """Whom replies in a conversation go to; also where it was split from theirs, or theirs merged into it."""
    for candidate in _same(conversation_id):
        found = db.session.scalars(
            select(ZaloPerson).where(ZaloPerson.conversation_id == candidate).order_by(ZaloPerson.id)
        ).first()
        if found is not None:
            return found
    return _begun_by(conversation_id)


def window(conversation_id: int) -> Window | None:
    """Whether a reply in a conversation is free now, and until when; None when it does not go to Zalo."""
    person = person_of(conversation_id)
    return window_of(person.last_interaction_at, clock.now()) if person is not None else None


def _same(conversation_id: int) -> list[int]:
    """The conversation itself, those merged into it, and the one it was split from."""
    merged = select(Conversation.id).where(Conversation.merged_into_id == conversation_id)
    split = select(Conversation.split_from_id).where(Conversation.id == conversation_id)
    others = db.session.scalars(merged.union_all(split.where(Conversation.split_from_id.is_not(None))))
    return [conversation_id, *others]


def _begun_by(conversation_id: int) -> ZaloPerson | None:
    """An earlier conversation of somebody who has begun another since: its client id names them."""
    client_id = db.session.scalar(select(Conversation.client_id).where(Conversation.id == conversation_id))
    parts = (client_id or "").split(":")
    if len(parts) < 3 or parts[0] != "zalo" or not parts[1].isdigit():
        return None
    return db.session.get(ZaloPerson, int(parts[1]))
