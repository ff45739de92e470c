"""Reads of what proves interventions, and of questions asked at dialogues."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, select

from outreach import clock
from outreach.accounts.models import STAFF, User
from outreach.businesses.models import Business
from outreach.campaigns.models import Evidence, Intervention, Question
from outreach.database import db
from outreach.dossiers.models import Procedure

QUESTION_STATES = ("open", "overdue", "answered")
_NARROWING = ("intervention_id", "owner_id", "business_id")


class EvidenceRow(NamedTuple):
    """A proof as a list shows it; `mime` and `size` (bytes) of files only."""

    public_id: str
    kind: str
    title: str
    number: str | None
    url: str | None
    file_name: str | None
    mime: str | None
    size: int | None
    added_at: datetime
    added_by: str | None
    business: str | None


class QuestionFilter(NamedTuple):
    """Which questions are looked for; `state` is one of QUESTION_STATES."""

    state: str | None = None
    intervention_id: int | None = None
    owner_id: int | None = None
    business_id: int | None = None


class QuestionRow(NamedTuple):
    """A question with whom it is about, who answers it by when, and the answer."""

    id: int
    intervention_id: int
    intervention: str
    held_on: date
    business_id: int | None
    business: str | None
    asked_by: str | None
    procedure: str | None
    text: str
    answers: str
    owner: str | None
    due_on: date | None
    answer: str | None
    answered_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Promised for a day that is over, and not answered."""
        return self.answered_on is None and self.due_on is not None and self.due_on < today


def evidence_of(intervention_id: int) -> list[EvidenceRow]:
    """The proofs of an intervention, in the order they were added."""
    e = Evidence
    statement = (
        select(
            e.public_id, e.kind, e.title, e.number, e.url, e.file_name, e.mime, e.size, e.added_at,
            User.name.label("added_by"), Business.name.label("business"),
        )
        .outerjoin(User, User.id == e.added_by_id)
        .outerjoin(Business, Business.id == e.business_id)
        .where(e.intervention_id == intervention_id)
        .order_by(e.added_at, e.id)
    )  # fmt: skip
    return [EvidenceRow(**row._mapping) for row in db.session.execute(statement)]


def get_evidence(public_id: str) -> Evidence | None:
    """One proof by its address."""
    return db.session.scalar(select(Evidence).where(Evidence.public_id == public_id))


def get_question(question_id: int) -> Question | None:
    """One question; None when there is none of that id."""
    return db.session.get(Question, question_id)


def list_questions(
    wanted: QuestionFilter, *, offset: int = 0, limit: int = 500
) -> tuple[Sequence[QuestionRow], int]:
    """Questions: those without an answer first, by the day they are due; and how many there are in all."""
    connection, values = db.session.connection(), wanted._asdict() | {"today": clock.today()}
    asked = tuple(name for name in _NARROWING if getattr(wanted, name) is not None)
    total = connection.scalar(_total(wanted.state, asked), values) or 0
    rows = connection.execute(_page(wanted.state, asked), values | {"offset": offset, "limit": limit})
    return [QuestionRow._make(row) for row in rows], total


def staff_choices() -> list[tuple[int, str]]:
    """Those of the board a question can be given to."""
    rows = db.session.execute(
        select(User.id, User.name)
        .where(User.role.in_([role.value for role in STAFF]), User.disabled_at.is_(None))
        .order_by(User.name_sort, User.id)
    )
    return [(row.id, row.name) for row in rows]


def procedure_choices() -> list[tuple[int, str]]:
    """The procedures a question can be about, in Vietnamese order."""
    rows = db.session.execute(select(Procedure.id, Procedure.name).order_by(Procedure.name_sort))
    return [(row.id, row.name) for row in rows]


@lru_cache(maxsize=64)
def _total(state: str | None, asked: tuple[str, ...]) -> Select[int]:
    return select(func.count()).select_from(Question).where(*_conditions(state, asked))


@lru_cache(maxsize=64)
def _page(state: str | None, asked: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    q = Question
    statement: Select[*tuple[Any, ...]] = (
        select(
            q.id, q.intervention_id, Intervention.title.label("intervention"), Intervention.held_on,
            q.business_id, Business.name.label("business"), q.asked_by, Procedure.name.label("procedure"),
            q.text, q.answers, User.name.label("owner"), q.due_on, q.answer, q.answered_on,
        )
        .join(Intervention, Intervention.id == q.intervention_id)
        .outerjoin(Business, Business.id == q.business_id)
        .outerjoin(Procedure, Procedure.id == q.procedure_id)
        .outerjoin(User, User.id == q.owner_id)
    )  # fmt: skip
    order = (q.answered_on.is_not(None), q.answered_on.desc(), func.coalesce(q.due_on, date.max), q.id)
    ordered = statement.where(*_conditions(state, asked)).order_by(*order)
    return ordered.offset(bindparam("offset")).limit(bindparam("limit"))


def _conditions(state: str | None, asked: tuple[str, ...]) -> list[ColumnElement[bool]]:
    q = Question
    found = [getattr(q, name) == bindparam(name) for name in asked]
    if state:
        found.append(q.answered_on.is_not(None) if state == "answered" else q.answered_on.is_(None))
    if state == "overdue":
        found.append(q.due_on < bindparam("today", type_=Date))
    return found
