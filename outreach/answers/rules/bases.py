"""Legal documents as people write them below an answer: one a line, the place behind a comma."""

from typing import NamedTuple

from outreach.text import squeeze


class Cited(NamedTuple):
    """A document by its number, and where in it."""

    number: str
    place: str | None


def read_bases(text: str) -> list[Cited]:
    """'219/2025/NĐ-CP, khoản 2 Điều 14' → number and place; empty lines are none."""
    found = []
    for line in text.splitlines():
        number, _comma, place = line.replace(";", ",").partition(",")
        if squeeze(line):
            found.append(Cited(squeeze(number), squeeze(place) or None))
    return found


def write_bases(cited: list[Cited]) -> str:
    """As `read_bases` reads them."""
    return "\n".join(f"{one.number}, {one.place}" if one.place else one.number for one in cited)
