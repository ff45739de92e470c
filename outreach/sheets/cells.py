"""What the modules of this room hand to each other: cells, sheets, and the two ways of saying no."""

from datetime import date, datetime
from typing import NamedTuple

from outreach.i18n import LazyString

Cell = str | int | float | bool | date | datetime | None


class Sheet(NamedTuple):
    """A table as the file has it: rows of (the sheet's own number, from 1; cells), without the blank ones."""

    name: str
    rows: list[tuple[int, tuple[Cell, ...]]]


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
