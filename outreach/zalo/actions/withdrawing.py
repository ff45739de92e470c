"""Somebody withdraws their consent at Zalo: their words and files go, the figures stay."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update

from outreach import clock
from outreach.database import batches, db
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk import signals
from outreach.helpdesk.models import Attachment, Conversation, Message
from outreach.zalo.actions.people import prefix_of
from outreach.zalo.models import ZaloEvent, ZaloFile, ZaloPerson, ZaloSending
from outreach.zalo.rules import events, sending

QUIETLY = {"synchronize_session": False}


def forget(who: ZaloPerson, at: datetime) -> None:
    """Remove what a person has said up to this moment, and who they are; what they say later is kept anew.

    Files lose their names here and lie unnamed until the helpdesk's sweep takes them.
    """
    begun = Conversation.client_id.startswith(prefix_of(who), autoescape=True)
    conversations = list(db.session.scalars(select(Conversation.id).where(begun).order_by(Conversation.id)))
    who.withdrawn_at = max(who.withdrawn_at or at, at)
    who.name = who.phone = who.contact_id = who.business_id = None
    if who.last_interaction_at is not None and who.last_interaction_at <= at:
        who.last_interaction_at = None
    _forget_words(conversations, at)
    going_on = _going_on(conversations, at)
    _forget_conversations(conversations, going_on)
    who.conversation_id = who.conversation_id if who.conversation_id in going_on else None
    _stop_sending(who)
    _forget_deliveries(who, at)
    db.session.flush()
    for conversation_id in conversations:
        signals.changed.send(None, conversation_id=conversation_id)


def _forget_words(conversations: Collection[int], at: datetime) -> None:
    """Also of messages that were since moved to another conversation."""
    there = or_(Message.conversation_id.in_(conversations), Message.came_from_id.in_(conversations))
    said = select(Message.id).where(there, Message.side == helpdesk_rules.BUSINESS, Message.sent_at <= at)
    for some in batches(db.session.scalars(said.where(Message.client_id.startswith("zalo:")))):
        now = clock.now()
        files, fetched = Attachment.message_id.in_(some), ZaloFile.message_id.in_(some)
        gone = {"text": "", "text_folded": "", "person": None, "taken_back_at": now}
        unnamed = {"stored_as": None, "thumb_as": None, "name": "", "purged_at": now}
        for statement in (
            update(Message).where(Message.id.in_(some)).values(**gone),
            update(Attachment).where(files).values(**unnamed),
            update(ZaloFile).where(fetched).values(state="refused", url=None, name=""),
        ):
            db.session.execute(statement, execution_options=QUIETLY)


def _going_on(conversations: Collection[int], at: datetime) -> set[int]:
    """Those in which the person has spoken since: their withdrawal came late."""
    there = (Message.conversation_id.in_(conversations), Message.side == helpdesk_rules.BUSINESS)
    return set(db.session.scalars(select(Message.conversation_id).where(*there, Message.sent_at > at)))


def _forget_conversations(conversations: Collection[int], going_on: Collection[int]) -> None:
    nobody = {
        "guest_name": None, "guest_phone": None, "guest_tax_code": None, "subject": None,
        "subject_folded": None, "last_text": "", "version": Conversation.version + 1,
    }  # fmt: skip
    over = {"purged_at": clock.now()}
    for ids, values in ((conversations, nobody), (set(conversations) - set(going_on), over)):
        statement = update(Conversation).where(Conversation.id.in_(ids)).values(**values)
        db.session.execute(statement, execution_options=QUIETLY)


def _stop_sending(who: ZaloPerson) -> None:
    """What has not gone out yet does not go to somebody who asked to be left alone."""
    db.session.execute(
        update(ZaloSending)
        .where(ZaloSending.person_id == who.id, ZaloSending.state.in_((sending.WAITING, sending.CONFIRM)))
        .values(state=sending.STOPPED),
        execution_options=QUIETLY,
    )


def _forget_deliveries(who: ZaloPerson, at: datetime) -> None:
    """The raw events that name them, up to this moment; those that still waited are heard no more."""
    kept = select(ZaloEvent.id, ZaloEvent.body, ZaloEvent.received_at).where(ZaloEvent.body.is_not(None))
    rows = db.session.execute(kept.where(ZaloEvent.event_name != "user_withdraw").order_by(ZaloEvent.id))
    ids = [row.id for row in rows if _is_of(row.body, who.zalo_user_id, at, row.received_at)]
    for some in batches(ids):
        statement = update(ZaloEvent).where(ZaloEvent.id.in_(some)).values(body=None, state="done")
        db.session.execute(statement, execution_options=QUIETLY)


def _is_of(body: bytes, zalo_user_id: str, at: datetime, received_at: datetime) -> bool:
    payload = events.parse(body) if zalo_user_id.encode() in body else None
    if payload is None or events.subject(payload) != zalo_user_id:
        return False
    return events.at_of(payload, received_at) <= at
