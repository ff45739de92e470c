"""Taking a message back: its words and files are gone for everybody, and that it was there is not."""

from datetime import timedelta

from sqlalchemy import delete, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import rules, signals
from outreach.helpdesk.actions.speaking import locked
from outreach.helpdesk.models import Attachment, Conversation, Message
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials.models import StepReport

WITHIN = timedelta(hours=24)


def take_back(*, conversation_id: int, message_id: int, side: str, user_id: int | None) -> Message:
    """Take one's own message back within a day; once more changes nothing.

    Refused for somebody else's, for what has already left the portal, and for what the register of complaints
    holds: nobody destroys it by the way.
    """
    conversation = locked(conversation_id)
    message = db.session.scalars(
        select(Message).where(Message.id == message_id, Message.conversation_id == conversation_id)
    ).one()
    if message.side != side or message.user_id != user_id or message.kind not in (*rules.SPOKEN, rules.NOTE):
        raise Refused(_("Anh/Chị chỉ thu hồi được tin của mình."))
    if message.taken_back_at is not None:
        return message
    left = message.external_id or message.delivery or message.moved_at is not None
    if message.sent_at < clock.now() - WITHIN or left:
        raise Refused(_("Tin này không thu hồi được nữa."))
    _take_back_question(conversation, message)
    message.taken_back_at, message.text, message.text_folded = clock.now(), "", ""
    db.session.execute(
        delete(Attachment).where(Attachment.message_id == message.id),
        execution_options={"synchronize_session": False},
    )
    if conversation.last_message_id == message.id or conversation.last_at == message.sent_at:
        conversation.last_text = ""
    conversation.version += 1
    db.session.flush()
    signals.changed.send(None, conversation_id=conversation_id)
    return message


def _take_back_question(conversation: Conversation, message: Message) -> None:
    """Who was stuck at a step wrote the same words there."""
    report = db.session.get(StepReport, conversation.step_report_id) if conversation.step_report_id else None
    if report is not None and report.question == message.text:
        report.question, report.shown = _("Tin đã được thu hồi"), False
