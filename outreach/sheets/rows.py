"""Single rows become values, or refusals that name row, column, value and reason."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from operator import getitem, itemgetter
from typing import Any, NamedTuple

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Block, Cell, CellFault, Numbered
from outreach.sheets.columns import Layout, Parser, Recognition
from outreach.sheets.furniture import (
    CROOKED,
    REASON,
    TOTAL_LETTERS,
    is_group,
    is_numbered,
    is_total,
    may_be_signature,
)
from outreach.sheets.headings import show
from outreach.sheets.said_values import reader

_REMEMBERED = 8_000  # values of a kind that are parsed once


class Row(NamedTuple):
    """A good row: its number in the sheet, and a value for each meaning that has a column (None: empty).

    `total` says that it is the sum of other rows; only layouts of figures have such rows.
    """

    number: int
    values: dict[str, Any]
    total: bool = False


class Refusal(NamedTuple):
    """A row that is not taken, with the first cell at fault."""

    row: int
    column: str
    value: str
    reason: LazyString


class Columns(NamedTuple):
    """Good rows that follow each other, by column: a value of each row for each meaning that has a column."""

    numbers: Sequence[int]
    values: dict[str, list[Any]]

    def rows(self) -> Iterator[Row]:
        """The same row by row."""
        by_row = zip(*self.values.values(), strict=True)
        return map(Row, self.numbers, map(dict, map(zip, repeat(tuple(self.values)), by_row)))


class _Values(dict[Cell, Any]):
    """What cells of one kind mean, each parsed when first met: most columns hold few different ones."""

    def __init__(self, parse: Parser) -> None:
        super().__init__({None: None, "": None})
        self.parse = parse

    def __missing__(self, cell: Cell) -> Any:
        value = self.parse(cell)
        if type(cell) is str and len(self) < _REMEMBERED:  # 1, 1.0 and True would share one place
            self[cell] = value
        return value


def _has_total(block: Block) -> bool:
    """Whether one of the rows is a total; where the first column is filled, its letters settle it for all."""
    first = block.columns[0]
    if all(first) and TOTAL_LETTERS.isdisjoint({str(cell).lstrip()[:1] for cell in first}):
        return False
    return any(is_total(cells) for _number, cells in block.rows())


def _lacks(columns: list[list[Any]]) -> bool:
    """Whether a row has nothing in any of these columns."""
    if len(columns) == 1:
        return None in columns[0]
    return (None,) * len(columns) in zip(*columns, strict=True)


class RowReader:
    """Reads the rows of one file, from the first below its headings to the last."""

    def __init__(self, layout: Layout, recognition: Recognition, headings: list[tuple[Cell, ...]]) -> None:
        self.layout = layout
        self.recognition = recognition
        self._previous, self._ended = recognition.heading_row, False
        self.width = len(headings[-1])
        fields = [field for field in layout.fields if field.meaning in recognition.columns]
        self.meanings = [field.meaning for field in fields]
        rules = {**recognition.headings, **recognition.read_as}
        said = recognition.values
        parsers = [reader(field.parser(rules[field.meaning]), said, field.meaning) for field in fields]
        shared = {parse: _Values(parse) for parse in parsers}  # four columns of dates hold the same days
        self.known = [shared[parse] for parse in parsers]
        places = [recognition.columns[meaning] for meaning in self.meanings]
        self.places = places
        self.pick = itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)
        self.headings = [self.pick(heading) for heading in headings]
        groups = [tuple(name for name in group if name in recognition.columns) for group in layout.needs]
        self.needed = dict.fromkeys([*groups, *((field.meaning,) for field in fields if field.required)])
        self.key_columns = [recognition.columns[name] for group in groups for name in group]

    def one_by_one(
        self, rows: Iterable[Numbered], *, below_headings: bool = False
    ) -> Iterator[Row | Refusal]:
        """What each row says, or why it is not taken; furniture is left out."""
        for number, cells in rows:
            # After a total or a blank row the table may be over; words that make no row are its signature.
            total = is_total(cells)
            self._ended = self._ended or total or number > self._previous + 1
            self._previous = number
            if (total and not self.layout.figures) or (below_headings and is_numbered(cells)):
                continue
            outcome = self.read(number, self._named(cells) if total else cells)
            if isinstance(outcome, Row):
                self._ended = total
                yield outcome._replace(total=True) if total else outcome
            elif outcome and not self._is_furniture(cells):
                yield outcome

    def _named(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """A total whose words stand left of the names, joined with their place: moved there."""
        names = [self.recognition.columns[name] for name in next(iter(self.needed))]
        if any(place >= len(cells) or cells[place] is not None for place in names):
            return cells
        words = next(cell for cell in cells if cell is not None and cell != "")
        return tuple(words if place == names[0] else cell for place, cell in enumerate(cells))

    def at_once(self, block: Block) -> Columns | None:
        """The same, several times as fast, for rows that all are good; None when one of them is not."""
        if len(block.columns) != self.width:
            return None
        columns, empty = [block.columns[place] for place in self.places], "" if block.plain else None
        if _has_total(block) or any((heading[0] or empty) in columns[0] for heading in self.headings):
            return None
        try:
            parsed = [
                list(map(known.__getitem__, cells)) for known, cells in zip(self.known, columns, strict=True)
            ]
        except CellFault:
            return None
        found = dict(zip(self.meanings, parsed, strict=True))
        if any(_lacks([found[meaning] for meaning in group]) for group in self.needed):
            return None
        self._previous, self._ended = block.numbers[-1], False
        return Columns(block.numbers, found)

    def _is_furniture(self, cells: tuple[Cell, ...]) -> bool:
        """A row that is none: the head of a group, or below the end of the table a signature."""
        if is_group(cells, self.key_columns):
            return True
        return self._ended and may_be_signature(cells, self.key_columns, self.recognition.width)

    def read(self, number: int, cells: tuple[Cell, ...]) -> Row | Refusal | None:
        """The row's values, or why not; None when it is none: blank, or the headings again."""
        if len(cells) != self.width and (crooked := self._crooked(number, cells)):
            return crooked
        picked = self.pick(cells)
        if picked in self.headings:  # as systems print them on every page
            return None
        try:
            values = dict(zip(self.meanings, map(getitem, self.known, picked), strict=True))
        except CellFault:
            return self._refusal(number, cells, list(self._faults(picked)))
        for group in self.needed:
            for meaning in group:
                if values[meaning] is not None:
                    break
            else:
                return self._unfilled(number, cells, values)
        return Row(number, values)

    def _faults(self, picked: tuple[Cell, ...]) -> Iterator[tuple[str, LazyString]]:
        """Every cell that cannot be understood: (meaning, reason)."""
        for meaning, known, cell in zip(self.meanings, self.known, picked, strict=True):
            try:
                known[cell]
            except CellFault as fault:
                yield meaning, fault.reason

    def _unfilled(self, number: int, cells: tuple[Cell, ...], values: dict[str, Any]) -> Refusal | None:
        """Which needed cells are empty; of a group one filled cell would be enough."""
        if all(show(cell) == "" for cell in self.pick(cells)):
            return None
        empty = [group[0] for group in self.needed if all(values[meaning] is None for meaning in group)]
        reason = _l("Ô này không được để trống.")
        return self._refusal(number, cells, [(meaning, reason) for meaning in empty])

    def _crooked(self, number: int, cells: tuple[Cell, ...]) -> Refusal | None:
        """A row with fewer or more cells than headings may have slipped sideways: nothing of it is taken."""
        width = self.recognition.width
        surplus = next((show(cell) for cell in cells[self.width :] if show(cell)), None)
        if len(cells) >= width and surplus is None:
            return None
        lost = next((one.heading for one in self.recognition.offered if one.place >= len(cells)), "")
        if len(cells) < width and lost.endswith(REASON):
            still = _l("Dòng này còn dấu %(mark)s ở ô lý do: Anh/Chị xếp lại các ô cho đúng cột, xóa ô lý do "
                       "rồi tải lên lại.", mark=CROOKED)  # fmt: skip
            return Refusal(number, lost, CROOKED, still)
        reason = _l(
            "Dòng có %(cells)d ô trong khi tiêu đề có %(width)d cột, nên các ô có thể đã bị lệch cột.",
            cells=len(cells), width=width,
        )  # fmt: skip
        return Refusal(number, lost, surplus or "", reason)

    def _refusal(self, number: int, cells: tuple[Cell, ...], faults: list[tuple[str, LazyString]]) -> Refusal:
        (meaning, reason), *others = faults
        for other, more in others:
            heading = self.recognition.headings[other]
            reason = _l("%(reason)s Cột “%(heading)s”: %(more)s", reason=reason, heading=heading, more=more)
        value = show(cells[self.recognition.columns[meaning]])
        return Refusal(number, self.recognition.headings[meaning], value, reason)
