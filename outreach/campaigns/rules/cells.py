"""The cells of the matrix: lines and deeds put under their contents and channels, sums without doubles."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from outreach.campaigns.rules.matrix import CHANNELS, CONTENTS

NO_CHANNEL = ""  # of what names none; the row stands last
NO_CONTENT = ""


class Intended(NamedTuple):
    """A line of a plan."""

    id: int
    plan_id: int
    title: str
    type: str
    channel: str | None
    contents: tuple[str, ...]
    times: int
    year: int
    quarter: int | None
    cost_planned_vnd: int | None


class Deed(NamedTuple):
    """An intervention that has taken place: distinct businesses, and people (lượt), a lower bound or not."""

    id: int
    code: str
    title: str
    type: str
    channel: str | None
    contents: tuple[str, ...]
    held_on: date
    covers_all: bool
    cost_vnd: int | None
    proofs: int
    businesses: frozenset[int]
    people: int
    at_least: bool


class Cell(NamedTuple):
    """Sums of some lines and deeds; money is None while none is known."""

    planned: int
    done: int
    proved: int  # of those done, with at least one piece of evidence
    businesses: int  # distinct
    people: int
    at_least: bool
    everyone: bool  # something reached all businesses
    cost_planned_vnd: int | None
    cost_vnd: int | None

    @property
    def empty(self) -> bool:
        """Neither planned nor done."""
        return not (self.planned or self.done)


_NOTHING = Cell(0, 0, 0, 0, 0, False, False, None, None)


class Row(NamedTuple):
    """A channel with its cells by content, and all of it."""

    channel: str
    cells: dict[str, Cell]
    whole: Cell


T = TypeVar("T", Intended, Deed)


class Matrix(NamedTuple):
    """The table: rows by channel, sums by content, everything, and what names no content."""

    rows: list[Row]
    contents: dict[str, Cell]
    whole: Cell
    unplaced: Cell

    @property
    def gaps(self) -> list[str]:
        """Contents that nothing was planned or done for."""
        return [letter for letter, cell in self.contents.items() if cell.empty]


def matrix(intended: Sequence[Intended], deeds: Sequence[Deed], *, every_channel: bool = False) -> Matrix:
    """Put everything in its place; channels that nothing uses only with `every_channel`."""
    lines, done = _placed(intended), _placed(deeds)

    def cell(channel: str | None, letter: str | None) -> Cell:
        return _cell(lines.get((channel, letter), ()), done.get((channel, letter), ()))

    rows = [
        Row(channel, {letter: cell(channel, letter) for letter in CONTENTS}, cell(channel, None))
        for channel in (*CHANNELS, NO_CHANNEL)
        if (channel, None) in lines or (channel, None) in done or (every_channel and channel)
    ]
    contents = {letter: cell(None, letter) for letter in CONTENTS}
    return Matrix(rows, contents, _cell(intended, deeds), cell(None, NO_CONTENT))


def _placed(things: Sequence[T]) -> dict[tuple[str | None, str | None], list[T]]:
    """What stands in each cell, row (no letter) and column (no channel), in one pass over the things."""
    found: dict[tuple[str | None, str | None], list[T]] = {}
    for one in things:
        channel = one.channel or NO_CHANNEL
        for letter in one.contents or (NO_CONTENT,):
            found.setdefault((channel, letter), []).append(one)
            found.setdefault((None, letter), []).append(one)
        found.setdefault((channel, None), []).append(one)
    return found


def narrowed(
    intended: Sequence[Intended], deeds: Sequence[Deed], *, letter: str | None, channel: str | None
) -> tuple[list[Intended], list[Deed]]:
    """What stands in one cell, one row or one column; '' stands for what names none."""
    lines, done = list(intended), list(deeds)
    if letter is not None:
        lines, done = _with(lines, letter), _with(done, letter)
    if channel is not None:
        lines = [one for one in lines if (one.channel or NO_CHANNEL) == channel]
        done = [one for one in done if (one.channel or NO_CHANNEL) == channel]
    return lines, done


def _with(things: Iterable[T], letter: str) -> list[T]:
    return [one for one in things if letter in one.contents or (not letter and not one.contents)]


def _cell(intended: Sequence[Intended], deeds: Sequence[Deed]) -> Cell:
    if not intended and not deeds:
        return _NOTHING
    planned = [line.cost_planned_vnd for line in intended if line.cost_planned_vnd is not None]
    spent = [deed.cost_vnd for deed in deeds if deed.cost_vnd is not None]
    return Cell(
        planned=sum([line.times for line in intended]),
        done=len(deeds),
        proved=len([deed for deed in deeds if deed.proofs]),
        businesses=len(frozenset[int]().union(*[deed.businesses for deed in deeds])),
        people=sum([deed.people for deed in deeds]),
        at_least=True in [deed.at_least for deed in deeds],
        everyone=True in [deed.covers_all for deed in deeds],
        cost_planned_vnd=sum(planned) if planned else None,
        cost_vnd=sum(spent) if spent else None,
    )
