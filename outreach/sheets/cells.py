"""What the modules of this room hand to each other: cells, tables, and the two ways of saying no."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple

from outreach.i18n import LazyString

Cell = str | int | float | bool | date | datetime | None
Numbered = tuple[int, tuple[Cell, ...]]  # the sheet's own number of a row, from 1, and its cells
AT_ONCE = 250  # rows of a block
Merge = tuple[int, int, int, int]  # first row, left, last row, right: rows from 1, columns from 0


class Block(NamedTuple):
    """Rows that follow each other and are equally wide, by column; in `plain` text "" is an empty cell."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[Cell]]
    plain: bool = False

    def rows(self) -> Iterator[Numbered]:
        """The same row by row."""
        by_row = zip(*self.columns, strict=True)
        if self.plain:
            by_row = (tuple([cell or None for cell in cells]) for cells in by_row)  # type: ignore[assignment]
        return zip(self.numbers, by_row, strict=True)


Blocks = Iterator[Block | list[Numbered]]


class Table(NamedTuple):
    """A table as the file has it, without its blank rows; read as often as wished, never held whole.

    `names` are the sheets or tables to choose from, `name` is the chosen one. `format` is xlsx, xls, html or
    csv; `encoding` is known of text files only. `merges` are the joined cells near the top; a file that
    cannot join cells (CSV) has None there.
    """

    name: str
    names: tuple[str, ...]
    format: str
    read: Callable[[], Blocks]
    encoding: str | None = None
    merges: tuple[Merge, ...] | None = None

    def blocks(self) -> Blocks:
        """The rows from the top, some at a time, in bounded memory. Raises FileFault where it is damaged."""
        return self.read()

    def rows(self) -> Iterator[Numbered]:
        """The same one by one."""
        return chain.from_iterable(map(rows_of, self.read()))


def rows_of(some: Block | list[Numbered]) -> Iterator[Numbered]:
    """Some rows one by one."""
    return some.rows() if isinstance(some, Block) else iter(some)


def block_of(some: list[Numbered]) -> Block | list[Numbered]:
    """Some rows by column, if they are equally wide."""
    if len({len(cells) for _number, cells in some}) != 1:
        return some
    numbers, cells = zip(*some, strict=True)
    return Block(numbers, list(zip(*cells, strict=True)))


def in_blocks(rows: Iterable[Numbered]) -> Blocks:
    """Rows some at a time."""
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield block_of(some)


def table_of(rows: Iterable[Numbered], *, name: str = "", merges: tuple[Merge, ...] | None = None) -> Table:
    """A table whose rows are known already."""
    held = list(rows)
    return Table(name, (name,), "csv", lambda: in_blocks(held), merges=merges)


class FileFault(Exception):
    """The file as a whole cannot be used; `message` is one sentence that says what to do about it."""

    def __init__(self, message: LazyString) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class CellFault(Exception):
    """One cell cannot be understood; `reason` says what was expected."""

    def __init__(self, reason: LazyString) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)
