"""Files for the tests: sheets in memory, workbooks as Excel writes them, and crafted bad ones."""

import io
import time
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from outreach.sheets.cells import Cell, FileFault, Numbered, Table, table_of
from outreach.sheets.reading import open_table

DATA = Path(__file__).parent.parent / "data"
HEADINGS = ("Mã hồ sơ", "Ngày tiếp nhận", "Hình thức nộp", "Trạng thái")


def sheet(*rows: Sequence[Cell], blank_before: Iterable[int] = ()) -> Table:
    """A table of these rows, numbered from 1; `blank_before` names rows (from 1) with a blank one above."""
    numbered, number = [], 0
    for place, row in enumerate(rows, start=1):
        number += 2 if place in blank_before else 1
        numbered.append((number, tuple(row)))
    return table_of(numbered, name="Danh sách")


def rows_of(path: Path) -> list[Numbered]:
    """Every row of a file."""
    return list(open_table(path).rows())


def workbook(path: Path, rows: Iterable[Sequence[Any]], options: dict[str, Any] | None = None) -> Path:
    """An XLSX file; dates become date cells, None leaves a cell out."""
    with xlsxwriter.Workbook(str(path), options or {}) as book:
        table = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    stamp = cell if isinstance(cell, datetime) else datetime.fromisoformat(cell.isoformat())
                    table.write_datetime(number, column, stamp, moment if isinstance(cell, datetime) else day)
                elif cell is not None:
                    table.write(number, column, cell)
    return path


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file exactly as written."""
    path.write_bytes(text.encode(encoding))
    return path


def package(path: Path, sheet_xml: bytes | None = None, extra: dict[str, bytes] | None = None) -> Path:
    """A real small workbook whose first sheet's XML is replaced, or which holds more entries."""
    source = io.BytesIO()
    with xlsxwriter.Workbook(source, {"in_memory": True}) as book:
        table = book.add_worksheet()
        table.write_row(0, 0, HEADINGS)
        table.write_row(1, 0, ["H-1", "02/01/2020", "Trực tuyến", "Đang xử lý"])
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            swap = sheet_xml is not None and name == "xl/worksheets/sheet1.xml"
            new.writestr(name, sheet_xml if swap and sheet_xml is not None else old.read(name))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return path


def sheet_xml(rows: str, dimension: str = "A1:D2", prolog: str = "") -> bytes:
    """The XML of a worksheet with these rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def text_cell(reference: str, text: str) -> str:
    """One inline text cell."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


GOOD_ROWS = (
    "<row r='1'>"
    + "".join(text_cell(f"{letter}1", name) for letter, name in zip("ABCD", HEADINGS, strict=True))
    + "</row><row r='2'>"
    + text_cell("A2", "H-1")
    + text_cell("B2", "02/01/2020")
    + "</row>"
)


def fault_of(path: Path) -> str:
    """The sentence a file is refused with, within five seconds."""
    began = time.monotonic()
    with pytest.raises(FileFault) as caught:
        list(open_table(path).rows())
    assert time.monotonic() - began < 5
    sentence = str(caught.value)
    assert "Anh/Chị" in sentence  # it says what to do
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence
