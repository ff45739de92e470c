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


def person_and_time(one: Edge) -> tuple[str, str] | None:
    """What two copies of a message have in common, whatever day they name; None without a time."""
    return (fold(one.person), local(one.said_at).strftime("%H:%M")) if one.said_at else None


def same_day(one: Edge, other: Edge) -> bool:
    """Whether both may be of the same day: where one of them has only a time, nobody can say otherwise."""
    if one.said_at is None or other.said_at is None or one.day_guessed or other.day_guessed:
        return True
    return local(one.said_at).date() == local(other.said_at).date()


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
