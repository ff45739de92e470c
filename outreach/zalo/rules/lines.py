"""A message read from a paste, with what was decided about it so far: a plain value until it is stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from outreach.zalo.rules.placing import Print, Turn

OUT, STAFF_SAID, UNDECIDED = "out", "staff", ""


class Line(NamedTuple):
    """As models.PasteLine holds it; `id` is 0 before it is stored."""

    place: int
    fingerprint: str
    words_print: str
    person: str
    said_at: datetime | None
    day_guessed: bool
    unsure: bool
    text: str
    staff: bool = False
    business_id: int | None = None
    procedure_id: int | None = None
    left_out: bool = False
    known: bool = False
    message_id: int | None = None
    id: int = 0

    @property
    def taken(self) -> bool:
        """Whether it becomes a message when the paste is confirmed."""
        return not self.left_out and not self.known

    @property
    def known_by(self) -> Print:
        """By what it is recognised."""
        return Print(self.fingerprint, self.words_print, self.said_at, self.day_guessed, len(self.text))

    @property
    def turn(self) -> Turn:
        """Who speaks when."""
        return Turn(self.staff, self.business_id, self.said_at)


def who_is_who(lines: Sequence[Line]) -> dict[str, str]:
    """Who each name is, as the lines say: 'staff', 'out', a business's id, or ''."""
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        by_name.setdefault(line.person, []).append(line)
    return {name: _choice(some) for name, some in by_name.items()}


def _choice(lines: Sequence[Line]) -> str:
    first = lines[0]
    if first.staff:
        return STAFF_SAID
    if first.business_id is not None:
        return str(first.business_id)
    return OUT if all(line.left_out for line in lines) else UNDECIDED


def when(lines: Sequence[Line], otherwise: datetime, now: datetime) -> list[datetime]:
    """When each line was said, never in the future; without a time, with the one before it, else after it."""
    last = None
    given = next((line.said_at for line in lines if line.said_at), otherwise)
    times = []
    for line in lines:
        last = line.said_at or last
        times.append(min(last or given, now))
    return times
