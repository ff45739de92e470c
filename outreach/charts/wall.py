"""The wall: every business as a strip of dots, written so shortly that thousands of dossiers stay light."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from outreach.i18n import gettext as _
from outreach.text import business_key

ONLINE, PAPER, UNKNOWN, FILED_FOR = "o", "p", "u", "f"
SIGNS = {ONLINE: "●", PAPER: "○", UNKNOWN: "◌", FILED_FOR: "◉"}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def wall_dots(rows: Iterable[tuple[date, bool | None, bool]], start: date) -> str:
    """The dossiers of one business as '0o,1cp,…': day offset from `start` in base 36, then one letter.

    Rows are (received_on, online or None, filed_for), any order, none before `start`. Letters: o online by
    the business itself, f online but filed for it by staff, p paper, u unknown channel.
    """
    marks = sorted(((day - start).days, _letter(online, filed_for)) for day, online, filed_for in rows)
    return ",".join(base36(offset) + letter for offset, letter in marks)


def base36(number: int) -> str:
    """A whole number ≥ 0 in digits 0–9a–z, as JavaScript's parseInt(text, 36) reads it."""
    if number < 0:
        raise ValueError("a dossier before the first day of the wall")
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


@dataclass(frozen=True)
class QuarterCount:
    """A business's dossiers received in one quarter."""

    label: str
    online: int
    received: int
    signs: str


@dataclass(frozen=True)
class WallRow:
    """One business; `dots` as wall_dots() writes them."""

    business_name: str
    href: str
    dots: str

    @cached_property
    def marks(self) -> list[tuple[int, str]]:
        """Day offset and letter of each dossier."""
        return [(int(mark[:-1], 36), mark[-1]) for mark in self.dots.split(",")] if self.dots else []

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

    def quarters(self, start: date) -> list[QuarterCount]:
        """Counts per calendar quarter, quarters without dossiers left out."""
        letters: dict[tuple[int, int], list[str]] = {}
        for offset, letter in self.marks:
            day = start + timedelta(days=offset)
            letters.setdefault((day.year, (day.month + 2) // 3), []).append(letter)
        return [
            QuarterCount(
                str(_("quý %(quarter)s/%(year)s", quarter=quarter, year=year)),
                sum(letter in (ONLINE, FILED_FOR) for letter in found),
                len(found),
                "".join(SIGNS[letter] for letter in found),
            )
            for (year, quarter), found in letters.items()
        ]


@dataclass(frozen=True)
class WallZone:
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
