"""Who is stuck where, what was asked and answered at a step, and what waits for an answer."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from hmac import compare_digest
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, bindparam, case, cast, func, select

from outreach import clock
from outreach.accounts.models import User
from outreach.accounts.rules import token_hash
from outreach.businesses.models import Business
from outreach.database import db
from outreach.tutorials import rules
from outreach.tutorials.models import StepReport, Tutorial, TutorialStep, TutorialVersion

MOST_ANSWERS = 5  # shown at a step; more is a step to be rewritten


class Report(NamedTuple):
    """One question as staff, or whoever asked it, read it."""

    id: int
    public_id: str
    kind: str
    state: str
    question: str
    answer: str | None
    shown: bool
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str | None
    answered_by_id: int | None
    slug: str
    tutorial: str
    tutorial_id: int
    number: int
    step_key: str
    step: str | None
    place: int | None
    user_id: int | None
    person: str | None
    business_id: int | None
    business: str | None
    tax_code: str | None
    phone: str | None
    key_hash: str | None


class Answered(NamedTuple):
    """A question of a step whose answer everybody may read."""

    question: str
    answer: str
    answered_at: datetime


class Claimed(NamedTuple):
    """The business, and the person, whom a tax code and a phone may belong to."""

    business_id: int
    business: str
    user_id: int | None
    person: str | None


def get_report(report_id: int) -> Report | None:
    """One question by its row."""
    return _one(StepReport.id == report_id)


def find_report(public_id: str) -> Report | None:
    """One question by its address."""
    return _one(StepReport.public_id == public_id)


def opens(report: Report, secret: str) -> bool:
    """Whether a private link's secret is this question's."""
    return report.key_hash is not None and compare_digest(report.key_hash, token_hash(secret))


def list_reports(
    *, state: str | None, kind: str | None, offset: int, limit: int
) -> tuple[Sequence[Report], int]:
    """Open ones first, those of one step together, oldest first; and how many there are."""
    conditions: list[ColumnElement[bool]] = []
    if state is not None:
        conditions.append(StepReport.state == state)
    if kind is not None:
        conditions.append(StepReport.kind == kind)
    total = db.session.scalar(select(func.count()).select_from(StepReport).where(*conditions)) or 0
    is_open = case((StepReport.state == "open", 0), else_=1)
    rows = db.session.execute(
        _lines()
        .where(*conditions)
        .order_by(is_open, Tutorial.slug, StepReport.step_key, StepReport.asked_at, StepReport.id)
        .offset(offset)
        .limit(limit)
    )
    return [Report(*row) for row in rows], total


def reports_of(business_id: int, *, open_only: bool = False) -> list[Report]:
    """What a business's people asked, newest first."""
    statement = _lines().where(StepReport.business_id == business_id)
    if open_only:
        statement = statement.where(StepReport.state == "open")
    return [Report(*row) for row in db.session.execute(statement.order_by(StepReport.id.desc()))]


def answers_at(tutorial_id: int, step_key: str) -> list[Answered]:
    """What was answered at a step and may be read by everybody, newest first."""
    columns: list[Any] = [StepReport.question, StepReport.answer, StepReport.answered_at]
    rows = db.session.execute(
        select(*columns)
        .where(StepReport.tutorial_id == tutorial_id, StepReport.step_key == step_key, StepReport.shown)
        .where(StepReport.answer.is_not(None))
        .order_by(StepReport.answered_at.desc())
        .limit(MOST_ANSWERS)
    )
    return [Answered(*row) for row in rows]


def stuck_lately(tutorial_id: int) -> dict[str, int]:
    """By step: how many businesses got stuck in the last seven days; each counts once."""
    asked = {"tutorial_id": tutorial_id, "since": clock.now() - rules.STUCK_LATELY}
    return dict(db.session.connection().execute(_stuck_since(), asked).all())


@cache
def _stuck_since() -> Any:
    """Built once: staff ask for it with every step they open."""
    return (
        select(StepReport.step_key, func.count(func.distinct(_whose())))
        .where(StepReport.tutorial_id == bindparam("tutorial_id"), StepReport.kind == "stuck")
        .where(StepReport.asked_at > bindparam("since"))
        .group_by(StepReport.step_key)
    )


def claimed(tax_code: str | None, phone: str | None) -> Claimed | None:
    """Whose tax code this is, and whose phone in that business; None when the register has no such code."""
    if not tax_code:
        return None
    row = db.session.execute(
        select(Business.id, Business.name, User.id.label("user_id"), User.name.label("person"))
        .outerjoin(User, (User.business_id == Business.id) & (User.phone == phone))
        .where(Business.tax_code == tax_code)
    ).one_or_none()
    return Claimed(*row) if row else None


def _whose() -> ColumnElement[str]:
    """A business is known by its row, or by the tax code that somebody typed."""
    tax_code = select(Business.tax_code).where(Business.id == StepReport.business_id).scalar_subquery()
    return func.coalesce(tax_code, StepReport.tax_code, cast(StepReport.business_id, String))


def _one(condition: ColumnElement[bool]) -> Report | None:
    row = db.session.execute(_lines().where(condition)).one_or_none()
    return Report(*row) if row else None


def _lines() -> Select[*tuple[Any, ...]]:
    asker, answerer = User.__table__.alias("asker"), User.__table__.alias("answerer")
    return (
        select(
            StepReport.id, StepReport.public_id, StepReport.kind, StepReport.state, StepReport.question,
            StepReport.answer, StepReport.shown, StepReport.asked_at, StepReport.answered_at,
            answerer.c.name, StepReport.answered_by_id, Tutorial.slug, TutorialVersion.title, Tutorial.id,
            TutorialVersion.number, StepReport.step_key, TutorialStep.title, TutorialStep.place,
            StepReport.user_id, asker.c.name, StepReport.business_id, Business.name, StepReport.tax_code,
            StepReport.phone, StepReport.key_hash,
        )
        .join(Tutorial, Tutorial.id == StepReport.tutorial_id)
        .join(TutorialVersion, TutorialVersion.id == StepReport.version_id)
        .outerjoin(
            TutorialStep,
            (TutorialStep.version_id == StepReport.version_id) & (TutorialStep.key == StepReport.step_key),
        )
        .outerjoin(Business, Business.id == StepReport.business_id)
        .outerjoin(asker, asker.c.id == StepReport.user_id)
        .outerjoin(answerer, answerer.c.id == StepReport.answered_by_id)
    )  # fmt: skip
