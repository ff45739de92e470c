"""How a file is read: from which sheet, and what its columns mean; as somebody said, or as the last time.

What was read and confirmed once is remembered by kind, source and the set of headings, whatever their order.
"""

import contextlib
import hashlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from outreach.dossiers.models import ColumnMap
from outreach.dossiers.queries.mappings import column_maps
from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import FileFault, Numbered, Table, in_blocks
from outreach.sheets.columns import AS, Layout, Recognition, UnknownHeadings, recognise, survey
from outreach.sheets.furniture import CROOKED, REASON
from outreach.sheets.headings import BETWEEN, key_of
from outreach.sheets.reading import open_table
from outreach.sheets.said_values import about_values, heading_of

MOST_SHEETS = 4
LOOKED_THROUGH_SECONDS = 1.0  # whoever uploads waits; of larger sheets they say which one it is

Columns = dict[str, str | None]  # heading → meaning, perhaps with the rule that reads it; None: left out


class Chosen(NamedTuple):
    """What is settled about a file before it is read.

    `row` is the last row of its headings; `said` tells that a person chose, now or with an earlier file;
    `last` names the earlier file that was read exactly so: its name and when.
    """

    sheet: str | None = None
    row: int | None = None
    columns: Columns = {}  # noqa: RUF012 - never written to
    said: bool = False
    last: tuple[str, str] | None = None

    @classmethod
    def kept(cls, chosen: dict[str, Any] | None) -> "Chosen | None":
        """As it was kept with an import."""
        return None if chosen is None else cls(**chosen)


class Said(NamedTuple):
    """What a command says of a file: its sheet, and what some columns and single values mean."""

    sheet: str | None = None
    columns: Columns = {}  # noqa: RUF012 - never written to

    def chosen(self) -> Chosen | None:
        """The same as what is settled; None when nothing was said."""
        said = bool(self.columns)
        return Chosen(self.sheet, None, self.columns, said) if self.sheet or said else None

    def check(self, opened: "Opened") -> None:
        """Raises FileFault when a column that was named is not there, or does not hold the values named."""
        there = {key_of(column.heading) for column in opened.found.offered}
        for heading in map(heading_of, self.columns):
            if key_of(heading) not in there:
                raise FileFault(_l("Tệp không có cột “%(heading)s”.", heading=heading))
        for key in about_values(self.columns):
            if key not in opened.found.values:
                raise FileFault(
                    _l("Cột “%(heading)s” trong tệp được hiểu khác, nên không đổi nghĩa của giá trị được.",
                       heading=heading_of(key))
                )  # fmt: skip


class Opened(NamedTuple):
    """A file that is open, with what its columns mean and why."""

    table: Table
    found: Recognition
    chosen: Chosen


class Asking(FileFault):
    """A list whose columns somebody has to say; `opened` is what there is to choose from."""

    def __init__(self, message: LazyString, opened: Opened) -> None:
        super().__init__(message)
        self.opened = opened


def open_file(
    path: Path, layout: Layout, *, filename: str, source: str, chosen: Chosen | None = None
) -> Opened:
    """Open a file and recognise its columns: as `chosen`, else as the last time, else by their headings.

    Raises Asking when something needed is missing, FileFault when the file cannot be used at all.
    """
    if chosen is not None:
        return _recognise(open_table(path, filename=filename, sheet=chosen.sheet), layout, chosen)
    known = column_maps(layout.kind, source)
    first = open_table(path, filename=filename)
    others = dict.fromkeys(one.sheet for one in known if one.sheet in first.names and one.sheet != first.name)
    for sheet in (None, *others):
        table = open_table(path, filename=filename, sheet=sheet) if sheet else first
        for opened in _as_before(table, layout, known, sheet):
            return opened
    return _first_list(path, layout, first, filename)


def _first_list(path: Path, layout: Layout, first: Table, filename: str) -> Opened:
    """The first sheet, or behind a cover that holds no list the first one that may be a list."""
    try:
        return _recognise(first, layout, Chosen())
    except UnknownHeadings:
        for name in _other_sheets(first):
            with contextlib.suppress(UnknownHeadings):
                return _recognise(open_table(path, filename=filename, sheet=name), layout, Chosen(name))
        raise


def _other_sheets(table: Table) -> Iterator[str]:
    """The first few other sheets, as long as looking into them is quick."""
    end = time.monotonic() + LOOKED_THROUGH_SECONDS
    for name in [name for name in table.names if name != table.name][:MOST_SHEETS]:
        if time.monotonic() > end:
            return
        yield name


