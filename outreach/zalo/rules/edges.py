"""Where a chat was cut off: a message that begins, or ends, outside what was copied."""

from datetime import datetime
from typing import NamedTuple

from outreach.clock import local
from outreach.text import fold


class Edge(NamedTuple):
    """A message that is stored, as far as it was copied."""

    fingerprint: str
    person: str
    said_at: datetime | None
    day_guessed: bool
    text: str


def same_person_and_time(one: Edge, other: Edge) -> bool:
    """Whether both may be the same message: of a person and a minute; of a day only where both are sure."""
    if fold(one.person) != fold(other.person) or one.said_at is None or other.said_at is None:
        return False
    days_count = not (one.day_guessed or other.day_guessed)
    written = "%Y-%m-%d %H:%M" if days_count else "%H:%M"
    return local(one.said_at).strftime(written) == local(other.said_at).strftime(written)


def begins_with(text: str, beginning: str) -> int | None:
    """How many characters of `text` a copy that was cut off holds already; None when it is not its beginning.

    White space counts for nothing. A word that was cut in two is not there yet. 0: nothing of it is.
    """
    words, cut = " ".join(text.split()), " ".join(beginning.split())
    if not cut or len(cut) >= len(words) or not words.startswith(cut):
        return None
    left, place = len("".join(cut.split())), 0
    while left:
        left -= not text[place].isspace()
        place += 1
    while place and not text[place].isspace():  # back to where the word begins
        place -= 1
        if place and text[place - 1].isspace():
            break
    return place


def ends_with(text: str, end: str) -> bool:
    """Whether a copy that began in the middle is the end of this message."""
    words, cut = " ".join(text.split()), " ".join(end.split())
    return bool(cut) and words.endswith(cut)
