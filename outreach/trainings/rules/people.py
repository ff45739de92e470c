"""People as they are written in a box, one a line: name, job, phone."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from outreach.identifiers import phone_of, spell_phone
from outreach.text import fold, squeeze

LONGEST = 120  # characters of a name or a job
_SEPARATOR = re.compile(r"\s*[,;\t|]\s*|\s+[–—-]\s+")
_BULLET = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s+")


class Person(NamedTuple):
    """Somebody who comes."""

    name: str
    job: str | None = None
    phone: str | None = None


class Seat(NamedTuple):
    """A seat of a registration: its row, who sits there so far, and whether that person has come."""

    id: int
    person: Person | None
    present: bool = False


def read_people(text: str) -> list[Person]:
    """The people of a box: "Nguyễn Thị Lan, kế toán, 0912 345 678". A line without a name is left out."""
    people = []
    for line in text.splitlines():
        parts = [part for part in map(squeeze, _SEPARATOR.split(_BULLET.sub("", line))) if part]
        phone = next((part for part in parts[1:] if phone_of(part)), None)
        words = [part for part in parts if part != phone]
        if not words:
            continue
        job = ", ".join(words[1:])[:LONGEST] or None
        people.append(Person(words[0][:LONGEST], job, phone_of(phone) if phone else None))
    return people


def write_people(people: Sequence[Person]) -> str:
    """The same as they stand in the box."""
    return "\n".join(
        ", ".join(
            filter(None, (person.name, person.job, spell_phone(person.phone) if person.phone else None))
        )
        for person in people
    )


def seat_people(seats: Sequence[Seat], people: Sequence[Person]) -> dict[int, Person | None]:
    """Which seat gets whom, of the seats that change: who sits somewhere stays there, the others fill up.

    Somebody who has come keeps the seat even when the new list forgets them.
    """
    left = list(people)
    kept: dict[int, Person | None] = {}
    for seat in seats:
        again = next((one for one in left if seat.person and fold(one.name) == fold(seat.person.name)), None)
        if again is not None:
            left.remove(again)
            kept[seat.id] = again
        elif seat.present and seat.person:
            kept[seat.id] = seat.person
    for seat in seats:
        if seat.id not in kept:
            kept[seat.id] = left.pop(0) if left else None
    return {seat.id: kept[seat.id] for seat in seats if kept[seat.id] != seat.person}
