"""The rows of a file that were not taken, as a workbook to be mended and imported again.

It has the lines above the headings, the headings and every cell as they came, and why not in the last column.
"""

import math
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from flask_babel import get_locale

from outreach import background
from outreach.dossiers.actions.staging.rows import fault_of
from outreach.dossiers.importing.choosing import Chosen, Opened, open_file
from outreach.dossiers.importing.reading import KINDS, Kind, Origin, look, parsed_of
from outreach.dossiers.importing.receiving import turn
from outreach.dossiers.importing.refusals import in_words, noted
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, FileFault
from outreach.sheets.furniture import CROOKED, REASON
from outreach.sheets.headings import show
from outreach.sheets.parsing import Refusal, parse_rows

MANY = 3_000
LONGEST = timedelta(minutes=2)
MOST_IN_A_CELL = 32_767
WIDE, WIDEST = 18, 70  # characters
OLDEST = 1900  # a spreadsheet counts its days from there


def refused_workbook(run: Any, path: Path) -> IO[bytes]:
    """The workbook of an import's refused rows, in a file that goes when it is closed. Raises FileFault.

    Many rows are written by a process of their own, at low priority: pages do not feel it.
    """
    out = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - whoever sends it closes it
    with turn():
        if (run.rejected or 0) <= MANY:
            write_refused(run, path, out)
        else:
            language = str(get_locale() or "vi")
            background.run_in_a_process(
                "import-refused", "--", run.public_id, out.name, language, longest=LONGEST
            )
    if not os.path.getsize(out.name):
        out.close()
        raise FileFault(
            _l("Có quá nhiều dòng không nhận nên chưa lập được tệp; Anh/Chị thử lại sau ít phút.")
        )
    out.seek(0)
    return out


def write_refused(run: Any, path: Path, out: IO[bytes]) -> int:
    """Write the workbook of an import's refused rows; how many there are. Raises FileFault."""
    kind = KINDS[run.kind]
    opened = open_file(
        path, kind.layout, filename=run.filename, source=run.source, chosen=Chosen.kept(run.chosen)
    )
    reasons = _reasons(run, kind, opened)
    sheet = _Sheet(out, opened, _place_of_reason(opened, reasons))
    sheet.head()
    for number, cells in opened.table.rows():
        if number in reasons:
            sheet.row(cells, reasons[number])
    sheet.close()
    return len(reasons)


def _reasons(run: Any, kind: Kind, opened: Opened) -> Mapping[int, str]:
    """Row → why it is not taken: as it was noted, or found again where only the first were kept."""
    rows: Iterable[Mapping[str, Any]] = run.refused or []
    if (run.rejected or 0) > len(run.refused or []):
        if run.kind == "dossiers":
            rows = _of_dossiers(opened)
        else:
            origin = Origin(run.source, None, (run.recognised or {}).get("period", ""))
            rows = look(parsed_of(opened, kind), kind, origin).rejected
    return {
        refused["row"]: _("Dòng %(row)s, cột “%(column)s”: %(reason)s", **refused)
        if refused["column"] else f"{_('Dòng')} {refused['row']}: {refused['reason']}"
        for refused in map(in_words, rows)
    }  # fmt: skip


def _of_dossiers(opened: Opened) -> Iterator[dict[str, Any]]:
    """Every row that the stage refuses, as it says so."""
    headings = opened.found.headings
    last: dict[str, int] = {}
    for row in parse_rows(opened.table, KINDS["dossiers"].layout, opened.found):
        if isinstance(row, Refusal):
            yield noted(*row)
        elif fault := fault_of(row.values):
            meaning, value, reason = fault
            column = headings.get(meaning, meaning)
            yield noted(row.number, column, value, reason)
        else:
            last[row.values["dossier_code"]] = row.number
    for row in parse_rows(opened.table, KINDS["dossiers"].layout, opened.found):
        if not isinstance(row, Refusal) and not fault_of(row.values):
            code = row.values["dossier_code"]
            if last[code] != row.number:
                reason = _l("Mã này có lại ở dòng %(row)d; dòng đó được dùng.", row=last[code])
                yield noted(row.number, headings["dossier_code"], code, reason)


