"""Questions of a dialogue: written down, answered (which its business is told), taken away."""

from datetime import date
from typing import Any

from flask_babel import force_locale

from outreach import clock
from outreach.campaigns.models import Intervention, Question
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.notices.actions import notify
from outreach.refusals import Refused
from outreach.twins import twin

ADDRESS = "/doi-thoai/cau-hoi?state=answered"
_LONGEST = 200  # of a question in a notice


def ask(
    *, intervention: Intervention, text: str, answers: str, recorded_by_id: int | None = None, **facts: Any
) -> Question:
    """Write a question down; `answers` says who answers it. `facts`: business_id, procedure_id, asked_by,
    owner_id, due_on, answer, answered_on. Said twice it is one."""
    _check(facts)
    words = {"intervention_id": intervention.id, "text": text, "answers": answers, **facts}
    if recorded_by_id and (sent := twin(Question, Question.asked_at, recorded_by_id=recorded_by_id, **words)):
        return sent
    question = Question(
        intervention_id=intervention.id, text=text, answers=answers, asked_at=clock.now(),
        recorded_by_id=recorded_by_id, **facts,
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    _tell(question, before=None)
    return question


def update_question(*, question: Question, **facts: Any) -> Question:
    """Change a question or its answer (the keywords of `ask`)."""
    _check(facts)
    before = question.answer
    for name, value in facts.items():
        setattr(question, name, value)
    db.session.flush()
    _tell(question, before=before)
    return question


def delete_question(*, question: Question) -> None:
    """Take a question away that was written down by mistake."""
    db.session.delete(question)
    db.session.flush()


def _tell(question: Question, before: str | None) -> None:
    """A business is told once of a first answer; a corrected one it finds at the same place."""
    if question.business_id is None or not question.answer or before:
        return
    with force_locale("vi"):  # data, in the board's language whoever writes
        title = str(_("Câu hỏi của doanh nghiệp đã được trả lời"))
    notify(
        business_id=question.business_id, title=title, text=question.text[:_LONGEST], path=ADDRESS
    )  # fmt: skip


def _check(facts: dict[str, Any]) -> None:
    """An answer has its day, today where none was said; a day needs an answer."""
    answered_on: date | None = facts.get("answered_on")
    if facts.get("answer") and answered_on is None:
        facts["answered_on"] = clock.today()
    elif answered_on is not None and not facts.get("answer"):
        raise Refused(_("Anh/Chị ghi câu trả lời, hoặc để trống ngày trả lời."), "answer")
    elif answered_on is not None and answered_on > clock.today():
        raise Refused(_("Ngày trả lời không thể ở tương lai."), "answered_on")
