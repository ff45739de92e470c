"""Rows of a sheet become values, or refusals that name row, column, value and reason."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, CellFault, FileFault, Numbered, Table, table_of
from outreach.sheets.columns import Layout, Parser, Recognition, recognise
from outreach.sheets.furniture import is_group, is_numbered, is_total, may_be_signature
from outreach.sheets.headings import show
from outreach.sheets.reading import open_table

MOST_ROWS = 100_000  # that are held whole
_REMEMBERED = 20_000  # values per column that are parsed once


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

    def to_json(self) -> dict[str, int | str]:
        """As `flask import --json` and the list of refused rows give it."""
        return {"row": self.row, "column": self.column, "value": self.value, "reason": str(self.reason)}


class Parsed(NamedTuple):
    """A file as understood; `read` counts data rows: every one is either in `rows` or once in `refusals`."""

    layout: Layout
    recognition: Recognition
    rows: list[Row]
    refusals: list[Refusal]
    read: int


class _Values(dict[Cell, Any]):
    """What the cells of one column mean, each parsed when first met: most columns hold few different ones."""

    def __init__(self, parse: Parser) -> None:
        super().__init__({None: None})
        self.parse = parse

    def __missing__(self, cell: Cell) -> Any:
        value = self.parse(cell)
        if type(cell) is str and len(self) < _REMEMBERED:  # 1, 1.0 and True would share one place
            self[cell] = value
        return value


def read_and_parse(path: Path, layout: Layout, *, filename: str = "") -> Parsed:
    """Open a small file and parse it whole, rows told apart by the layout's own keys. Raises FileFault."""
    rows = list(islice(open_table(path, filename=filename).rows(), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise FileFault(
            _l("Bảng có hơn %(most)d dòng; Anh/Chị chia danh sách thành nhiều tệp rồi nhập từng tệp.",
               most=MOST_ROWS)
        )  # fmt: skip
    return parse(table_of(rows), layout, key=layout.keys)


def parse(table: Table, layout: Layout, *, key: str | tuple[str, ...] | None) -> Parsed:
    """Parse every data row; of rows with the same key the last good one counts, the others are refused.

    With several keys the first one filled tells a row apart. Raises FileFault when headings are missing.
    """
    recognition = recognise(table, layout)
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for outcome in parse_rows(table, layout, recognition):
        if isinstance(outcome, Row):
            rows.append(outcome)
        else:
            refusals.append(outcome)
    read = len(rows) + len(refusals)
    if key:
        rows, replaced = _last_of_each(rows, (key,) if isinstance(key, str) else key, recognition)
        refusals = sorted(refusals + replaced, key=lambda refusal: refusal.row)
    return Parsed(layout, recognition, rows, refusals, read)


def parse_rows(table: Table, layout: Layout, recognition: Recognition) -> Iterator[Row | Refusal]:
    """The data rows below the headings, one after the other, each good or refused; none is held."""
    rows = table.rows()
    headings = _headings(rows, recognition)
    reader = _RowReader(layout, recognition, headings)
    previous, ended = recognition.heading_row, False
    for place, (number, cells) in enumerate(rows):
        # After a total or a blank row the table may be over; words that make no row are then its signature.
        total = is_total(cells)
        ended = ended or total or number > previous + 1
        previous = number
        skipped = total and not layout.figures
        if skipped or (place == 0 and is_numbered(cells)) or reader.is_heading(cells):
            continue
        outcome = reader.read(number, cells)
        if isinstance(outcome, Row):
            ended = False
            yield outcome._replace(total=True) if total else outcome
        elif outcome and not reader.is_furniture(cells, ended):
            yield outcome


def _headings(rows: Iterator[Numbered], recognition: Recognition) -> list[tuple[Cell, ...]]:
    """The rows of the headings; afterwards `rows` stands at the first one below."""
    found = []
    for number, cells in rows:
        if number >= recognition.first_row:
            found.append(cells)
        if number >= recognition.heading_row:
            break
    width = max(map(len, found))
    return [(*cells, *[None] * (width - len(cells))) for cells in found]


class _RowReader:
    """Reads single rows of one file."""

    def __init__(self, layout: Layout, recognition: Recognition, headings: list[tuple[Cell, ...]]) -> None:
        self.recognition = recognition
        self.headings = headings
        self.width = len(headings[-1])
        fields = [field for field in layout.fields if field.meaning in recognition.columns]
        self.columns = [
            (
                field.meaning,
                recognition.columns[field.meaning],
                _Values(field.parser(recognition.headings[field.meaning])),
            )
            for field in fields
        ]
        groups = [tuple(name for name in group if name in recognition.columns) for group in layout.needs]
        self.needed = dict.fromkeys([*groups, *((field.meaning,) for field in fields if field.required)])
        self.key_columns = [recognition.columns[name] for group in groups for name in group]

    def is_heading(self, cells: tuple[Cell, ...]) -> bool:
        """The headings once more, as systems print them on every page."""
        return any(self._repeats(heading, cells) for heading in self.headings)

    def _repeats(self, heading: tuple[Cell, ...], cells: tuple[Cell, ...]) -> bool:
        for _, index, _ in self.columns:
            if index >= len(cells) or cells[index] != heading[index]:
                return False
        return True

    def is_furniture(self, cells: tuple[Cell, ...], ended: bool) -> bool:
        """A row that is none: the head of a group, or below the end of the table a signature."""
        if is_group(cells, self.key_columns):
            return True
        return ended and may_be_signature(cells, self.key_columns, self.recognition.width)

    def read(self, number: int, cells: tuple[Cell, ...]) -> Row | Refusal | None:
        """The row's values, or why not; None when nothing stands under a known heading."""
        if len(cells) != self.width and (crooked := self._crooked(number, cells)):
            return crooked
        try:
            values = {meaning: known[cells[index]] for meaning, index, known in self.columns}
        except CellFault:
            return self._refusal(number, cells, self._faults(cells))
        for group in self.needed:
            for meaning in group:
                if values[meaning] is not None:
                    break
            else:
                return self._unfilled(number, cells, values)
        return Row(number, values)

    def _faults(self, cells: tuple[Cell, ...]) -> list[tuple[str, LazyString]]:
        """Every cell that cannot be understood: (meaning, reason)."""
        faults = []
        for meaning, index, known in self.columns:
            try:
                known[cells[index]]
            except CellFault as fault:
                faults.append((meaning, fault.reason))
        return faults

    def _unfilled(self, number: int, cells: tuple[Cell, ...], values: dict[str, Any]) -> Refusal | None:
        """Which needed cells are empty; of a group one filled cell would be enough."""
        if all(show(cells[index]) == "" for _, index, _ in self.columns):
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
        lost = (column.heading for column in self.recognition.offered if column.place >= len(cells))
        reason = _l(
            "Dòng có %(cells)d ô trong khi tiêu đề có %(width)d cột, nên các ô có thể đã bị lệch cột.",
            cells=len(cells), width=width,
        )  # fmt: skip
        return Refusal(number, next(lost, ""), surplus or "", reason)

    def _refusal(self, number: int, cells: tuple[Cell, ...], faults: list[tuple[str, LazyString]]) -> Refusal:
        (meaning, reason), *others = faults
        for other, more in others:
            heading = self.recognition.headings[other]
            reason = _l("%(reason)s Cột “%(heading)s”: %(more)s", reason=reason, heading=heading, more=more)
        value = show(cells[self.recognition.columns[meaning]])
        return Refusal(number, self.recognition.headings[meaning], value, reason)


def _last_of_each(
    rows: list[Row], keys: tuple[str, ...], recognition: Recognition
) -> tuple[list[Row], list[Refusal]]:
    """The last row of each key, and refusals of the earlier ones that name the row which counts."""
    last: dict[tuple[str, Any], int] = {}
    found = [_key(row, keys) for row in rows]
    for row, key in zip(rows, found, strict=True):
        if key:
            last[key] = row.number
    kept, replaced = [], []
    for row, key in zip(rows, found, strict=True):
        if key is None or last[key] == row.number:
            kept.append(row)
        else:
            reason = _l("Mã này có lại ở dòng %(row)d; dòng đó được dùng.", row=last[key])
            replaced.append(Refusal(row.number, recognition.headings[key[0]], str(key[1]), reason))
    return kept, replaced


def _key(row: Row, keys: tuple[str, ...]) -> tuple[str, Any] | None:
    return next(((key, row.values[key]) for key in keys if row.values.get(key) is not None), None)
