"""How far people are, and what they and their businesses have learned."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import User
from outreach.database import db
from outreach.tutorials import rules
from outreach.tutorials.models import Completion, Tick, Tutorial, TutorialStep, TutorialVersion
from outreach.tutorials.queries.contents import content_of
from outreach.tutorials.queries.reading import Version, shown


class Learned(NamedTuple):
    """A version that somebody finished before the one shown now, and what has changed since."""

    number: int
    completed_on: date
    news: rules.News


class Progress(NamedTuple):
    """A person in the shown version: ticks, whether it is finished, and which version was before it."""

    standing: rules.Standing
    completed_on: date | None
    learned: Learned | None


class UnderWay(NamedTuple):
    """A tutorial that somebody began and has not finished."""

    slug: str
    title: str
    title_en: str | None
    standing: rules.Standing


class LearnedLine(NamedTuple):
    """Who finished which version; `now` is the number of the version shown today, if any."""

    person: str
    slug: str
    title: str
    number: int
    how: str
    completed_on: date
    now: int | None
    left: bool  # the person has no way in any more

    @property
    def is_current(self) -> bool:
        """Whether it is the version that is shown now."""
        return self.now == self.number


class Fresh(NamedTuple):
    """A version that was published lately."""

    slug: str
    title: str
    title_en: str | None
    number: int
    published_at: datetime
    change_note: str | None


class SeenVersion(NamedTuple):
    """A version that readers see or saw."""

    id: int
    tutorial_id: int


class VersionName(NamedTuple):
    """How the rooms above name a version; `published_at` is None while it is a draft."""

    slug: str
    number: int
    title: str
    published_at: datetime | None


def progress_of(user_id: int, version: Version, ticked: set[str]) -> Progress:
    """Of one person in the version shown now; `ticked` as from `ticked_keys`. One statement, or two."""
    columns: list[Any] = [TutorialVersion.id, TutorialVersion.number, Completion.completed_on]
    finished = db.session.execute(
        select(*columns)
        .join(TutorialVersion, TutorialVersion.id == Completion.version_id)
        .where(Completion.user_id == user_id, Completion.tutorial_id == version.tutorial_id)
        .order_by(TutorialVersion.number.desc())
    ).all()
    here = next((row.completed_on for row in finished if row.id == version.id), None)
    before = next((row for row in finished if row.number < version.number), None) if here is None else None
    return Progress(
        rules.standing([step.key for step in version.steps], ticked),
        here,
        _learned(before, version) if before else None,
    )


def under_way(user_id: int) -> list[UnderWay]:
    """What the person began and has not finished in the version shown now, last ticked first."""
    last = func.max(Tick.ticked_at)
    finished = exists().where(Completion.user_id == user_id, Completion.version_id == TutorialVersion.id)
    begun = db.session.execute(
        select(TutorialVersion.id, Tutorial.id.label("tutorial_id"), Tutorial.slug, TutorialVersion.title,
               TutorialVersion.title_en)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .join(Tick, Tick.tutorial_id == Tutorial.id)
        .where(Tick.user_id == user_id, shown(), ~finished)
        .group_by(TutorialVersion.id, Tutorial.id, Tutorial.slug, TutorialVersion.title,
                  TutorialVersion.title_en)
        .order_by(last.desc())
    ).all()  # fmt: skip
    if not begun:
        return []
    keys = _keys([row.id for row in begun])
    ticks = _ticks(user_id, [row.tutorial_id for row in begun])
    return [
        UnderWay(
            row.slug, row.title, row.title_en,
            rules.standing(keys[row.id], ticks[row.tutorial_id]),
        )
        for row in begun
    ]  # fmt: skip


def learned_by(user_id: int) -> list[LearnedLine]:
    """What one person has finished, newest first."""
    return _lines(_completions().where(Completion.user_id == user_id))


def learned_in(business_id: int, limit: int | None = None) -> list[LearnedLine]:
    """What a business's people have finished, newest first; those who left are among them."""
    return _lines(_completions().where(Completion.business_id == business_id).limit(limit))


