"""What the modules of this room hand to each other: cells, tables, and the two ways of saying no."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from outreach.i18n import LazyString

Cell = str | int | float | bool | date | datetime | None
Numbered = tuple[int, tuple[Cell, ...]]  # the sheet's own number of a row, from 1, and its cells
Merge = tuple[int, int, int, int]  # first row, left, last row, right: rows from 1, columns from 0


class Table(NamedTuple):
    """A table as the file has it, without its blank rows; read as often as wished, never held whole.

    `names` are the sheets or tables to choose from, `name` is the chosen one. `format` is xlsx, xls, html or
    csv; `encoding` is known of text files only. `merges` are the joined cells near the top; a file that
    cannot join cells (CSV) has None there.
    """

    name: str
    names: tuple[str, ...]
    format: str
    read: Callable[[], Iterator[Numbered]]
    encoding: str | None = None
    merges: tuple[Merge, ...] | None = None

    def rows(self) -> Iterator[Numbered]:
        """The rows from the top, in bounded memory. Raises FileFault where the file turns out damaged."""
        return self.read()


def table_of(rows: Iterable[Numbered], *, name: str = "", merges: tuple[Merge, ...] | None = None) -> Table:
    """A table whose rows are known already."""
    held = list(rows)
    return Table(name, (name,), "csv", lambda: iter(held), merges=merges)


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
