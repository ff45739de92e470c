"""Writing answers for everybody: copied from a conversation or new, changed, names removed."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.answers import queries, rules
from outreach.answers.actions.bases import write_bases
from outreach.answers.models import Answer, AnswerBasis
from outreach.database import db
from outreach.documents.rules import mark_of
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold_words, nfc


class Said(NamedTuple):
    """What an answer says, and what it is about; `step` is (id of the tutorial, key of the step or None)."""

    question: str
    answer: str
    kind: str = rules.ENTRY
    language: str = "vi"
    procedure_id: int | None = None
    step: tuple[int, str | None] | None = None
    needs_no_basis: bool = False


def write_answer(
    *,
    said: Said,
    bases: Mapping[int, str | None],
    by: int | None,
    source: str | None = None,
    version_id: int | None = None,
    original_id: int | None = None,
) -> Answer:
    """A first draft. `source`: public id of the conversation; `version_id`: the step's version then.

    `original_id`: what it says in another language.
    """
    answer = Answer(
        state=rules.DRAFT, source=source or None, version_id=version_id, original_id=original_id, opened=0,
        helped=0, did_not_help=0, slug=_free_slug(said.question),
    )  # fmt: skip
    _fill(answer, said, by)
    db.session.add(answer)
    db.session.flush()
    write_bases(AnswerBasis, "answer_id", answer.id, bases)
    return answer


def change_answer(
    *, answer_id: int, seen: str | None, said: Said, bases: Mapping[int, str | None], by: int
) -> Answer:
    """Write it anew; what was approved is a draft again. Refused when somebody else was faster (`seen`)."""
    answer = held(answer_id, "edit")
    if seen is not None and seen != mark(answer):
        raise Refused(_("Người khác vừa sửa câu này. Chưa ghi gì; bài Anh/Chị viết còn ở đây."))
    if answer.question != said.question:
        answer.slug = _free_slug(said.question, but=answer.id)
    _fill(answer, said, by)
    back_to_draft(answer)
    write_bases(AnswerBasis, "answer_id", answer.id, bases)
    return answer


def remove_names(*, answer_id: int, known: rules.Known, allowed: Collection[str], by: int) -> Answer:
    """Put in the place of everything that certainly says who asked what it is."""
    answer = held(answer_id, "redact")
    for name in ("question", "answer"):
        text = getattr(answer, name)
        setattr(answer, name, rules.without(text, rules.certain(rules.find(text, known, allowed=allowed))))
    refold(answer)
    answer.written_at, answer.written_by_id = clock.now(), by
    db.session.flush()
    return answer


def refold(answer: Answer) -> None:
    """Make the address and what is searched of the words it has now."""
    answer.slug = _free_slug(answer.question, but=answer.id)
    answer.folded = _folded(answer.question, answer.answer)


def call_redacted(
    *, answer_id: int, known: rules.Known, allowed: Collection[str], seen: str | None, by: int
) -> Answer:
    """Somebody says that no name is left; refused while one is certain, or when the text has changed."""
    answer = held(answer_id, "redact")
    if seen is not None and seen != mark(answer):
        raise Refused(_("Người khác vừa sửa câu này; Anh/Chị đọc lại rồi bấm."))
    left = [
        one
        for text in (answer.question, answer.answer)
        for one in rules.certain(rules.find(text, known, allowed=allowed))
    ]
    if left:
        raise Refused(
            _("Còn chỗ cho biết ai đã hỏi: %(what)s. Anh/Chị bỏ trước.",
              what=", ".join(dict.fromkeys(f"“{one.text}”" for one in left)))
        )  # fmt: skip
    answer.state, answer.redacted_at, answer.redacted_by_id = rules.REDACTED, clock.now(), by
    return noted(answer, "answer.redacted", by)


def mark(answer: Answer) -> str:
    """What an editor of this answer sees, as `change_answer` wants it back."""
    cited = queries.answer_bases([answer.id], clock.today()).get(answer.id, [])
    return mark_of(
        (
            answer.question, answer.answer, answer.kind, answer.language, answer.procedure_id,
            answer.tutorial_id, answer.step_key, answer.needs_no_basis,
            *((one.document_id, one.place) for one in cited),
        )
    )  # fmt: skip


def held(answer_id: int, deed: str) -> Answer:
    """The answer as it is now, held until the deed is done; refused when its state forbids the deed."""
    statement = select(Answer).where(Answer.id == answer_id).with_for_update()
    answer = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if not rules.may(answer.state, deed):
        state = str(rules.STATES[answer.state])
        raise Refused(_("Câu này đang ở bước “%(state)s” nên không làm được việc này.", state=state))
    return answer


def back_to_draft(answer: Answer) -> None:
    """Nobody has said anything of it yet."""
    answer.state = rules.DRAFT
    answer.redacted_at = answer.redacted_by_id = answer.approved_at = answer.approved_by_id = None


def noted(answer: Answer, what: str, by: int | None) -> Answer:
    """The same, with a record of who did it."""
    db.session.flush()
    note_access(what=what, object_type="answer", object_id=answer.id, by=by)
    return answer


def _fill(answer: Answer, said: Said, by: int | None) -> None:
    _check(said)
    values: dict[str, Any] = {
        "question": nfc(said.question).strip(), "answer": nfc(said.answer).strip(), "kind": said.kind,
        "language": said.language, "procedure_id": said.procedure_id, "needs_no_basis": said.needs_no_basis,
        "tutorial_id": said.step[0] if said.step else None, "step_key": said.step[1] if said.step else None,
    }  # fmt: skip
    for name, value in values.items():
        setattr(answer, name, value)
    answer.folded = _folded(answer.question, answer.answer)
    answer.written_at, answer.written_by_id = clock.now(), by


def _check(said: Said) -> None:
    if not said.question.strip():
        raise Refused(_("Anh/Chị viết câu hỏi."), "question")
    if not said.answer.strip():
        raise Refused(_("Anh/Chị viết câu trả lời."), "answer")
    if len(said.question) > rules.LONGEST_QUESTION:
        raise Refused(_("Câu hỏi dài tối đa %(most)s ký tự.", most=rules.LONGEST_QUESTION), "question")
    if len(said.answer) > rules.LONGEST_ANSWER:
        raise Refused(_("Câu trả lời dài tối đa %(most)s ký tự.", most=rules.LONGEST_ANSWER), "answer")
    if said.kind == rules.STEP_NOTE and (said.step is None or said.step[1] is None):
        raise Refused(_("Anh/Chị chọn bước mà ghi chú sẽ đứng."), "step")
    if said.kind == rules.VERSION and said.step is None:
        raise Refused(_("Anh/Chị chọn bài hướng dẫn sẽ có bản mới."), "step")


def _folded(question: str, answer: str) -> str:
    return f"{fold_words(question)}\n{fold_words(answer)}"


def _free_slug(question: str, but: int | None = None) -> str:
    """An address that no other answer has."""
    slug = rules.slug_of(question)
    taken = set(
        db.session.scalars(
            select(Answer.slug).where(Answer.slug.startswith(slug), Answer.id.is_distinct_from(but))
        )
    )
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
