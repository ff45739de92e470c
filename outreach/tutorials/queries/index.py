"""The public list of guides."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from outreach.catalogue.models import ProcedureCard
from outreach.database import db
from outreach.dossiers.models import Procedure, ServiceLevel
from outreach.text import sort_key
from outreach.tutorials.models import Tutorial, TutorialStep, TutorialVersion
from outreach.tutorials.queries.reading import NOT_YET, is_sample, shown
from outreach.tutorials.rules.search import Described, rank


class IndexLine(NamedTuple):
    """One guide in the list, with its procedure's levels of today as (vocabulary, level)."""

    levels: tuple[tuple[str, str], ...]
    slug: str
    title: str
    title_en: str | None
    summary: str
    summary_en: str | None
    state: str
    system: str
    steps: int
    procedure_id: int | None
    code: str | None
    procedure: str | None
    field: str | None
    everyday: str | None
    is_sample: bool

    @property
    def is_draft(self) -> bool:
        """Whether no officer has checked it yet."""
        return self.state in NOT_YET

    @property
    def is_unchecked(self) -> bool:
        """Whether readers are told that no officer has checked it."""
        return self.is_draft or self.is_sample

    def described(self) -> Described:
        """What it is found by."""
        named = [self.title, self.title_en, self.everyday, self.code]
        told = [self.procedure, self.field, self.summary, self.summary_en]
        return Described([(t, 1.0) for t in named if t] + [(t, 0.75) for t in told if t])


def answering(lines: Sequence[IndexLine], words: str, level: tuple[str, str] | None) -> Sequence[IndexLine]:
    """The lines of that level that answer the words, best first; without words in the order they come."""
    of_level = [line for line in lines if level is None or level in line.levels]
    return [of_level[index] for index in rank(words, [line.described() for line in of_level])]


def shown_addresses() -> list[tuple[str, list[str]]]:
    """Of every guide that readers see, its slug and the keys of its steps in order."""
    rows = db.session.execute(
        select(Tutorial.slug, TutorialStep.key)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .join(TutorialStep, TutorialStep.version_id == TutorialVersion.id)
        .where(shown())
        .order_by(Tutorial.slug, TutorialStep.place)
    )
    found: dict[str, list[str]] = {}
    for slug, key in rows:
        found.setdefault(slug, []).append(key)
    return list(found.items())


def list_shown(today: date) -> list[IndexLine]:
    """The guides that readers see, in the order of their titles."""
    steps = select(func.count()).where(TutorialStep.version_id == TutorialVersion.id).scalar_subquery()
    columns: list[Any] = [
        Tutorial.slug, TutorialVersion.title, TutorialVersion.title_en, TutorialVersion.summary,
        TutorialVersion.summary_en, TutorialVersion.state, TutorialVersion.system, steps,
        Tutorial.procedure_id, Procedure.code, Procedure.name, Procedure.field, ProcedureCard.everyday,
        is_sample(),
    ]  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .outerjoin(Procedure, Procedure.id == Tutorial.procedure_id)
        .outerjoin(ProcedureCard, ProcedureCard.procedure_id == Procedure.id)
        .where(shown())
    ).all()
    levels = _levels_today({row[8] for row in rows if row[8] is not None}, today)
    lines = [IndexLine(levels.get(row[8], ()), *row) for row in rows]
    return sorted(lines, key=lambda line: sort_key(line.title))


def _levels_today(procedure_ids: set[int], today: date) -> dict[int | None, tuple[tuple[str, str], ...]]:
    holds = and_(
        ServiceLevel.valid_from <= today, or_(ServiceLevel.valid_to.is_(None), ServiceLevel.valid_to >= today)
    )
    rows = db.session.execute(
        select(ServiceLevel.procedure_id, ServiceLevel.vocabulary, ServiceLevel.level)
        .where(ServiceLevel.procedure_id.in_(procedure_ids), holds)
        .order_by(ServiceLevel.vocabulary.desc())
    )
    found: dict[int | None, tuple[tuple[str, str], ...]] = {}
    for procedure_id, vocabulary, level in rows:
        found[procedure_id] = (*found.get(procedure_id, ()), (vocabulary, level))
    return found
