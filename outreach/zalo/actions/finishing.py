"""What a message to Zalo consists of, and what follows when all of it is there, is refused, or unknown."""

from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.models import Attachment, Message
from outreach.zalo.actions.marking import marks_that_came_before, told
from outreach.zalo.models import ZaloPart, ZaloSending
from outreach.zalo.rules import sending


def number_of_parts(on_its_way: ZaloSending, message: Message) -> int:
    """How many requests a message takes: its texts, then its files."""
    if on_its_way.kind == sending.REQUEST_INFO:
        return 1
    files = select(func.count()).select_from(Attachment).where(Attachment.message_id == message.id)
    return len(sending.parts_of(message.text)) + (db.session.scalar(files) or 0)


def finish_if_whole(on_its_way: ZaloSending, *, heard_from_worker: bool) -> bool:
    """Mark a message as sent when all its parts are; whether it is.

    When others say so (an echo, a person) what is left of an unknown one goes on waiting.
    """
    message = _message_of(on_its_way)
    sent = db.session.scalars(
        select(ZaloPart).where(ZaloPart.sending_id == on_its_way.id, ZaloPart.sent_at.is_not(None))
        .order_by(ZaloPart.place)
    ).all()  # fmt: skip
    if len(sent) < number_of_parts(on_its_way, message):
        if on_its_way.state == sending.UNKNOWN and not heard_from_worker:
            _change(on_its_way, message, sending.WAITING, "waiting")
            on_its_way.due_at, on_its_way.claimed_at, on_its_way.claimed_by = clock.now(), None, None
            db.session.flush()
        return False
    ids = [part.external_id for part in sent if part.external_id]
    message.external_id = message.external_id or (ids[0] if ids else None)
    on_its_way.sent_at, on_its_way.error_code = on_its_way.sent_at or clock.now(), None
    _change(on_its_way, message, sending.SENT, helpdesk_rules.later(message.delivery, "sent"))
    marks_that_came_before(message, *ids)
    return True


def is_unanswered(on_its_way: ZaloSending) -> bool:
    """Whether a part went out of which nobody knows whether it arrived."""
    unanswered = select(ZaloPart.id).where(ZaloPart.sending_id == on_its_way.id, ZaloPart.sent_at.is_(None))
    return db.session.scalar(unanswered.limit(1)) is not None


def fail(on_its_way: ZaloSending, code: int | None) -> None:
    """Zalo does not take it, or no person may be written to any more."""
    on_its_way.error_code = code
    _change(on_its_way, _message_of(on_its_way), sending.FAILED, "failed")


def leave_unknown(on_its_way: ZaloSending) -> None:
    """Nobody knows whether it arrived: it is not sent again by itself."""
    _change(on_its_way, _message_of(on_its_way), sending.UNKNOWN, "unknown")


def put(on_its_way: ZaloSending, state: str) -> None:
    """Let it wait, to be sent or for a person's word, or stop it."""
    delivery = "failed" if state == sending.STOPPED else "waiting"
    _change(on_its_way, _message_of(on_its_way), state, delivery)


def _message_of(on_its_way: ZaloSending) -> Message:
    """Its message, with the conversation locked before any row of it is touched, as everywhere."""
    message = db.session.get_one(Message, on_its_way.message_id)
    helpdesk.locked(message.conversation_id)
    db.session.refresh(message)
    return message


def _change(on_its_way: ZaloSending, message: Message, state: str, delivery: str) -> None:
    on_its_way.state, message.delivery = state, delivery
    db.session.flush()
    told(message.conversation_id)
