"""What a version says, as the rules know it."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from outreach.database import db
from outreach.tutorials import rules
from outreach.tutorials.models import CheckQuestion, TutorialStep, TutorialVersion

STEP_FIELDS = (
    "key", "part", "part_en", "title", "title_en", "body", "body_en", "who", "device", "mistake",
    "mistake_en", "see_now", "see_now_en", "practice_step",
)  # fmt: skip
VERSION_FIELDS = (
    "title", "title_en", "summary", "summary_en", "prepare", "prepare_en", "system", "portal",
    "portal_version", "checked_on", "checked_by", "valid_from", "valid_to", "change_note",
)  # fmt: skip


def content_of(version_id: int) -> rules.Content | None:
    """All that a version says, with its steps and questions in order."""
    version = db.session.scalar(
        select(TutorialVersion)
        .where(TutorialVersion.id == version_id)
        .options(selectinload(TutorialVersion.steps), selectinload(TutorialVersion.questions))
    )
    return content_from(version) if version else None


def content_from(version: TutorialVersion) -> rules.Content:
    """The same of a version at hand."""
    return rules.Content(
        **{name: getattr(version, name) for name in VERSION_FIELDS},
        steps=tuple(_step(step) for step in version.steps),
        questions=tuple(_question(question) for question in version.questions),
        sources=tuple(_source(source) for source in version.sources),
    )


def _step(step: TutorialStep) -> rules.Step:
    return rules.Step(**{name: getattr(step, name) for name in STEP_FIELDS})


def _question(question: CheckQuestion) -> rules.Question:
    return rules.Question(
        question=question.question,
        question_en=question.question_en,
        options=tuple(rules.Option(text=o["text"], text_en=o.get("text_en")) for o in question.options),
        right=question.right,
        why=question.why,
        why_en=question.why_en,
    )


def _source(source: dict[str, Any]) -> rules.Source:
    seen = source.get("seen_on")
    return rules.Source(
        text=source["text"], url=source.get("url"), seen_on=date.fromisoformat(seen) if seen else None
    )
