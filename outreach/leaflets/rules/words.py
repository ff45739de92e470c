"""What a leaflet says: proposed from a tutorial, shortened; and the copy that a batch keeps as printed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from outreach.text import squeeze
from outreach.tutorials.rules import Content, Step, said

MOST_READY = 6
MOST_STEPS = 6
# Characters; what does not fit the paper is told by `fit`, long before these.
LONGEST = {"title": 120, "opening": 300, "ready": 1200, "steps": 1800, "closing": 300}
# What a proposal is shortened to.
_TITLE, _OPENING, _READY, _STEP = 90, 170, 110, 150

CUT = "…"  # at the end of what was shortened
_FULL = 0.6  # of the room: an end of a clause before that leaves too little
_CLAUSE_ENDS = (". ", "; ", ", ", " – ")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_BULLET = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+")
_QUOTE = re.compile(r"^\s*>\s?")


class Words(NamedTuple):
    """The words of a leaflet, in one language."""

    language: str
    title: str
    opening: str | None
    ready: tuple[str, ...]
    steps: tuple[str, ...]
    closing: str | None


class Printed(NamedTuple):
    """A leaflet as it was printed: its words, and what stood around them that day."""

    words: Words
    board: str
    address: str  # what the QR code says
    slug: str
    version: int
    tutorial: str
    portal: str
    unchecked: bool  # no officer had held it against the portal


class Written(Protocol):
    """What has the words of a leaflet, as it is kept."""

    language: str
    title: str
    opening: str | None
    ready: list[str]
    steps: list[str]
    closing: str | None


def propose(content: Content, language: str, ask: str | None) -> Words:
    """A version's words, shortened: its title, what to have ready, at most six steps, whom to ask (`ask`).

    A guide of more than six steps is told by its parts, each with what is done in it.
    """
    prepare = said(content.prepare, content.prepare_en, language).text
    return Words(
        language=language,
        title=_short(_plain(said(content.title, content.title_en, language).text), _TITLE),
        opening=_short(_plain(said(content.summary, content.summary_en, language).text), _OPENING) or None,
        ready=tuple(_short(line, _READY) for line in _points(prepare)[:MOST_READY]),
        steps=tuple(_short(step, _STEP) for step in _steps(content.steps, language)),
        closing=ask,
    )


def words_of(written: Written) -> Words:
    """The words of a leaflet that is kept."""
    return Words(
        written.language, written.title, written.opening, tuple(written.ready), tuple(written.steps),
        written.closing,
    )  # fmt: skip


def lines_of(text: str) -> tuple[str, ...]:
    """What was typed one to a line, without blank ones and without the marks of a list."""
    lines = (squeeze(_BULLET.sub("", line)) for line in text.splitlines())
    return tuple(line for line in lines if line)


def stored(printed: Printed) -> dict[str, Any]:
    """As a batch keeps it."""
    return {**printed._asdict(), "words": printed.words._asdict()}


def read_printed(kept: Mapping[str, Any]) -> Printed:
    """What `stored` gave."""
    words = {**kept["words"], "ready": tuple(kept["words"]["ready"]), "steps": tuple(kept["words"]["steps"])}
    return Printed(**{**kept, "words": Words(**words)})


def _steps(steps: Sequence[Step], language: str) -> list[str]:
    def title(step: Step) -> str:
        return _plain(said(step.title, step.title_en, language).text)

    if len(steps) <= MOST_STEPS:
        return [title(step) for step in steps]
    parts: list[tuple[Step, list[Step]]] = []
    for step in steps:
        if not parts or parts[-1][0].part != step.part:
            parts.append((step, []))
        parts[-1][1].append(step)
    told = [
        f"{_plain(said(first.part, first.part_en, language).text)}: {'; '.join(map(_lower, map(title, own)))}"
        if len(own) > 1
        else title(first)
        for first, own in parts
    ]
    return told[:MOST_STEPS]


def _points(markdown: str) -> list[str]:
    """The lines of a list, or paragraphs, without Markdown's marks."""
    return [line for line in (_plain(line) for line in markdown.splitlines()) if line]


def _plain(text: str) -> str:
    bare = _LINK.sub(r"\1", _PICTURE.sub("", _BULLET.sub("", _QUOTE.sub("", text))))
    return squeeze(re.sub(r"\*\*|__|`|(?<!\w)\*|\*(?!\w)", "", bare))


def _lower(text: str) -> str:
    """Without its capital, unless it begins with a name of capitals (VNeID)."""
    return text[0].lower() + text[1:] if len(text) > 1 and not text[1].isupper() else text


def shortened(words: Words) -> list[str]:
    """The lines that end where they were cut: whoever designs the leaflet finishes them."""
    lines = (words.title, words.opening, *words.ready, *words.steps, words.closing)
    return [line for line in lines if line and line.rstrip(" .)]”").endswith(CUT)]


def _short(text: str, most: int) -> str:
    """Ended where a clause ends, else at a word, and never inside brackets or quotation marks."""
    if len(text) <= most:
        return text
    kept = _closed(text[:most].rsplit(" ", 1)[0])
    clause = max(kept.rfind(mark) for mark in _CLAUSE_ENDS)
    if clause >= most * _FULL:
        kept = _closed(kept[:clause])
    return kept.rstrip(" ,;:.–-") + CUT


def _closed(text: str) -> str:
    """Without a bracket that is still open, unless the text begins with it."""
    for opening, closing in _PAIRS:
        while text.count(opening) > text.count(closing) and text.index(opening):
            text = text[: text.rindex(opening)].rstrip()
    return text
