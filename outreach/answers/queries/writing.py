"""What staff see of answers on their way: lists by state, who did what when, what is to be reviewed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import AccessRecord, User
from outreach.answers import rules
from outreach.answers.models import Answer, SavedReply
from outreach.answers.queries.standing import answer_withheld, reply_withheld
from outreach.database import db
from outreach.documents import rules as documents
from outreach.documents.models import LegalDocument
from outreach.dossiers.models import Procedure
from outreach.text import like
from outreach.tutorials.models import Tutorial, TutorialStep, TutorialVersion

WITHHELD = "withheld"  # beside the states: published, and held back


class AnswerLine(NamedTuple):
    """One answer on its way, with who did what when."""

    id: int
    slug: str
    kind: str
    state: str
    language: str
    original_id: int | None
    question: str
    answer: str
    needs_no_basis: bool
    source: str | None
    procedure_id: int | None
    procedure: str | None
    tutorial_id: int | None
    tutorial: str | None  # the guide's slug
    tutorial_title: str | None
    step_key: str | None
    step: str | None
    version_id: int | None
    version: int | None  # its number
    written_at: datetime
    written_by_id: int | None
    written_by: str | None
    redacted_at: datetime | None
    redacted_by: str | None
    approved_at: datetime | None
    approved_by: str | None
    published_at: datetime | None
    reviewed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    opened: int
    helped: int
    did_not_help: int
    withheld: bool


class Guide(NamedTuple):
    """A tutorial that an answer may belong to."""

    id: int
    slug: str
    title: str


def get_answer(answer_id: int) -> Answer | None:
    """One answer; None when there is none of that id."""
    return db.session.get(Answer, answer_id)


def show_answer(answer_id: int, today: date) -> AnswerLine | None:
    """The same with all names."""
    row = db.session.execute(_lines(today).where(Answer.id == answer_id)).one_or_none()
    return AnswerLine(*row) if row else None


def who_published(answer_id: int) -> str | None:
    """The name of whoever showed it to everybody, from the record of deeds."""
    return db.session.scalar(
        select(User.name)
        .join(AccessRecord, AccessRecord.user_id == User.id)
        .where(AccessRecord.object_type == "answer", AccessRecord.object_id == str(answer_id))
        .where(AccessRecord.what == "answer.published")
        .order_by(AccessRecord.id.desc())
        .limit(1)
    )


def list_answers(
    *, words: str, show: str | None, today: date, offset: int, limit: int
) -> tuple[Sequence[AnswerLine], int]:
    """Answers in a state, or held back (`show`), those that wait first; and how many there are."""
    conditions: list[ColumnElement[bool]] = []
    if show == WITHHELD:
        conditions += [Answer.state != rules.WITHDRAWN, answer_withheld(today)]
    elif show:
        conditions.append(Answer.state == show)
    if words:
        conditions.append(Answer.folded.like(like(words), escape="\\"))
    total = db.session.scalar(select(func.count()).select_from(Answer).where(*conditions)) or 0
    waiting = case({state: place for place, state in enumerate(rules.STATES)}, value=Answer.state)
    statement = _lines(today).where(*conditions).order_by(waiting, Answer.written_at.desc(), Answer.id.desc())
    return [AnswerLine(*row) for row in db.session.execute(statement.offset(offset).limit(limit))], total


def count_answers(today: date) -> dict[str, int]:
    """How many in each state, and how many are held back."""
    withheld = func.count().filter(Answer.state != rules.WITHDRAWN, answer_withheld(today))
    states = [func.count().filter(Answer.state == state) for state in rules.STATES]
    row = db.session.execute(select(*states, withheld).select_from(Answer)).one()
    return dict(zip((*rules.STATES, WITHHELD), row, strict=True))


def withheld_counts(today: date) -> Select[*tuple[Any, ...]]:
    """For the list of what waits: (number, oldest) of answers and replies that are held back."""
    replies = (
        select(func.count()).where(SavedReply.retired_at.is_(None), reply_withheld(today)).scalar_subquery()
    )
    withheld = and_(Answer.state != rules.WITHDRAWN, answer_withheld(today))
    return select(
        (func.count() + replies).label("number"),
        func.min(func.coalesce(Answer.reviewed_at, Answer.written_at)).label("oldest"),
    ).where(withheld)


def to_approve() -> Select[*tuple[Any, ...]]:
    """For the list of what waits: (number, oldest) of answers that somebody else is to approve."""
    waits = Answer.state == rules.REDACTED
    return select(func.count().label("number"), func.min(Answer.redacted_at).label("oldest")).where(waits)


def translations(answer_id: int) -> list[tuple[int, str, str]]:
    """(id, language, state) of what says the same in another language, withdrawn ones aside."""
    rows = db.session.execute(
        select(Answer.id, Answer.language, Answer.state)
        .where(Answer.original_id == answer_id, Answer.state != rules.WITHDRAWN)
        .order_by(Answer.id)
    )
    return [(row.id, row.language, row.state) for row in rows]


def guides() -> list[Guide]:
    """All tutorials that have been published, by title: where a note may stand."""
    rows = db.session.execute(
        select(Tutorial.id, Tutorial.slug, TutorialVersion.title)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .where(TutorialVersion.state == "published")
        .order_by(TutorialVersion.title_folded)
    )
    return [Guide(*row) for row in rows]


def steps_of_guides() -> dict[str, list[tuple[str, str]]]:
    """By slug of the tutorial: (key, title) of the steps that readers see, in order."""
    rows = db.session.execute(
        select(Tutorial.slug, TutorialStep.key, TutorialStep.title)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .join(TutorialStep, TutorialStep.version_id == TutorialVersion.id)
        .where(TutorialVersion.state == "published")
        .order_by(TutorialVersion.title_folded, TutorialStep.place)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for slug, key, title in rows:
        found.setdefault(slug, []).append((key, title))
    return found


def version_shown(tutorial_id: int) -> int | None:
    """The id of a tutorial's published version."""
    return db.session.scalar(
        select(TutorialVersion.id).where(
            TutorialVersion.tutorial_id == tutorial_id, TutorialVersion.state == "published"
        )
    )


