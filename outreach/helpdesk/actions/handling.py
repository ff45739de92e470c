"""What the desk does with a conversation; each deed leaves a line in it, and says that it changed."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from outreach import clock
from outreach.accounts.models import COUNTER, User
from outreach.database import db
from outreach.helpdesk import rules, signals
from outreach.helpdesk.actions.speaking import locked, say
from outreach.helpdesk.actions.targets import set_due
from outreach.helpdesk.models import (
    CheckedDocument,
    Conversation,
    ConversationLabel,
    Label,
    Message,
    Participant,
)
from outreach.helpdesk.rules.telling import event
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.refusals import Refused
from outreach.text import fold, squeeze
from outreach.workdays import queries as workdays
from outreach.workdays.rules import working_minutes

FURTHEST_SNOOZE = timedelta(days=60)
LONGEST_LABEL = 30


def assign(*, conversation_id: int, to: int | None, by: int, seen: int | None) -> Conversation:
    """Give a conversation to a person of the desk, oneself or nobody.

    `seen`: to whom it was when the page was shown; refused when a colleague was faster meanwhile.
    """
    conversation = locked(conversation_id)
    if conversation.assigned_to_id == to:
        return conversation
    if conversation.assigned_to_id != seen:
        raise Refused(_("%(person)s vừa nhận cuộc trao đổi này.", person=_name(conversation.assigned_to_id)))
    if to is not None:
        _check_desk(to)
    conversation.assigned_to_id = to
    code = "unassigned" if to is None else "assigned" if to == by else "transferred"
    return told(conversation, code, _name(to), by=by)


def snooze(*, conversation_id: int, until: datetime, by: int, seen: int | None = None) -> Conversation:
    """Put a conversation aside until an instant; what the business writes brings it back at once.

    `seen`: the last message on the page; refused when the business has written since.
    """
    conversation = locked(conversation_id)
    _check_seen(conversation, by, seen)
    if not clock.now() < until <= clock.now() + FURTHEST_SNOOZE:
        raise Refused(_("Anh/Chị chọn lúc trong vòng 60 ngày tới."), "until")
    conversation.snoozed_until = until
    return told(conversation, "snoozed", f"{clock.local(until):%H:%M %d/%m/%Y}", by=by)


def wake(*, conversation_id: int, by: int) -> Conversation:
    """Take a conversation back into the list before its time."""
    conversation = locked(conversation_id)
    if conversation.snoozed_until is None:
        return conversation
    conversation.snoozed_until = None
    return told(conversation, "woken", by=by)


def close(*, conversation_id: int, by: int | None, seen: int | None = None) -> Conversation:
    """Nothing more is to be done; whoever writes again opens it again.

    `seen`: the last message on the page; refused when the business has written since.
    """
    conversation = locked(conversation_id)
    if conversation.state != rules.OPEN:
        return conversation
    _check_seen(conversation, by, seen)
    at = clock.now()
    conversation.state, conversation.closed_at, conversation.closed_by_id = rules.CLOSED, at, by
    conversation.waiting_since = conversation.snoozed_until = None
    conversation.resolution_minutes = working_minutes(conversation.asked_at, at, workdays.week())
    return told(conversation, "closed", by=by)


def reopen(*, conversation_id: int, by: int) -> Conversation:
    """Take a closed conversation up again."""
    conversation = locked(conversation_id)
    if conversation.state != rules.CLOSED:
        return conversation
    conversation.state, conversation.closed_at, conversation.closed_by_id = rules.OPEN, None, None
    conversation.resolution_minutes = None
    conversation.reopened += 1
    return told(conversation, "reopened", by=by)


def release(*, conversation_id: int, by: int) -> Conversation:
    """Let the business read what staff had kept to themselves; refused while nobody knows whose it is."""
    conversation = locked(conversation_id)
    if conversation.business_id is None:
        raise Refused(_("Anh/Chị gắn doanh nghiệp trước khi cho doanh nghiệp xem."))
    if conversation.released:
        return conversation
    conversation.released = True
    return told(conversation, "released", by=by)


def attach(*, conversation_id: int, business_id: int, by: int) -> Conversation:
    """Say whose conversation it is, once somebody is sure; then its first reply reached that business."""
    conversation = locked(conversation_id)
    if conversation.business_id == business_id:
        return conversation
    if conversation.business_id is not None and conversation.released:
        raise Refused(
            _("Doanh nghiệp khác đang xem cuộc trao đổi này; Anh/Chị tách tin thay vì chuyển cả cuộc.")
        )
    conversation.business_id = business_id
    told(conversation, "about", ngettext("doanh nghiệp", "doanh nghiệp", 1), by=by)
    if conversation.first_reply_at is not None:
        signals.answered.send(
            None, conversation_id=conversation.id, business_id=business_id,
            procedure_id=conversation.procedure_id, user_id=by,
            answered_on=clock.local(conversation.first_reply_at).date(),
        )  # fmt: skip
    return conversation


def say_about(
    *, conversation_id: int, procedure_id: int | None, procedure: str | None, by: int
) -> Conversation:
    """Say which procedure a conversation is about; `procedure` is its name, for the line in it."""
    conversation = locked(conversation_id)
    if conversation.procedure_id == procedure_id:
        return conversation
    conversation.procedure_id = procedure_id
    return told(conversation, "about", procedure or _("chưa rõ thủ tục"), by=by)


def label(*, conversation_id: int, name: str, by: int) -> Label:
    """Put a label on a conversation; a new word becomes a label of the desk."""
    words = squeeze(name)
    if not 0 < len(words) <= LONGEST_LABEL:
        raise Refused(_("Nhãn dài từ 1 đến %(most)s ký tự.", most=LONGEST_LABEL), "name")
    conversation = locked(conversation_id)
    one = db.session.scalars(select(Label).where(Label.name_folded == fold(words))).one_or_none()
    if one is None:
        one = Label(name=words, name_folded=fold(words))
        db.session.add(one)
        db.session.flush()
    if db.session.get(ConversationLabel, (conversation_id, one.id)) is None:
        db.session.add(ConversationLabel(conversation_id=conversation_id, label_id=one.id))
        told(conversation, "labelled", one.name, by=by)
    return one


def unlabel(*, conversation_id: int, label_id: int, by: int) -> None:
    """Take a label off."""
    conversation = locked(conversation_id)
    db.session.execute(
        delete(ConversationLabel).where(
            ConversationLabel.conversation_id == conversation_id, ConversationLabel.label_id == label_id
        )
    )
    changed(conversation)


def check_document(*, conversation_id: int, words: str, has: bool, by: int) -> None:
    """Tick a document of the procedure's list as there, or take the tick back."""
    conversation = locked(conversation_id)
    key = fold(words)
    known = db.session.scalars(
        select(CheckedDocument).where(
            CheckedDocument.conversation_id == conversation_id, CheckedDocument.document_key == key
        )
    ).one_or_none()
    if has and known is None:
        db.session.add(
            CheckedDocument(
                conversation_id=conversation_id, document_key=key, words=words, checked_at=clock.now(),
                checked_by_id=by,
            )
        )  # fmt: skip
    elif not has and known is not None:
        db.session.delete(known)
    changed(conversation)