def fresh(since: datetime, *, user_id: int, limit: int = 3) -> list[Fresh]:
    """What was published since an instant and the person has not finished, newest first."""
    finished = exists().where(Completion.user_id == user_id, Completion.version_id == TutorialVersion.id)
    columns: list[Any] = [
        Tutorial.slug, TutorialVersion.title, TutorialVersion.title_en, TutorialVersion.number,
        TutorialVersion.published_at, TutorialVersion.change_note,
    ]  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(TutorialVersion.state == "published", TutorialVersion.published_at >= since, ~finished)
        .order_by(TutorialVersion.published_at.desc(), TutorialVersion.id)
        .limit(limit)
    )
    return [Fresh(*row) for row in rows]


def shown_ids(tutorial_id: int) -> list[int]:
    """The version of a tutorial that readers see now, as a list of one or none."""
    return list(
        db.session.scalars(
            select(TutorialVersion.id).where(TutorialVersion.tutorial_id == tutorial_id, shown())
        )
    )


def version_keys(tutorial_id: int, version_id: int) -> list[str] | None:
    """The keys, in order, of a version that readers of this tutorial see or saw; None for any other."""
    rows = db.session.scalars(
        select(TutorialStep.key)
        .join(TutorialVersion, TutorialVersion.id == TutorialStep.version_id)
        .where(TutorialVersion.tutorial_id == tutorial_id, TutorialVersion.id == version_id)
        .where(_was_seen())
        .order_by(TutorialStep.place)
    )
    return list(rows) or None


def seen_version_with(slug: str, version_id: int | None, step_key: str) -> SeenVersion | None:
    """The version with this step that readers see or saw.

    The one that was asked for, else the newest: whoever reads an older page is not turned away.
    """
    asked = TutorialVersion.id == (version_id or 0)
    row = db.session.execute(
        select(TutorialVersion.id, TutorialVersion.tutorial_id)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .join(TutorialStep, TutorialStep.version_id == TutorialVersion.id)
        .where(Tutorial.slug == slug, TutorialStep.key == step_key, _was_seen())
        .order_by(asked.desc(), TutorialVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return SeenVersion(*row) if row else None


def name_of(version_id: int) -> VersionName | None:
    """What a version is called; None when there is none of that id."""
    row = db.session.execute(
        select(Tutorial.slug, TutorialVersion.number, TutorialVersion.title, TutorialVersion.published_at)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(TutorialVersion.id == version_id)
    ).one_or_none()
    return VersionName(*row) if row else None


def _was_seen() -> ColumnElement[bool]:
    return shown() | TutorialVersion.published_at.is_not(None)


def _learned(row: Row[Any], version: Version) -> Learned | None:
    content = content_of(row.id)
    return Learned(row.number, row.completed_on, rules.news(content, version.content)) if content else None


def _keys(version_ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {one: [] for one in version_ids}
    rows = db.session.execute(
        select(TutorialStep.version_id, TutorialStep.key)
        .where(TutorialStep.version_id.in_(version_ids))
        .order_by(TutorialStep.place)
    )
    for version_id, key in rows:
        found[version_id].append(key)
    return found


def _ticks(user_id: int, tutorial_ids: Sequence[int]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = {one: set() for one in tutorial_ids}
    rows = db.session.execute(
        select(Tick.tutorial_id, Tick.step_key).where(
            Tick.user_id == user_id, Tick.tutorial_id.in_(tutorial_ids)
        )
    )
    for tutorial_id, key in rows:
        found[tutorial_id].add(key)
    return found


def _completions() -> Select[*tuple[Any, ...]]:
    now = aliased(TutorialVersion)
    is_now = and_(now.tutorial_id == Completion.tutorial_id, now.state == "published")
    gone = User.id.is_(None) | User.disabled_at.is_not(None) | (User.business_id != Completion.business_id)
    return (
        select(
            Completion.person, Tutorial.slug, TutorialVersion.title, TutorialVersion.number, Completion.how,
            Completion.completed_on, now.number.label("now"), func.coalesce(gone, False).label("left"),
        )
        .join(TutorialVersion, TutorialVersion.id == Completion.version_id)
        .join(Tutorial, Tutorial.id == Completion.tutorial_id)
        .outerjoin(User, User.id == Completion.user_id)
        .outerjoin(now, is_now)
        .order_by(Completion.completed_on.desc(), Completion.id.desc())
    )  # fmt: skip


def _lines(statement: Select[*tuple[Any, ...]]) -> list[LearnedLine]:
    return [LearnedLine(**{**row._mapping, "left": bool(row.left)}) for row in db.session.execute(statement)]
