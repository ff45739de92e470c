"""Saved replies and answers for tests, made by the same actions as pages use."""

from typing import Any

from outreach.answers import actions
from outreach.answers.models import Answer, SavedReply
from outreach.answers.rules import Known
from tests import factories

NOBODY = Known()


def reply(
    title: str = "Ký số lỗi", text: str = "Kính gửi {doanh_nghiep}, cắm lại USB ký số.", **values: Any
) -> SavedReply:
    """A reply in use."""
    given: dict[str, Any] = {"procedure_id": None, "bases": {}, "by": None, **values}
    return actions.create_reply(title=title, text=text, **given)


def draft(
    question: str = "Ký số báo không tìm thấy chứng thư số?",
    answer: str = "Cắm lại USB rồi mở lại trang.",
    *,
    bases: dict[int, str | None] | None = None,
    by: int | None = None,
    source: str | None = None,
    original_id: int | None = None,
    **said: Any,
) -> Answer:
    """An answer that is being written; it needs no document unless it is given some."""
    said.setdefault("needs_no_basis", not bases)
    return actions.write_answer(
        said=actions.Said(question, answer, **said), bases=bases or {}, by=by, source=source,
        original_id=original_id,
    )  # fmt: skip


def redacted(*texts: str, **values: Any) -> Answer:
    """One whose names are gone."""
    made = draft(*texts, **values)
    return actions.call_redacted(
        answer_id=made.id, known=NOBODY, allowed=(), seen=None, by=factories.user().id
    )


def approved(*texts: str, **values: Any) -> Answer:
    """One that somebody else has approved."""
    return actions.approve(answer_id=redacted(*texts, **values).id, by=factories.user().id)


def published(*texts: str, **values: Any) -> Answer:
    """One that everybody reads."""
    return actions.publish(answer_id=approved(*texts, **values).id, by=factories.user().id)