def _place_of_reason(opened: Opened, reasons: Mapping[int, str]) -> int:
    """The first column right of everything, or the one where reasons stood already."""
    for column in opened.found.offered:
        if column.heading == REASON:
            return column.place
    found, wide = opened.found, 0
    for number, cells in opened.table.rows():
        if number <= found.heading_row or number in reasons:
            filled = [place for place, cell in enumerate(cells) if cell is not None]
            wide = max(wide, found.width, *(place + 1 for place in filled))
    return wide


class _Sheet:
    """The workbook while it is written, from its first row to its last."""

    def __init__(self, out: IO[bytes], opened: Opened, reason_at: int) -> None:
        from xlsxwriter import Workbook

        self.table, self.found, _chosen = opened
        self.reason_at = reason_at
        self._next = 0
        self._book = Workbook(
            out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        named = {"text": {"num_format": "@"}, "day": {"num_format": "dd/mm/yyyy"},
                 "instant": {"num_format": "dd/mm/yyyy hh:mm:ss"},
                 "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eef2ef"},
                 "reason": {"num_format": "@", "text_wrap": True, "font_color": "#9c1f14"}}  # fmt: skip
        self._formats = {name: self._book.add_format(format) for name, format in named.items()}
        self._sheet = self._book.add_worksheet()
        self._sheet.set_column(0, reason_at, WIDE)
        self._sheet.set_column(reason_at, reason_at, WIDEST)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def head(self) -> None:
        """What stands above the rows, with groups joined over their columns."""
        for number, cells in self.table.rows():
            if number > self.found.heading_row:
                break
            for place, cell in enumerate(cells):
                self._write(place, cell, "head" if number >= self.found.first_row else None)
            if number == self.found.heading_row:
                self._sheet.write_string(self._next, self.reason_at, REASON, self._formats["head"])
            self._next += 1
        self._join()
        self._sheet.freeze_panes(self._next, 0)

    def row(self, cells: tuple[Cell, ...], reason: str) -> None:
        """One row as it came, and why it is not taken."""
        for place, cell in enumerate(cells[: self.reason_at]):
            self._write(place, cell)
        words = f"{CROOKED} {reason} {_unslip()}" if self._crooked(cells) else reason
        self._sheet.write_string(self._next, self.reason_at, words, self._formats["reason"])
        self._next += 1

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _join(self) -> None:
        """Join the headings that were joined; they are the last rows written so far."""
        headings = range(self.found.first_row, self.found.heading_row + 1)
        down = self._next - 1 - self.found.heading_row
        for first, left, last, right in self.table.merges or ():
            within = first in headings and last in headings and right < self.reason_at
            if within and (first, left) != (last, right):
                # What joins cells otherwise writes them too, and rows are written once, from above.
                self._sheet.merge.append([first + down, left, last + down, right])

    def _crooked(self, cells: tuple[Cell, ...]) -> bool:
        surplus = any(show(cell) for cell in cells[self.found.width :])
        return len(cells) < self.found.width or surplus

    def _write(self, place: int, cell: Cell, format: str | None = None) -> None:
        """A cell as it was; text stays text, whatever it begins with."""
        at, sheet, named = (self._next, place), self._sheet, self._formats
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            sheet.write_boolean(*at, cell)
        elif isinstance(cell, int | float) and math.isfinite(cell):
            sheet.write_number(*at, cell)
        elif isinstance(cell, date) and cell.year >= OLDEST:
            sheet.write_datetime(*at, cell, named["instant" if isinstance(cell, datetime) else "day"])
        else:
            words = cell if isinstance(cell, str) else str(cell)
            sheet.write_string(*at, words[:MOST_IN_A_CELL], named[format or "text"])


def _unslip() -> str:
    return _("Anh/Chị xếp lại các ô cho đúng cột rồi xóa ô lý do này.")
