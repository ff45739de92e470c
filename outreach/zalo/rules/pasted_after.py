"""Chats copied from Zalo on a PC: a name, what was said, and below it the time.

The name stands only where somebody begins to speak; what follows within their turn has a time alone.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from outreach.text import fold
from outreach.zalo.rules.pasted_names import is_name, looks_like_a_name
from outreach.zalo.rules.pasted_times import Moment, instant, read_day, read_stamp
from outreach.zalo.rules.pasted_values import AFTER, Reading, Said


class _Piece(NamedTuple):
    """What stands above a time (None: the text ends before it), and the days above that."""

    days: tuple[str, ...]
    day: date | None
    lines: tuple[str, ...]
    stamp: str
    moment: Moment | None


def read_after(lines: Sequence[str], day: date, names: Collection[str], *, besides: int) -> Reading | None:
    """The messages, or None where the text is no chat of this shape. `besides`: lines with name and time."""
    stamps = {at: moment for at, line in enumerate(lines) if (moment := read_stamp(line, day)) is not None}
    if len(stamps) <= besides:
        return None
    pieces, rest = _pieces(lines, stamps, day)
    people = _people(pieces, names)
    if not people or not _times_stand_below(lines, stamps, day, names):
        return None
    return Reading(tuple(_said(pieces, people, day)), AFTER, rest)


def _pieces(
    lines: Sequence[str], stamps: dict[int, Moment], today: date
) -> tuple[list[_Piece], str]:  # fmt: skip
    pieces: list[_Piece] = []
    days: list[str] = []
    body: list[str] = []
    day: date | None = None
    for at, line in enumerate(lines):
        named = read_day(line, today) if at not in stamps else None
        if at not in stamps and named is None:
            body.append(line)
            continue
        if any(map(str.strip, body)) or at in stamps:
            moment, stamp = stamps.get(at), line if at in stamps else ""
            pieces.append(_Piece(tuple(days), day, tuple(body), stamp, moment))
            day, days, body = (moment.day if moment else None) or day, [], []
        if named is not None:
            day, days = named, [*days, line]
    if any(map(str.strip, body)):
        pieces.append(_Piece(tuple(days), day, tuple(body), "", None))
        days = []
    return pieces, "\n".join(days)


def _first(piece: _Piece) -> str | None:
    """What may be a name: the first of several lines."""
    written = [line.strip() for line in piece.lines if line.strip()]
    return written[0] if len(written) > 1 and is_name(written[0]) else None


def _people(pieces: Sequence[_Piece], names: Collection[str]) -> dict[str, bool]:
    """Folded names, and whether each is beyond doubt: known here, or coming back."""
    firsts = [first for piece in pieces if (first := _first(piece)) is not None]
    often = Counter(map(fold, firsts))
    return {
        fold(first): often[fold(first)] > 1 or fold(first) in names for first in firsts
        if often[fold(first)] > 1 or fold(first) in names or looks_like_a_name(first)
    }  # fmt: skip


def _times_stand_below(
    lines: Sequence[str], stamps: dict[int, Moment], today: date, names: Collection[str]
) -> bool:
    """Below what was said, rather than between a name and what was said."""
    written = [
        at for at, line in enumerate(lines)
        if line.strip() and (at in stamps or read_day(line, today) is None)
    ]  # fmt: skip
    is_time = [at in stamps for at in written]
    first, ends = is_time.index(True), is_time[-1]
    if ends != (first < 2):
        return ends
    above = [lines[written[at - 1]] for at in range(1, len(written)) if is_time[at] and not is_time[at - 1]]
    begins = [0, *(at + 1 for at in range(len(written) - 1) if is_time[at])]
    below = [lines[written[at]] for at in begins if not is_time[at]]
    return _likely_names(below, names) > _likely_names(above, names)


def _likely_names(lines: Sequence[str], names: Collection[str]) -> float:
    """How many of the lines are names, as far as that can be told; as a share."""
    often = Counter(map(fold, lines))
    points = [
        is_name(line) * (4 * (fold(line) in names) + 2 * (often[fold(line)] > 1) + looks_like_a_name(line))
        for line in lines
    ]
    return sum(points) / max(len(points), 1)


def _said(pieces: Sequence[_Piece], people: dict[str, bool], today: date) -> list[Said]:
    said, person, sure = [], "", False
    for piece in pieces:
        lines, name = list(piece.lines), _first(piece)
        head = [*piece.days]
        if name is not None and fold(name) in people:
            at = next(at for at, line in enumerate(lines) if line.strip())
            head.append(lines.pop(at))
            person, sure = name, people[fold(name)]
        head.append(piece.stamp)
        moment = piece.moment or Moment(None, None)
        guessed = piece.moment is not None and moment.day is None and piece.day is None
        said.append(
            Said(
                person, instant(moment, piece.day or today), guessed, "\n".join(lines).strip("\n \t"),
                "\n".join(filter(None, head)), AFTER, sure and piece.moment is not None,
            )
        )  # fmt: skip
    return said
