"""What officers see of a tutorial: starts, completions, where people stop, who was stuck, by version."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from outreach.database import db
from outreach.tutorials.models import Completion, Start, StepReport, Tick, TutorialVersion


class VersionFigures(NamedTuple):
    """One version that readers saw: how many began it, finished it, asked at it."""

    id: int
    number: int
    state: str
    published_at: datetime | None
    change_note: str | None
    starts: int
    known: int  # starts of people who had signed in; only they can tick
    completed: int
    stuck: int
    wrong: int


class StepFigures(NamedTuple):
    """One step: how many people ticked it, in whatever version, and asked at it, by version."""

    key: str
    ticked: int
    stuck: dict[int, int]  # id of the version → how many questions
    wrong: int


def by_version(tutorial_id: int) -> list[VersionFigures]:
    """The versions that readers see or saw, and those that anybody began, newest first. One statement."""
    starts = select(func.count()).where(Start.version_id == TutorialVersion.id).scalar_subquery()
    known = (
        select(func.count())
        .where(Start.version_id == TutorialVersion.id, Start.user_id.is_not(None))
        .scalar_subquery()
    )
    completed = select(func.count()).where(Completion.version_id == TutorialVersion.id).scalar_subquery()
    stuck, wrong = (
        select(func.count())
        .where(StepReport.version_id == TutorialVersion.id, StepReport.kind == kind)
        .scalar_subquery()
        for kind in ("stuck", "wrong")
    )
    rows = db.session.execute(
        select(
            TutorialVersion.id, TutorialVersion.number, TutorialVersion.state, TutorialVersion.published_at,
            TutorialVersion.change_note, starts, known, completed, stuck, wrong,
        )
        .where(TutorialVersion.tutorial_id == tutorial_id)
        .where(TutorialVersion.published_at.is_not(None) | (starts > 0))
        .order_by(TutorialVersion.number.desc())
    )  # fmt: skip
    return [VersionFigures(*row) for row in rows]


def by_step(tutorial_id: int) -> dict[str, StepFigures]:
    """By key of the step. Two statements."""
    ticked = dict(
        db.session.execute(
            select(Tick.step_key, func.count()).where(Tick.tutorial_id == tutorial_id).group_by(Tick.step_key)
        ).all()
    )
    stuck: dict[str, dict[int, int]] = {}
    wrong: dict[str, int] = {}
    asked = db.session.execute(
        select(StepReport.step_key, StepReport.version_id, StepReport.kind, func.count())
        .where(StepReport.tutorial_id == tutorial_id)
        .group_by(StepReport.step_key, StepReport.version_id, StepReport.kind)
    )
    for key, version_id, kind, count in asked:
        if kind == "stuck":
            stuck.setdefault(key, {})[version_id] = count
        else:
            wrong[key] = wrong.get(key, 0) + count
    keys = ticked.keys() | stuck.keys() | wrong.keys()
    return {key: StepFigures(key, ticked.get(key, 0), stuck.get(key, {}), wrong.get(key, 0)) for key in keys}


def people_who_ticked(tutorial_id: int) -> int:
    """How many people have ticked any step of a tutorial."""
    return (
        db.session.scalar(
            select(func.count(func.distinct(Tick.user_id))).where(Tick.tutorial_id == tutorial_id)
        )
        or 0
    )
