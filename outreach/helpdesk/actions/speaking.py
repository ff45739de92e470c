"""Saying something: stored once under the id that its sender gave it, however often it arrives."""

import secrets
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update

from outreach import clock
from outreach.answers.actions import count_use
from outreach.database import db
from outreach.helpdesk import rules, signals
from outreach.helpdesk.actions.targets import set_due
from outreach.helpdesk.models import Attachment, Conversation, Message
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold
from outreach.workdays import queries as workdays
from outreach.workdays.rules import working_minutes


def say(
    *,
    conversation_id: int,
    client_id: str,
    side: str,
    text: str,
    kind: str = rules.TEXT,
    user_id: int | None = None,
    person: str | None = None,
    quoted_id: int | None = None,
    saved_reply_id: int | None = None,
    attachment_ids: Collection[int] = (),
    sent_at: datetime | None = None,
    external_id: str | None = None,
    of_business: int | None = None,
) -> Message:
    """Store a message, and what follows from it for the conversation; the one it is already, when sent again.

    Who asks again reopens what was closed; what is said into a merged conversation is said where it went.
    Refused when it is empty, too long, or another person's client id. `of_business`: refused, too, when the
    conversation is meanwhile another one's or nobody's: who speaks was asked before anybody had to wait.
    """
    conversation = locked(conversation_id)
    while side != rules.SYSTEM and conversation.merged_into_id is not None:
        conversation = locked(conversation.merged_into_id)
    conversation_id = conversation.id
    if of_business is not None and (conversation.business_id != of_business or not conversation.released):
        raise Refused(_("Anh/Chị tải lại trang rồi gửi lại."), "text")
    known = _known(conversation_id, client_id)
    if known is not None:
        if known.user_id != user_id or known.side != side:
            raise Refused(_("Tin này trùng mã với tin khác. Anh/Chị tải lại trang rồi gửi lại."), "text")
        return known
    _check(text, attachment_ids)
    at = sent_at or clock.now()
    message = Message(
        public_id=secrets.token_urlsafe(12), conversation_id=conversation_id, client_id=client_id, side=side,
        kind=kind, user_id=user_id, person=person, text=text, text_folded=fold(text), quoted_id=quoted_id,
        saved_reply_id=saved_reply_id, sent_at=at, stored_at=clock.now(), external_id=external_id,
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    _send_along(message, attachment_ids)
    if saved_reply_id is not None:
        count_use(saved_reply_id)
    _follow(conversation, message)
    signals.said.send(
        None, message_id=message.id, conversation_id=conversation_id, side=side, kind=kind,
        channel=conversation.channel,
    )  # fmt: skip
    return message


def locked(conversation_id: int) -> Conversation:
    """A conversation that nobody else changes until this deed ends: its messages get their ids in order."""
    conversation: Conversation = db.session.scalars(_locking(), {"id": conversation_id}).one()
    return conversation


@cache
def _locking() -> Any:
    """Built once: with every message."""
    statement = select(Conversation).where(Conversation.id == bindparam("id")).with_for_update()
    return statement.execution_options(populate_existing=True)


def _known(conversation_id: int, client_id: str) -> Message | None:
    asked = {"conversation": conversation_id, "client": client_id}
    id = db.session.connection().execute(_same(), asked).scalar()
    return None if id is None else db.session.get_one(Message, id)


@cache
def _same() -> Any:
    """Built once: with every message."""
    same = (Message.conversation_id == bindparam("conversation"), Message.client_id == bindparam("client"))
    return select(Message.id).where(*same)


def _check(text: str, attachment_ids: Collection[int]) -> None:
    if not text.strip() and not attachment_ids:
        raise Refused(_("Anh/Chị chưa viết gì."), "text")
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(
            _("Tin dài quá %(most)s ký tự. Anh/Chị chia làm hai tin.", most=rules.LONGEST_TEXT), "text"
        )


def _send_along(message: Message, attachment_ids: Collection[int]) -> None:
    """Files uploaded to this conversation that wait for a message; others are left alone."""
    if attachment_ids:
        db.session.execute(
            update(Attachment)
            .where(Attachment.id.in_(attachment_ids), Attachment.message_id.is_(None))
            .where(Attachment.conversation_id == message.conversation_id)
            .where(Attachment.uploaded_by_id.is_not_distinct_from(message.user_id))
            .values(message_id=message.id),
            execution_options={"synchronize_session": False},
        )


def _follow(conversation: Conversation, message: Message) -> None:
    """What a message changes: who waits, what is shown in lists, what was promised."""
    conversation.version += 1
    conversation.last_message_id = message.id
    if message.side == rules.SYSTEM or message.kind == rules.NOTE:
        db.session.flush()
        return
    conversation.last_at, conversation.last_from = message.sent_at, message.side
    conversation.last_text = " ".join(message.text.split())[: rules.PREVIEW]
    if message.side == rules.BUSINESS:
        _asked(conversation, message)
    else:
        _replied(conversation, message)
    set_due(conversation)


def _asked(conversation: Conversation, message: Message) -> None:
    conversation.waiting_since = conversation.waiting_since or message.sent_at
    conversation.snoozed_until = None
    if conversation.state == rules.CLOSED:
        conversation.state, conversation.closed_at, conversation.closed_by_id = rules.OPEN, None, None
        conversation.resolution_minutes = None
        conversation.reopened += 1


def _replied(conversation: Conversation, message: Message) -> None:
    was_waiting, conversation.waiting_since = conversation.waiting_since, None
    if conversation.first_reply_at is not None or was_waiting is None:
        return
    conversation.first_reply_at = message.sent_at
    minutes = working_minutes(conversation.asked_at, message.sent_at, workdays.week())
    conversation.first_reply_minutes = minutes
    db.session.flush()
    signals.answered.send(
        None, conversation_id=conversation.id, business_id=conversation.business_id,
        procedure_id=conversation.procedure_id, answered_on=clock.local(message.sent_at).date(),
        user_id=message.user_id,
    )  # fmt: skip
