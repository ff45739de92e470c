"""One row of a businesses file, checked cell by cell."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import CellFault
from outreach.sheets.values import parse_employees, parse_tax_code
from outreach.text import fold, squeeze

T = TypeVar("T")


class BadCell(Exception):
    """A cell that cannot be what its column says; the whole row is left out."""

    def __init__(self, row: int, column: str, value: object, reason: LazyText) -> None:
        super().__init__(str(value))
        self.row, self.column, self.value, self.reason = row, column, str(value), reason


class Line(NamedTuple):
    """A row in stored form; `has_…` tells an empty cell from a column that the file lacks."""

    row: int
    tax_code: str | None
    own_code: str | None
    name: str | None
    zone: str | None
    employees: int | None
    has_tax_code: bool
    has_own_code: bool
    has_zone: bool
    has_employees: bool

    @property
    def keys(self) -> list[tuple[str, str]]:
        """Everything that says who is meant; the name only when no code does."""
        codes = [("tax", self.tax_code or ""), ("own", self.own_code or "")]
        return [(kind, code) for kind, code in codes if code] or [("name", fold(self.name or ""))]

    @property
    def key_column(self) -> str:
        """The column that says who is meant."""
        return "tax_code" if self.tax_code else "business_code" if self.own_code else "name"

    @property
    def key(self) -> str:
        """What stands in that column."""
        return self.tax_code or self.own_code or self.name or ""


def read_line(row: Mapping[str, Any]) -> Line:
    """The row's cells in stored form; BadCell for the first that is wrong."""
    number = int(row["row"])
    line = Line(
        row=number,
        tax_code=_parsed(row, "tax_code", parse_tax_code),
        own_code=_text(row.get("business_code")),
        name=_text(row.get("name")),
        zone=_text(row.get("zone")),
        employees=_parsed(row, "employees", parse_employees),
        has_tax_code="tax_code" in row,
        has_own_code="business_code" in row,
        has_zone="zone" in row,
        has_employees="employees" in row,
    )
    if not line.key:
        raise BadCell(number, "name", "", _l("Dòng không có tên, mã số thuế hay mã doanh nghiệp."))
    return line


def split_repeated(lines: Iterable[Line]) -> tuple[list[Line], list[tuple[Line, int]]]:
    """Lines that count, and those that a later line (given by its row) about the same business replaces.

    One own code with two tax codes is no repetition: there one of the two is wrong.
    """
    last: dict[tuple[str, str], Line] = {}
    replaced_by: dict[Line, int] = {}
    lines = list(lines)
    for line in lines:
        for key in line.keys:
            earlier = last.get(key)
            if earlier is not None and not (earlier.tax_code and line.tax_code and key[0] == "own"):
                replaced_by.setdefault(earlier, line.row)
            last[key] = line
    kept = [line for line in lines if line not in replaced_by]
    return kept, list(replaced_by.items())


def _parsed(row: Mapping[str, Any], column: str, parse: Callable[[Any], T]) -> T:
    try:
        return parse(row.get(column))
    except CellFault as fault:
        raise BadCell(int(row["row"]), column, row[column], fault.reason) from fault


def _text(value: Any) -> str | None:
    return squeeze(str(value)) or None if value is not None else None
