"""Rules of tutorials: states, who does a step on what, keys, languages, Markdown; no web, no database."""

from typing import NamedTuple

from outreach.tutorials.rules.contents import Content, Option, Question, Source, Step, check_content
from outreach.tutorials.rules.markdown import LONGEST_TEXT, render_markdown
from outreach.tutorials.rules.progress import (
    FEWEST_STARTS,
    KINDS,
    LONGEST_REPORT,
    REPORT_STATES,
    STUCK_LATELY,
    WAYS,
    News,
    Standing,
    news,
    per_hundred,
    right_answers,
    standing,
)
from outreach.tutorials.rules.validity import REASONS, Validity, review_reasons
from outreach.tutorials.rules.vocabulary import DEVICES, STATES, SYSTEMS, WHO, is_key, is_slug

__all__ = [
    "DEVICES", "FEWEST_STARTS", "KINDS", "LONGEST_REPORT", "LONGEST_TEXT", "REASONS", "REPORT_STATES",
    "STATES", "STUCK_LATELY", "SYSTEMS", "WAYS", "WHO",
    "Content", "News", "Option", "Place", "Question", "Said", "Source", "Standing", "Step", "Validity",
    "check_content", "is_key", "is_slug", "may", "news", "per_hundred", "place_of", "render_markdown",
    "review_reasons", "right_answers", "said", "standing",
]  # fmt: skip

# Which deed a version's state allows. Published ones are never written to again.
_MAY = {
    "save": frozenset({"draft", "reviewed"}),
    "review": frozenset({"draft"}),
    "publish": frozenset({"reviewed"}),
    "withdraw": frozenset({"draft", "reviewed", "published"}),
}


def may(state: str, deed: str) -> bool:
    """Whether a version in this state may be saved, reviewed, published or withdrawn."""
    return state in _MAY[deed]


class Said(NamedTuple):
    """A text and the language it is in; `other` when that is not the reader's."""

    text: str
    lang: str
    other: bool


def said(vi: str | None, en: str | None, locale: str) -> Said:
    """The text in the reader's language, else the Vietnamese one and that it is so."""
    if locale == "en" and en:
        return Said(en, "en", False)
    return Said(vi or "", "vi", locale != "vi" and bool(vi))


class Place(NamedTuple):
    """Where a step stands: its number from 1, how many there are, and the keys beside it."""

    number: int
    of: int
    before: str | None
    after: str | None


def place_of(keys: list[str], key: str) -> Place | None:
    """The place of a step among all steps in their order; None when there is no such step."""
    if key not in keys:
        return None
    index = keys.index(key)
    before = keys[index - 1] if index else None
    after = keys[index + 1] if index + 1 < len(keys) else None
    return Place(index + 1, len(keys), before, after)
