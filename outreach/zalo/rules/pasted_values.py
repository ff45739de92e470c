"""What a pasted text is read as."""

from datetime import datetime
from typing import NamedTuple

BRACKET, BEHIND, BEFORE, BELOW, BESIDE, AFTER, PLAIN, NONE = (
    "bracket", "behind", "before", "below", "beside", "after", "plain", "none"
)  # fmt: skip


class Said(NamedTuple):
    """One message; `head` are the words that were read as its head, `sure` whether that is beyond doubt."""

    person: str  # empty: nobody is named
    said_at: datetime | None
    day_guessed: bool  # only a time of the day stood there
    text: str
    head: str
    shape: str
    sure: bool


class Reading(NamedTuple):
    """How a text was read: its messages, the shape that most heads have, and words that belong to none."""

    said: tuple[Said, ...]
    shape: str
    rest: str
