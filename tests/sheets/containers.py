"""One table as each kind of file that systems hand out: joined headings, titles, totals, signatures."""

import csv as csv_module
import html
import io
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from outreach.sheets.cells import Cell, Merge
from outreach.sheets.encodings import TCVN3
from tests.sheets.biff import OldSheet, old_workbook

TONES = "\u0300\u0301\u0303\u0309\u0323"


class Form(NamedTuple):
    """A printed form: lines above, a path for each column, the rows, lines below."""

    paths: Sequence[Sequence[str]]
    body: Sequence[Sequence[Cell]]
    titles: Sequence[str] = ()
    numbered: bool = False
    footer: Sequence[Sequence[Cell]] = ()

    def grid(self) -> tuple[list[list[Cell]], list[Merge]]:
        """Its rows and joined cells: titles, a blank row, headings, numbers, the table, what stands below."""
        width = len(self.paths)
        rows: list[list[Cell]] = [[title, *[None] * (width - 1)] for title in self.titles]
        merges: list[Merge] = [(number, 0, number, width - 1) for number in range(1, len(rows) + 1)]
        rows += [[None] * width] if rows else []
        headings, joined = headings_of(self.paths, len(rows) + 1)
        rows += headings
        rows += [[f"({number})" for number in range(1, width + 1)]] if self.numbered else []
        rows += [list(row) for row in self.body]
        rows += [[*row, *[None] * (width - len(row))] for row in self.footer]
        return rows, merges + joined


def headings_of(paths: Sequence[Sequence[str]], first: int) -> tuple[list[list[Cell]], list[Merge]]:
    """The paths in as many rows as the longest has, from row `first` on, equal neighbours joined."""
    depth = max(map(len, paths))
    rows: list[list[Cell]] = [[None] * len(paths) for _ in range(depth)]
    merges: list[Merge] = []
    for column, path in enumerate(paths):
        for level, text in enumerate(path):
            same = column > 0 and tuple(paths[column - 1][: level + 1]) == tuple(path[: level + 1])
            if same and level < len(path) - 1:
                continue
            right = column
            while right + 1 < len(paths) and level < len(path) - 1 and _shares(paths[right + 1], path, level):
                right += 1
            bottom = depth - 1 if level == len(path) - 1 else level
            rows[level][column] = text
            if right > column or bottom > level:
                merges.append((first + level, column, first + bottom, right))
    return rows, merges


def _shares(other: Sequence[str], path: Sequence[str], level: int) -> bool:
    return len(other) > level + 1 and tuple(other[: level + 1]) == tuple(path[: level + 1])


def text_of(cell: Cell) -> str:
    """A cell as a text file has it."""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M:%S}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def xlsx(path: Path, form: Form) -> None:
    rows, merges = form.grid()
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Bìa").hide()
        table = book.add_worksheet("Danh sách")
        table.activate()
        table.set_first_sheet()
        day, moment = (book.add_format({"num_format": shape}) for shape in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
        for first, left, last, right in merges:
            table.merge_range(first - 1, left, last - 1, right, "")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    table.write_datetime(number, column, cell, moment)
                elif isinstance(cell, date):
                    table.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                elif cell is not None:
                    table.write(number, column, cell)


def xls(path: Path, form: Form) -> None:
    rows, merges = form.grid()
    old_workbook(path, [OldSheet("Bìa", [["x"]], hidden=True), OldSheet("Danh sách", rows, merges)])


def page(path: Path, form: Form) -> None:
    """What passes for .xls: an HTML table under a declaration of Excel's, cells joined by spans."""
    rows, merges = form.grid()
    covered = {
        (number, column)
        for first, left, last, right in merges
        for number in range(first, last + 1)
        for column in range(left, right + 1)
    }
    spans = {(first, left): (last - first + 1, right - left + 1) for first, left, last, right in merges}
    out = ['<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body>']
    out.append("<table border=1>")
    for number, row in enumerate(rows, start=1):
        out.append("<tr>")
        for column, cell in enumerate(row):
            down, across = spans.get((number, column), (1, 1))
            if (number, column) in spans or (number, column) not in covered:
                words = html.escape(text_of(cell)).replace("\n", "<br>")
                out.append(f'<td rowspan="{down}" colspan="{across}">{words}</td>')
        out.append("</tr>\n")
    path.write_text("".join([*out, "</table></body></html>"]), encoding="utf-8")


def delimited(delimiter: str, encode: Callable[[str], bytes]) -> Callable[[Path, Form], None]:
    def write(path: Path, form: Form) -> None:
        out = io.StringIO()
        writer = csv_module.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows([text_of(cell) for cell in row] for row in form.grid()[0])
        path.write_bytes(encode(out.getvalue()))

    return write


def in_1258(text: str) -> bytes:
    """Windows-1258 has the vowels, and the tones as letters of their own."""
    return b"".join(_letter_in_1258(char) for char in unicodedata.normalize("NFC", text))


def _letter_in_1258(char: str) -> bytes:
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", char)
        bare = unicodedata.normalize("NFC", "".join(part for part in apart if part not in TONES))
        return (bare + "".join(part for part in apart if part in TONES)).encode("cp1258")


def in_tcvn3(text: str) -> bytes:
    """TCVN3 has no capital vowels with tones; its fonts draw the small ones large."""
    return b"".join(_letter_in_tcvn3(char) for char in unicodedata.normalize("NFC", text))


def _letter_in_tcvn3(char: str) -> bytes:
    try:
        return char.encode(TCVN3)
    except UnicodeEncodeError:
        return char.lower().encode(TCVN3)


CONTAINERS: dict[str, Callable[[Path, Form], None]] = {
    "xlsx": xlsx,
    "xls": xls,
    "html": page,
    "csv ; utf-8": delimited(";", str.encode),
    "csv , utf-8 with mark": delimited(",", lambda text: text.encode("utf-8-sig")),
    "csv tab utf-16": delimited("\t", lambda text: text.encode("utf-16")),
    "csv ; utf-16 without mark": delimited(";", lambda text: text.encode("utf-16-le")),
    "csv ; utf-8 apart": delimited(";", lambda text: unicodedata.normalize("NFD", text).encode()),
    "csv ; windows-1258": delimited(";", in_1258),
    "csv tab tcvn3": delimited("\t", in_tcvn3),
}
FORMATS = {"xlsx": "xlsx", "xls": "xls", "html": "html"}  # the others are csv
