"""Months that a register seems to lack: pure arithmetic on counts per month.

What is usual is the median of up to six months on either side. A month is missing when so many dossiers would
hardly ever all stay away by chance, and thin when it has less than half of the usual and the difference is
more than chance makes: Tết, which halves a February, is no gap.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from statistics import median
from typing import Literal, NamedTuple

from outreach import clock

AROUND = 6  # months on either side
SURELY = 7  # that many are expected: none at all comes once in a thousand times
SPREAD = 3  # standard deviations of a count

GapKind = Literal["missing", "thin", "stopped"]


class Gap(NamedTuple):
    """One or more months in a row; `usual` is what a month around them has. 'stopped': to the end."""

    first: date
    last: date
    kind: GapKind
    received: int
    usual: int

    @property
    def months(self) -> int:
        """How many."""
        return len(clock.months_between(self.first, self.last))


def find_gaps(counts: Mapping[date, int], until: date) -> list[Gap]:
    """The gaps of counts per month (first days), from the first that has any to `until`, in their order.

    The first month may have begun late and is never thin; `until` is the last that should be whole.
    """
    known = [month for month, count in counts.items() if count]
    months = clock.months_between(min(known), until) if known and min(known) <= until else []
    row = [counts.get(month, 0) for month in months]
    return [
        Gap(months[start], months[end - 1], kind, sum(row[start:end]), usual)
        for start, end, kind, usual in sorted([*_empty(row), *_thin(row)])
    ]


def _empty(row: Sequence[int]) -> Iterator[tuple[int, int, GapKind, int]]:
    for nothing, run in groupby(range(len(row)), key=lambda place: not row[place]):
        places = list(run)
        start, end = places[0], places[-1] + 1
        usual = _usual([*row[max(0, start - AROUND) : start], *row[end : end + AROUND]])
        if nothing and usual * len(places) >= SURELY:
            yield start, end, "stopped" if end == len(row) else "missing", usual


def _thin(row: Sequence[int]) -> Iterator[tuple[int, int, GapKind, int]]:
    for place in range(1, len(row)):
        around = [*row[max(0, place - AROUND) : place], *row[place + 1 : place + 1 + AROUND]]
        usual = _usual([count for count in around if count])
        less = usual - row[place]
        if row[place] and less * 2 > usual and less > SPREAD * usual**0.5:
            yield place, place + 1, "thin", usual


def _usual(counts: Sequence[int]) -> int:
    return round(median(counts)) if counts else 0
