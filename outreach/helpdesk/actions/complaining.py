"""A complaint, a denunciation or criticism leaves the chat: only the restricted register has its words."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.actions.handling import told
from outreach.helpdesk.actions.speaking import locked
from outreach.helpdesk.models import Complaint, Conversation, Message
from outreach.helpdesk.queries.complaints import UNDO_WITHIN, moved_messages
from outreach.helpdesk.rules import complaints as register
from outreach.i18n import gettext as _
from outreach.i18n import show_datetime
from outreach.refusals import Refused
from outreach.text import fold, squeeze
from outreach.tutorials.models import StepReport


def move(*, conversation_id: int, message_ids: Collection[int], kind: str, by: int) -> Complaint:
    """Move the words of some messages into the register; that something was moved is all that stays.

    Refused unless there is a message of the business among them. Staff's replies stay: only notes go along.
    """
    conversation = locked(conversation_id)
    chosen = _movable(conversation, message_ids)
    asked = [message for message in chosen if message.side == rules.BUSINESS]
    if not asked:
        raise Refused(_("Anh/Chị chọn ít nhất một tin của doanh nghiệp để chuyển."), "messages")
    names = list(dict.fromkeys(message.person for message in asked if message.person))
    complaint = Complaint(
        public_id=secrets.token_urlsafe(12), kind=kind, business_id=conversation.business_id,
        conversation_id=conversation.id, person=", ".join(names) or conversation.guest_name,
        words="\n\n".join(f"{show_datetime(one.sent_at)}\n{one.text}" for one in chosen),
        parts=[_part(one) for one in chosen], received_on=clock.local(asked[0].sent_at).date(),
        state=register.NEW, moved_at=clock.now(), moved_by_id=by,
    )  # fmt: skip
    db.session.add(complaint)
    _move_question(conversation, asked, complaint)
    for message in chosen:
        message.text = message.text_folded = ""
        message.moved_at = clock.now()
        if kind == register.DENUNCIATION:
            message.person = message.user_id = None
    _look_again(conversation)
    told(conversation, "moved", by=by)
    note_access(what="complaint.move", object_type="complaint", object_id=complaint.public_id, by=by)
    return complaint


def undo_move(*, complaint: Complaint, by: int) -> Conversation:
    """Give the words back to the conversation: by who moved them, within a day, until it is taken."""
    found = _locked(complaint)
    late = found.moved_at < clock.now() - UNDO_WITHIN
    if found.state != register.NEW or found.moved_by_id != by or late or found.conversation_id is None:
        raise Refused(_("Không hoàn tác được nữa: đã có người thụ lý, hoặc đã quá một ngày."))
    conversation = locked(found.conversation_id)
    parts = {part["id"]: part for part in found.parts}
    messages = db.session.scalars(select(Message).where(Message.id.in_(parts))).all()
    elsewhere = {one.conversation_id for one in messages} - {conversation.id}  # merged or split since
    for message in messages:
        part = parts[message.id]
        if message.taken_back_at is None:
            message.text, message.text_folded = part["text"], fold(part["text"])
        message.person, message.user_id, message.moved_at = part["person"], part["user"], None
    for part in found.parts:
        if "report" in part and (report := db.session.get(StepReport, part["report"])) is not None:
            report.question, report.shown = part["text"], part["shown"]
    public_id = found.public_id
    db.session.delete(found)
    db.session.flush()
    for one in (conversation, *(locked(id) for id in sorted(elsewhere))):
        _look_again(one)
        told(one, "moved_back", by=by)
    note_access(what="complaint.undo", object_type="complaint", object_id=public_id, by=by)
    return conversation


def take(*, complaint: Complaint, by: int) -> Complaint:
    """Somebody deals with it from now on; refused when a colleague was faster."""
    found = _locked(complaint)
    if found.state != register.NEW:
        raise Refused(_("Việc này đã có người thụ lý."))
    found.state, found.taken_by_id = register.TAKEN, by
    found.parts = [{"id": id} for id in moved_messages(found)]
    _note("take", found, by)
    return found


def set_due_day(*, complaint: Complaint, due_on: date | None, by: int) -> Complaint:
    """By when it is to be settled, as the board says."""
    found = _locked(complaint)
    if found.state in register.ENDS:
        raise Refused(_("Việc này đã xong rồi."))
    if due_on is not None and due_on < found.received_on:
        raise Refused(_("Hạn không thể trước ngày nhận."), "due_on")
    found.due_on = due_on
    _note("due", found, by)
    return found


def end(*, complaint: Complaint, state: str, outcome: str, by: int) -> Complaint:
    """Answered, forwarded or refused, with what came of it: by who took it."""
    found = _locked(complaint)
    if found.state != register.TAKEN or found.taken_by_id != by:
        raise Refused(_("Chỉ người đang thụ lý ghi được kết quả."))
    if not squeeze(outcome):
        raise Refused(_("Anh/Chị ghi kết quả."), "outcome")
    found.state, found.outcome, found.ended_at = state, outcome, clock.now()
    _note(state, found, by)
    return found


def _movable(conversation: Conversation, message_ids: Collection[int]) -> Sequence[Message]:
    statement = select(Message).where(
        Message.conversation_id == conversation.id, Message.id.in_(message_ids), Message.moved_at.is_(None),
        Message.taken_back_at.is_(None), (Message.side == rules.BUSINESS) | (Message.kind == rules.NOTE),
        Message.kind != rules.EVENT,
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Message.id)).all()


def _part(message: Message) -> dict[str, Any]:
    return {"id": message.id, "text": message.text, "person": message.person, "user": message.user_id}


def _move_question(conversation: Conversation, moved: Sequence[Message], complaint: Complaint) -> None:
    """Who was stuck at a step wrote the same words there: they go too."""
    report = db.session.get(StepReport, conversation.step_report_id) if conversation.step_report_id else None
    if report is None or report.question not in {message.text for message in moved}:
        return
    kept = {"id": 0, "report": report.id, "text": report.question, "shown": report.shown}
    complaint.parts = [*complaint.parts, kept]
    report.question, report.shown = _("(đã chuyển sang sổ riêng)"), False


def _look_again(conversation: Conversation) -> None:
    """What lists show of a conversation: nothing of what was moved, and nobody waits for an answer to it."""
    db.session.flush()
    spoken = db.session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation.id, Message.kind.in_(rules.SPOKEN))
        .order_by(Message.sent_at, Message.id)
    ).all()
    waiting = None
    for message in spoken:
        if message.side == rules.STAFF:
            waiting = None
        elif message.moved_at is None:
            waiting = waiting or message.sent_at
    conversation.last_text = " ".join(spoken[-1].text.split())[: rules.PREVIEW] if spoken else ""
    conversation.waiting_since = waiting if conversation.state == rules.OPEN else None


def _locked(complaint: Complaint) -> Complaint:
    statement = select(Complaint).where(Complaint.id == complaint.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _note(what: str, complaint: Complaint, by: int) -> None:
    note_access(what=f"complaint.{what}", object_type="complaint", object_id=complaint.public_id, by=by)
