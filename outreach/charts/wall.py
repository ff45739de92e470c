"""The wall: every business as a strip of dots, written so shortly that thousands of dossiers stay light."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from outreach.text import business_key

ONLINE, PAPER, UNKNOWN, FILED_FOR = "o", "p", "u", "f"
SIGNS = {ONLINE: "●", PAPER: "○", UNKNOWN: "◌", FILED_FOR: "◉"}
_MARK = re.compile(r"(\d+)([opuf])")


def wall_dots(rows: Iterable[tuple[date, bool | None, bool]], start: date) -> str:
    """The dossiers of one business as '0o48p…': days since the one before, or since `start`, and a letter.

    Rows are (received_on, online or None, filed_for), any order, none before `start`. Letters: o online by
    the business itself, f online but filed for it by staff, p paper, u unknown channel.
    """
    marks = sorted(((day - start).days, _letter(online, filed_for)) for day, online, filed_for in rows)
    if marks and marks[0][0] < 0:
        raise ValueError("a dossier before the first day of the wall")
    days = [0, *(day for day, _kind in marks)]
    return "".join(f"{day - before}{kind}" for before, (day, kind) in zip(days, marks, strict=False))


@dataclass(frozen=True)
class WallRow:
    """One business; `dots` as wall_dots() writes them."""

    business_name: str
    href: str
    dots: str

    @cached_property
    def marks(self) -> list[tuple[int, str]]:
        """Day offset and letter of each dossier."""
        found = [(int(gap), letter) for gap, letter in _MARK.findall(self.dots)]
        days = accumulate(gap for gap, _letter in found)
        return [(day, letter) for day, (_gap, letter) in zip(days, found, strict=True)]

    @property
    def kind(self) -> str:
        """'Công ty TNHH MTV' and the like, which tells no two businesses apart; may be empty."""
        return " ".join(self._words[: -self._own])

    @property
    def own_name(self) -> str:
        """The name without its kind of company, written as it is."""
        return " ".join(self._words[-self._own :])

    @property
    def received(self) -> int:
        """All dossiers of the strip."""
        return len(self.marks)

    @property
    def online(self) -> int:
        """Those filed online, whoever's hand did it."""
        return sum(letter in (ONLINE, FILED_FOR) for _day, letter in self.marks)

    @cached_property
    def _words(self) -> list[str]:
        return self.business_name.split()

    @cached_property
    def _own(self) -> int:
        """How many of the last words are the business's own name."""
        return max(1, min(business_key(self.business_name).count(" ") + 1, len(self._words)))

    def signs(self, start: date) -> str:
        """A sign for each dossier, '○●|●': a bar between calendar quarters, empty quarters left out."""
        quarters: dict[tuple[int, int], str] = {}
        for offset, letter in self.marks:
            day = start + timedelta(days=offset)
            quarter = day.year, (day.month + 2) // 3
            quarters[quarter] = quarters.get(quarter, "") + SIGNS[letter]
        return "|".join(quarters.values())


class WallZone(NamedTuple):
    """The businesses of one zone, in the order shown."""

    name: str
    rows: list[WallRow]

    @property
    def received(self) -> int:
        """All dossiers of the zone's strips."""
        return sum(row.received for row in self.rows)

    @property
    def online(self) -> int:
        """Those filed online."""
        return sum(row.online for row in self.rows)


def _letter(online: bool | None, filed_for: bool) -> str:
    if online is None:
        return UNKNOWN
    if not online:
        return PAPER
    return FILED_FOR if filed_for else ONLINE