def _recognise(table: Table, layout: Layout, chosen: Chosen) -> Opened:
    try:
        found = recognise(table, layout, chosen.columns, row=chosen.row)
        return Opened(_given_back(table, found), found, chosen)
    except UnknownHeadings as fault:
        if _may_be_a_list(fault.found):
            raise Asking(fault.message, Opened(table, fault.found, chosen)) from fault
        raise


def _as_before(
    table: Table, layout: Layout, known: Iterable[ColumnMap], sheet: str | None
) -> Iterator[Opened]:
    """The table read as a former one was, when it has the same headings."""
    plain = survey(table, layout)
    for one in known:
        found = survey(table, layout, one.columns) if one.said else plain
        if not found.missing and fingerprint(found) == one.headings:
            last = (one.filename, one.read_at.isoformat()) if read_as(found) == one.columns else None
            columns = one.columns if one.said else {}
            yield Opened(_given_back(table, found), found, Chosen(sheet, None, columns, one.said, last))


def _unmended(rows: Iterable[Numbered], place: int, heading_row: int) -> Iterator[Numbered]:
    """Refused rows that came back. One that had slipped sideways, and still says so, has too few cells again:

    a workbook has no short rows, so that without this what was refused for its missing cells would be taken.
    """
    for number, cells in rows:
        said = cells[place] if number > heading_row and place < len(cells) else None
        yield number, cells[:place] if isinstance(said, str) and said.startswith(CROOKED) else cells


def _given_back(table: Table, found: Recognition) -> Table:
    """A table of refused rows that came back, its reasons heeded; any other as it is."""
    place = next((column.place for column in found.offered if _is_reason(column.heading)), None)
    if place is None:
        return table
    return table._replace(read=lambda: in_blocks(_unmended(table.rows(), place, found.heading_row)))


def _is_reason(heading: str) -> bool:
    return key_of(heading.split(BETWEEN)[-1]) == key_of(REASON)


def fingerprint(found: Recognition) -> str:
    """What a table with the same headings has too, in whatever order they stand."""
    keys = sorted(key_of(column.heading) for column in found.offered if not _is_reason(column.heading))
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def meanings(layout: Layout) -> dict[str, LazyString]:
    """What a column of such a list may mean, as `Chosen` says it, and what people call it."""
    named = dict[str, LazyString]()
    for field in layout.fields:
        named[field.meaning] = field.label
        for rule in field.parse_under:
            named[f"{field.meaning}{AS}{rule}"] = _l("%(label)s: ô đánh dấu (x, 1)", label=field.label)
    return named


def read_as(found: Recognition) -> Columns:
    """What every heading was taken for, as `Chosen` says it; and what was said of single values."""
    columns = {
        column.heading: _spelt(column.meaning, found)
        for column in found.offered
        if not _is_reason(column.heading)
    }
    return {**columns, **found.values}


def _spelt(meaning: str | None, found: Recognition) -> str | None:
    rule = found.read_as.get(meaning or "")
    return f"{meaning}{AS}{rule}" if rule else meaning


def _may_be_a_list(found: Recognition) -> bool:
    """Whether a table of which nothing is known may be a list after all: columns with words above them."""
    named = [column for column in found.offered if any(char.isalpha() for char in column.heading)]
    return len(named) > 1 and any(column.samples for column in found.offered)


def recognised(opened: Opened) -> dict[str, Any]:
    """What was made of a file's headings, as it is kept with its import."""
    table, found, chosen = opened
    return {
        "heading_row": found.heading_row,
        "columns": [
            {"meaning": meaning, "heading": heading, "sample": found.samples.get(meaning, "")}
            for meaning, heading in found.headings.items()
        ],
        "extras": [heading for heading in found.extras if not _is_reason(heading)],
        "sheet": table.name,
        "sheets": list(table.names),
        "headings": fingerprint(found),
        "read_as": read_as(found),
        "last": chosen.last,
    }


def asked(path: Path, layout: Layout, fault: Asking, *, filename: str) -> dict[str, Any]:
    """What an import keeps that waits for somebody to say what its columns mean."""
    fitting = _fitting_sheets(path, layout, fault.opened.table, filename=filename)
    return {
        "state": "asking", "claimed_by": None, "attempts": 0, "fault": str(fault),
        "recognised": recognised(fault.opened) | {"fitting": fitting},
        "chosen": fault.opened.chosen._asdict(),
    }  # fmt: skip


def _fitting_sheets(path: Path, layout: Layout, tried: Table, *, filename: str) -> list[str]:
    """Which other sheets of a file have what is needed; only the first few are looked at."""
    fitting = []
    for name in _other_sheets(tried):
        try:
            recognise(open_table(path, filename=filename, sheet=name), layout)
        except FileFault:
            continue
        fitting.append(name)
    return fitting
