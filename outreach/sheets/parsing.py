"""Rows of a sheet become values, or refusals that name row, column, value and reason."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Block, Cell, FileFault, Numbered, Table, block_of, rows_of, table_of
from outreach.sheets.columns import Layout, Recognition, preamble, recognise
from outreach.sheets.reading import open_table
from outreach.sheets.rows import Columns, Refusal, Row, RowReader

MOST_ROWS = 100_000  # that are held whole
_NEAR = 20  # rows below the headings among which a numbered row is looked for, until the first of data

__all__ = [
    "Columns", "Parsed", "Refusal", "Row", "parse", "parse_rows", "parse_some", "parse_whole",
    "read_and_parse",
]  # fmt: skip


class Parsed(NamedTuple):
    """A file as understood; `read` counts data rows: every one is either in `rows` or once in `refusals`.

    `above` are the lines that stand above the headings.
    """

    layout: Layout
    recognition: Recognition
    rows: list[Row]
    refusals: list[Refusal]
    read: int
    above: tuple[str, ...] = ()


def read_and_parse(path: Path, layout: Layout, *, filename: str = "") -> Parsed:
    """Open a small file and parse it whole, rows told apart by the layout's own keys. Raises FileFault."""
    table = open_table(path, filename=filename)
    return parse_whole(table, layout, recognise(table, layout))


def parse_whole(table: Table, layout: Layout, recognition: Recognition) -> Parsed:
    """The same of a table that is open, with headings as somebody understood them."""
    rows = list(islice(table.rows(), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise FileFault(
            _l("Bảng có hơn %(most)d dòng; Anh/Chị chia danh sách thành nhiều tệp rồi nhập từng tệp.",
               most=MOST_ROWS)
        )  # fmt: skip
    return parse(table_of(rows, merges=table.merges), layout, key=layout.keys, recognition=recognition)


def parse(
    table: Table,
    layout: Layout,
    *,
    key: str | tuple[str, ...] | None,
    recognition: Recognition | None = None,
) -> Parsed:
    """Parse every data row; of rows with the same key the last good one counts, the others are refused.

    With several keys the first one filled tells a row apart. Raises FileFault when headings are missing.
    """
    recognition = recognition or recognise(table, layout)
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
    return Parsed(layout, recognition, rows, refusals, read, preamble(table, recognition))


def parse_rows(table: Table, layout: Layout, recognition: Recognition) -> Iterator[Row | Refusal]:
    """The data rows below the headings, one after the other, each good or refused; few are held at a time."""
    for some in parse_some(table, layout, recognition):
        yield from some.rows() if isinstance(some, Columns) else some


def parse_some(
    table: Table, layout: Layout, recognition: Recognition
) -> Iterator[Columns | list[Row | Refusal]]:
    """The same, some rows at a time: by column where all of them are good."""
    blocks = table.blocks()
    begun: Iterator[Numbered] = iter(())  # the block in which the first rows are

    def one_by_one() -> Iterator[Numbered]:
        nonlocal begun
        for block in blocks:
            begun = rows_of(block)
            yield from begun

    rows = one_by_one()
    reader = RowReader(layout, recognition, _headings(rows, recognition))
    for row in islice(rows, _NEAR):  # a numbered row may stand below headings that nobody knows
        first = list(reader.one_by_one([row], below_headings=True))
        yield first
        if first:
            break
    for block in chain([block_of(list(begun))], blocks):
        columns = reader.at_once(block) if isinstance(block, Block) else None
        yield columns or list(reader.one_by_one(rows_of(block)))


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
