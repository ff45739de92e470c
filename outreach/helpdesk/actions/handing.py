"""Asking another office: what, by when, and what it said."""

from datetime import date

from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.helpdesk.actions.handling import told
from outreach.helpdesk.actions.speaking import locked
from outreach.helpdesk.models import HandOver
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import squeeze


def hand_over(
    *, conversation_id: int, agency_id: int | None, office: str, question: str, due_on: date, by: int
) -> HandOver:
    """Hand a question to another office until a day, today at the earliest; the business is told whom."""
    name = squeeze(office)
    if not name:
        raise Refused(_("Anh/Chị ghi cơ quan, đơn vị được hỏi."), "office")
    if due_on < clock.today():
        raise Refused(_("Hạn trả lời không thể ở trong quá khứ."), "due_on")
    conversation = locked(conversation_id)
    one = HandOver(
        conversation_id=conversation_id, agency_id=agency_id, office=name, question=question, due_on=due_on,
        handed_at=clock.now(), handed_by_id=by,
    )  # fmt: skip
    db.session.add(one)
    told(conversation, "handed", name, by=by)
    return one


def note_answer(*, handover_id: int, answer: str, by: int) -> HandOver:
    """Write down what the other office said; once."""
    one = _open(handover_id)
    one.answer, one.answered_at = answer, clock.now()
    told(locked(one.conversation_id), "handed_back", one.office, by=by)
    return one


def take_back(*, handover_id: int, by: int) -> HandOver:
    """The question is not the other office's any more."""
    one = _open(handover_id)
    one.taken_back_at = clock.now()
    told(locked(one.conversation_id), "about", _("không hỏi %(office)s nữa", office=one.office), by=by)
    return one


def _open(handover_id: int) -> HandOver:
    statement = select(HandOver).where(HandOver.id == handover_id).with_for_update()
    one = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if one.answered_at is not None or one.taken_back_at is not None:
        raise Refused(_("Việc này đã xong rồi."))
    return one
