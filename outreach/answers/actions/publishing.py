"""What follows once names are gone: approved by somebody else, published, withdrawn, reviewed."""

from datetime import date
from typing import Any

from sqlalchemy import select, update

from outreach import clock
from outreach.answers import queries, rules
from outreach.answers.actions.bases import keep_bases
from outreach.answers.actions.writing import back_to_draft, held, noted
from outreach.answers.models import Answer, AnswerBasis
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import Tutorial, TutorialVersion


def approve(*, answer_id: int, by: int) -> Answer:
    """Somebody else than who wrote it stands for it; refused without a document, or with one that is over."""
    answer = held(answer_id, "approve")
    if answer.written_by_id == by:
        raise Refused(_("Anh/Chị là người viết câu này: cần người khác duyệt."))
    _check_bases(answer)
    answer.state, answer.approved_at, answer.approved_by_id = rules.APPROVED, clock.now(), by
    return noted(answer, "answer.approved", by)


def publish(*, answer_id: int, by: int) -> Answer:
    """Show it to everybody. What goes into a new version of a guide is published with that version."""
    answer = held(answer_id, "publish")
    if answer.kind == rules.VERSION:
        raise Refused(_("Câu này được đăng khi bản mới của bài hướng dẫn được công bố."))
    _check_bases(answer)
    answer.state, answer.published_at = rules.PUBLISHED, clock.now()
    return noted(answer, "answer.published", by)


def step_back(*, answer_id: int, by: int) -> Answer:
    """Take the last step back: approved → names removed → being written."""
    answer = held(answer_id, "undo")
    answer.state = rules.BEFORE[answer.state]
    answer.approved_at = answer.approved_by_id = None
    if answer.state == rules.DRAFT:
        back_to_draft(answer)
    return noted(answer, "answer.stepped_back", by)


def withdraw(*, answer_id: int, because: str, by: int) -> Answer:
    """Take it off, and keep why."""
    answer = held(answer_id, "withdraw")
    if not because.strip():
        raise Refused(_("Anh/Chị ghi lý do gỡ."), "because")
    answer.state, answer.withdrawn_at = rules.WITHDRAWN, clock.now()
    answer.withdrawn_because = because.strip()[: rules.LONGEST_REASON]
    return noted(answer, "answer.withdrawn", by)


def restore(*, answer_id: int, by: int) -> Answer:
    """Take up again what was withdrawn, from the beginning."""
    answer = held(answer_id, "restore")
    back_to_draft(answer)
    answer.published_at = answer.withdrawn_at = answer.withdrawn_because = None
    return noted(answer, "answer.restored", by)


def review(*, answer_id: int, by: int) -> Answer:
    """Somebody has held it against what its documents say now, and it still stands."""
    answer = held(answer_id, "review")
    keep_bases(AnswerBasis, "answer_id", answer.id)
    answer.reviewed_at = clock.now()
    return noted(answer, "answer.reviewed", by)


def into_version(*, answer_id: int, by: int) -> TutorialVersion:
    """The draft of its guide in which it will stand: the one being written, else a new one."""
    answer = held(answer_id, "publish")
    tutorial = db.session.get(Tutorial, answer.tutorial_id) if answer.tutorial_id else None
    if answer.kind != rules.VERSION or tutorial is None:
        raise Refused(_("Câu này không dành cho một bản mới của bài hướng dẫn."))
    drafts = (
        select(TutorialVersion)
        .where(TutorialVersion.tutorial_id == tutorial.id, TutorialVersion.state.in_(("draft", "reviewed")))
        .order_by(TutorialVersion.number.desc())
    )
    version = db.session.scalars(drafts).first() or tutorials.new_version(tutorial, by=by)
    answer.version_id = version.id
    db.session.flush()
    return version


def note_version(
    sender: Any, *, version_id: int, tutorial_id: int, published_on: date, **_others: Any
) -> None:
    """A version came out: what was written into it is published with it."""
    db.session.execute(
        update(Answer)
        .where(Answer.kind == rules.VERSION, Answer.state == rules.APPROVED)
        .where(Answer.tutorial_id == tutorial_id, Answer.version_id == version_id)
        .values(state=rules.PUBLISHED, published_at=clock.now()),
        execution_options={"synchronize_session": False},
    )


def _check_bases(answer: Answer) -> None:
    bases = queries.answer_bases([answer.id], clock.today()).get(answer.id, [])
    if not bases and not answer.needs_no_basis:
        raise Refused(_("Anh/Chị ghi căn cứ pháp lý, hoặc đánh dấu “không cần căn cứ”."))
    if any(basis.withholds for basis in bases):
        raise Refused(_("Văn bản được dẫn không còn hiệu lực; Anh/Chị sửa căn cứ hoặc rà soát trước."))