def told(conversation: Conversation, code: str, words: str = "", *, by: int | None) -> Conversation:
    """Write a line of what was done, and work out anew what is promised."""
    say(
        conversation_id=conversation.id, client_id=secrets.token_urlsafe(12), side=rules.SYSTEM,
        kind=rules.EVENT, text=event(code, words), user_id=by, person=_name(by) if by else None,
    )  # fmt: skip
    set_due(conversation)
    signals.changed.send(None, conversation_id=conversation.id)
    return conversation


def changed(conversation: Conversation) -> None:
    """Something beside the messages is different now."""
    conversation.version += 1
    db.session.flush()
    signals.changed.send(None, conversation_id=conversation.id)


def _check_seen(conversation: Conversation, by: int | None, seen: int | None) -> None:
    """What came in the same moment is not put aside unread, whether the page shows it or a script has."""
    if seen is None:
        return
    newest = select(func.max(Message.id)).where(
        Message.conversation_id == conversation.id, Message.side == rules.BUSINESS,
        Message.kind.in_(rules.SPOKEN), Message.moved_at.is_(None), Message.taken_back_at.is_(None),
    )  # fmt: skip
    marked = select(Participant.seen_up_to).where(
        Participant.conversation_id == conversation.id, Participant.user_id == by
    )
    if (db.session.scalar(newest) or 0) > max(seen, db.session.scalar(marked) or 0):
        raise Refused(_("Doanh nghiệp vừa viết thêm. Anh/Chị đọc rồi bấm lại."))


def _check_desk(user_id: int) -> None:
    person = db.session.get(User, user_id)
    if person is None or person.disabled_at is not None or person.role not in COUNTER:
        raise Refused(_("Người này không (còn) trực bàn hỗ trợ; Anh/Chị chọn người khác."), "to")


def _name(user_id: int | None) -> str:
    person = db.session.get(User, user_id) if user_id is not None else None
    return person.name if person else _("Chưa ai")
