"""Our own messages come back as events: they are told from what others send in the account's name."""

from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.models import Message
from outreach.text import squeeze
from outreach.zalo.actions.finishing import finish_if_whole
from outreach.zalo.models import ZaloPart, ZaloPerson, ZaloSending
from outreach.zalo.rules import events, sending


def adopted(event: events.Said) -> bool:
    """Whether this is a part of ours whose answer we have not heard (yet, or never): then it was sent.

    So what was unknown, because the worker died or the line broke, is settled by Zalo's own word.
    """
    if event.by_agent:
        return False
    for part, on_its_way, message in _without_answer(event.user):
        if not _is_same(event, part.place, message, on_its_way.kind):
            continue
        part.external_id, part.sent_at = event.msg_id, part.sent_at or clock.now()
        db.session.flush()
        finish_if_whole(on_its_way, heard_from_worker=False)
        return True
    return False


def _without_answer(user: str) -> list[tuple[ZaloPart, ZaloSending, Message]]:
    statement = (
        select(ZaloPart, ZaloSending, Message)
        .join(ZaloSending, ZaloSending.id == ZaloPart.sending_id)
        .join(ZaloPerson, ZaloPerson.id == ZaloSending.person_id)
        .join(Message, Message.id == ZaloSending.message_id)
        .where(ZaloPerson.zalo_user_id == user, ZaloPart.external_id.is_(None))
        .where(ZaloSending.state.in_((sending.CLAIMED, sending.UNKNOWN)))
        .order_by(ZaloPart.id)
        .with_for_update(of=(ZaloPart, ZaloSending), key_share=True)
    )
    return [(part, on_its_way, message) for part, on_its_way, message in db.session.execute(statement)]


def _is_same(event: events.Said, place: int, message: Message, kind: str) -> bool:
    if kind == sending.REQUEST_INFO:
        return not event.text or bool(event.pieces)
    texts = sending.parts_of(message.text)
    if place < len(texts):
        return squeeze(event.text) == squeeze(texts[place])
    return bool(event.pieces) and message.kind == helpdesk_rules.TEXT
