"""Which step of a published guide fits what somebody writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach.answers import rules
from outreach.database import db
from outreach.text import fold_words
from outreach.tutorials.models import Tutorial, TutorialStep, TutorialVersion

_GENERAL = 0.05  # a guide of no one procedure fits all, but less than the procedure's own


class StepFound(NamedTuple):
    """A step of a guide that readers see."""

    slug: str
    key: str
    number: int  # from 1
    title: str
    title_en: str | None
    guide: str
    tutorial_id: int
    version_id: int
    procedure_id: int | None


def steps_for(
    text: str, procedure_id: int | None = None, *, at: tuple[int, str] | None = None, limit: int = 3
) -> list[StepFound]:
    """Steps that a message is about, best first; of the procedure's guides and of those for all procedures.

    `at`: (id of the tutorial, key of the step) where the conversation stands, offered when no other
    fits. Only published versions; one statement when no guide has changed since the last time.
    """
    found, steps = _index()
    here = [one for one in steps if at == (one.tutorial_id, one.key)]
    if not text.strip():
        return here[:limit]
    hits = found.likely(text, procedure_id=procedure_id, step=at, limit=4 * limit)
    fit = [
        (hit.score - (_GENERAL if steps[hit.thing.id].procedure_id is None else 0.0), steps[hit.thing.id])
        for hit in hits
        if procedure_id is None or steps[hit.thing.id].procedure_id in (procedure_id, None)
    ]
    return [step for _score, step in sorted(fit, key=lambda one: -one[0])[:limit]] or here


def every_step() -> Sequence[StepFound]:
    """The steps that readers see, guide by guide in their order."""
    return _index()[1]


def _index() -> tuple[rules.Index, Sequence[StepFound]]:
    """The steps that readers see, taken apart once for as long as no version is published or withdrawn."""
    shown = db.session.execute(
        select(TutorialVersion.id, TutorialVersion.saved_at)
        .where(TutorialVersion.state == "published")
        .order_by(TutorialVersion.id)
    ).all()
    key = tuple((row.id, row.saved_at) for row in shown)
    kept = _kept.get("steps")
    if kept is None or kept[0] != key:
        kept = _kept["steps"] = (key, *_taken_apart())
    return kept[1], kept[2]


def _taken_apart() -> tuple[rules.Index, list[StepFound]]:
    columns: list[Any] = [
        Tutorial.slug, TutorialStep.key, TutorialStep.place, TutorialStep.title, TutorialStep.title_en,
        TutorialVersion.title, Tutorial.id, TutorialVersion.id, Tutorial.procedure_id, TutorialStep.mistake,
    ]  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .join(TutorialStep, TutorialStep.version_id == TutorialVersion.id)
        .where(TutorialVersion.state == "published")
        .order_by(TutorialVersion.title_folded, TutorialStep.place)
    ).all()
    steps = [StepFound(*row[:-1]) for row in rows]
    things = [
        rules.Thing(
            place, fold_words(f"{step.title} {row[-1] or ''}"), "", step.procedure_id,
            (step.tutorial_id, step.key),
        )
        for place, (step, row) in enumerate(zip(steps, rows, strict=True))
    ]  # fmt: skip
    return rules.Index(things), steps


_kept: dict[str, tuple[tuple[tuple[int, datetime], ...], rules.Index, list[StepFound]]] = {}
