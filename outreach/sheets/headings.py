"""Headings as forms print them: in one to three rows, groups joined over their columns.

Each column has a path from its group down to its own heading: ("Tiếp nhận", "Trong kỳ", "Trực tuyến").
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from outreach.sheets.cells import Cell, Merge, Numbered
from outreach.sheets.furniture import is_group, is_numbered, is_total
from outreach.sheets.values.texts import CONTROL, written
from outreach.text import fold_words, squeeze

ROWS_SEARCHED = 50
SAMPLE_ROWS = 20
SAMPLES = 3  # of a column
DEEPEST = 3
BETWEEN = " > "

Path = tuple[str, ...]

_SHOWN = 200
_BRACKETS = re.compile(r"\([^)]*\)")


class Headings(NamedTuple):
    """Rows that may be headings: the numbers of the first and the last, and the path of each column."""

    first: int
    last: int
    paths: tuple[Path, ...]

    @property
    def depth(self) -> int:
        """In how many rows they stand."""
        return self.last - self.first + 1


def possible_headings(top: Sequence[Numbered], merges: Sequence[Merge] | None) -> Iterator[Headings]:
    """Every row near the top as headings, alone and with the one or two right above it."""
    shown = [(number, _texts(cells)) for number, cells in top[:ROWS_SEARCHED]]
    for place in range(len(shown)):
        for depth in range(1, DEEPEST + 1):
            rows = shown[max(0, place - depth + 1) : place + 1]
            if len(rows) == depth and rows[-1][0] - rows[0][0] == depth - 1:
                yield Headings(rows[0][0], rows[-1][0], _paths(rows, merges))


def with_groups(chosen: Headings, top: Sequence[Numbered], merges: Sequence[Merge] | None) -> Headings:
    """The chosen headings with the rows above that belong to them.

    Those share a joined cell with them, or name a column that has cells below and no heading yet.
    """
    rows = dict(top)
    below = [cells for number, cells in top if number > chosen.last]
    while chosen.depth < DEEPEST and (above := rows.get(chosen.first - 1)):
        if not _crosses(merges or (), chosen.first) and not _names_more(above, chosen, below):
            break
        wanted = [(number, _texts(rows[number])) for number in range(chosen.first - 1, chosen.last + 1)]
        chosen = Headings(chosen.first - 1, chosen.last, _paths(wanted, merges))
    return chosen


def samples_below(chosen: Headings, top: Sequence[Numbered]) -> list[tuple[str, ...]]:
    """Of each column the first different values below the headings; of rows that are none only in need."""
    rows = (cells for number, cells in top if number > chosen.last and not is_numbered(cells))
    below = list(islice(rows, SAMPLE_ROWS))
    everywhere = list(range(len(chosen.paths)))
    proper = [cells for cells in below if not is_total(cells) and not is_group(cells, everywhere)]
    return [_filled(proper, place) or _filled(below, place) for place in everywhere]


def _filled(rows: Sequence[Sequence[Cell]], place: int) -> tuple[str, ...]:
    texts = dict.fromkeys(filter(None, (show(cells[place]) for cells in rows if place < len(cells))))
    return tuple(islice(texts, SAMPLES))


def _crosses(merges: Sequence[Merge], row: int) -> bool:
    return any(first < row <= last for first, _, last, _ in merges)


def _names_more(above: Sequence[Cell], chosen: Headings, below: Sequence[Sequence[Cell]]) -> bool:
    bare_places = {place for place, path in enumerate(chosen.paths) if not path}
    named = [place for place, cell in enumerate(above) if isinstance(cell, str) and place in bare_places]
    return any(place < len(cells) and cells[place] is not None for place in named for cells in below)


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [show(cell) if isinstance(cell, str) else "" for cell in cells]


def _paths(rows: Sequence[tuple[int, list[str]]], merges: Sequence[Merge] | None) -> tuple[Path, ...]:
    width = max(len(texts) for _, texts in rows)
    levels = [[*texts, *[""] * (width - len(texts))] for _, texts in rows]
    numbers = [number for number, _ in rows]
    wide = [merge for merge in merges or () if merge[3] > merge[1] and numbers[0] <= merge[2]]
    wide = [merge for merge in wide if merge[0] <= numbers[-1]]
    for first, left, last, right in wide:
        for number, level in zip(numbers, levels, strict=True):
            if first <= number <= last and left < width:
                level[left : right + 1] = [level[left]] * (min(right + 1, width) - left)
    if not wide:
        _spread(levels)
    return tuple(_path(column) for column in zip(*levels, strict=True))


def _spread(levels: list[list[str]]) -> None:
    """Without joined cells: a group reaches over the empty places to its right that have a heading below."""
    for depth, level in enumerate(levels[:-1]):
        for column in range(1, len(level)):
            here, left = _below(levels, depth, column), _below(levels, depth, column - 1)
            same = all(above[column] == above[column - 1] for above in levels[:depth])
            if not level[column] and here and left and same:
                level[column] = level[column - 1]


def _below(levels: list[list[str]], depth: int, column: int) -> bool:
    return any(level[column] for level in levels[depth + 1 :])


def _path(column: Sequence[str]) -> Path:
    """The parts that say something; a cell joined downwards says it once."""
    parts: list[str] = []
    for text in column:
        if text and text not in parts[-1:]:
            parts.append(text)
    return tuple(parts)


def letter(place: int) -> str:
    """What a spreadsheet calls the column at this place: A, B … Z, AA."""
    rest, last = divmod(place, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)


def spell(path: Path) -> str:
    """A path as people read it and as a mapping names it."""
    return BETWEEN.join(path)


@lru_cache(maxsize=4096)
def key_of(heading: str) -> str:
    """A heading as it is compared: no marks, case, blanks, line breaks or punctuation."""
    return fold_words(heading).replace(" ", "")


def bare(heading: str) -> str:
    """A heading without what it says in brackets: 'Ngày hẹn trả (dự kiến)'."""
    return _BRACKETS.sub("", heading) if "(" in heading else heading


def show(cell: Cell) -> str:
    """A cell as it is shown to people: one line, 200 characters, nothing that breaks an encoding."""
    if cell is None:
        return ""
    text = squeeze(CONTROL.sub("\ufffd", written(cell)[: _SHOWN * 2]))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