def documents_numbered(numbers: Sequence[str]) -> dict[str, int]:
    """By folded number: the ids of documents."""
    folded = [documents.fold_number(number) for number in numbers]
    rows = db.session.execute(
        select(LegalDocument.number_folded, LegalDocument.id).where(LegalDocument.number_folded.in_(folded))
    )
    return {row.number_folded: row.id for row in rows}


def _lines(today: date) -> Select[*tuple[Any, ...]]:
    writer, redactor, approver = aliased(User), aliased(User), aliased(User)
    version, step, now = aliased(TutorialVersion), aliased(TutorialStep), aliased(TutorialVersion)
    return (
        select(
            Answer.id, Answer.slug, Answer.kind, Answer.state, Answer.language, Answer.original_id,
            Answer.question, Answer.answer, Answer.needs_no_basis, Answer.source, Answer.procedure_id,
            Procedure.name, Answer.tutorial_id, Tutorial.slug, now.title, Answer.step_key, step.title,
            Answer.version_id, version.number, Answer.written_at, Answer.written_by_id, writer.name,
            Answer.redacted_at, redactor.name, Answer.approved_at, approver.name, Answer.published_at,
            Answer.reviewed_at, Answer.withdrawn_at, Answer.withdrawn_because, Answer.opened, Answer.helped,
            Answer.did_not_help, answer_withheld(today),
        )
        .outerjoin(Procedure, Procedure.id == Answer.procedure_id)
        .outerjoin(Tutorial, Tutorial.id == Answer.tutorial_id)
        .outerjoin(now, and_(now.tutorial_id == Answer.tutorial_id, now.state == "published"))
        .outerjoin(step, and_(step.version_id == now.id, step.key == Answer.step_key))
        .outerjoin(version, version.id == Answer.version_id)
        .outerjoin(writer, writer.id == Answer.written_by_id)
        .outerjoin(redactor, redactor.id == Answer.redacted_by_id)
        .outerjoin(approver, approver.id == Answer.approved_by_id)
    )  # fmt: skip


def waiting_for_version(tutorial_id: int, step_key: str) -> list[AnswerLine]:
    """Approved answers that are to go into the next version of a step."""
    rows = db.session.execute(
        _lines(date.min)
        .where(Answer.tutorial_id == tutorial_id, Answer.kind == rules.VERSION)
        .where(Answer.state == rules.APPROVED, or_(Answer.step_key == step_key, Answer.step_key.is_(None)))
        .order_by(Answer.approved_at, Answer.id)
    )
    return [AnswerLine(*row) for row in rows]
