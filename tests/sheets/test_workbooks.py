"""What the reading processes hand back: every cell as it was, whatever stands beside it and however much."""

from datetime import date, datetime
from pathlib import Path

import pytest

from outreach.sheets.cells import Cell
from outreach.sheets.reading import open_table
from outreach.sheets.workbook_child import BETWEEN, PIECE
from tests.sheets.files import GOOD_ROWS, package, rows_of, sheet_xml, text_cell
from tests.sheets.files import workbook as excel_file

JOINED = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'
ROWS = f'<row r="1">{text_cell("A1", "a")}{text_cell("B1", "b")}</row><row r="2">{text_cell("B2", "c")}</row>'


def joined_sheet(before: str, between: str, after: str) -> bytes:
    """A worksheet of two rows; A1 and A2 are joined where one of these says so."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}">{before}'
        f"<sheetData>{ROWS}</sheetData>{between}{after}</worksheet>"
    ).encode()


@pytest.mark.parametrize("crossing", range(0, len(JOINED), 7))
def test_joined_cells_are_found_where_a_piece_ends(tmp_path: Path, crossing: int) -> None:
    rest = PIECE - crossing - len(joined_sheet("", "", "").removesuffix(b"</worksheet>"))
    path = package(tmp_path / "a.xlsx", joined_sheet("", " " * rest, JOINED))
    assert open_table(path).merges == ((1, 0, 2, 0),)
    assert rows_of(path) == [(1, ("a", "b")), (2, ("a", "c"))]


@pytest.mark.parametrize("far", [0, PIECE, 3 * PIECE])
def test_joined_cells_are_found_however_much_follows(tmp_path: Path, far: int) -> None:
    path = package(tmp_path / "a.xlsx", joined_sheet("", JOINED, " " * far))
    assert rows_of(path)[-1] == (2, ("a", "c"))


def test_joined_cells_are_found_above_the_rows(tmp_path: Path) -> None:
    assert rows_of(package(tmp_path / "a.xlsx", joined_sheet(JOINED, "", "")))[-1] == (2, ("a", "c"))


def test_no_joined_cells(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", joined_sheet("", "", ""))
    assert open_table(path).merges == ()
    assert rows_of(path)[-1] == (2, (None, "c"))


def many_rows() -> list[tuple[Cell, ...]]:
    """Columns of one kind, of several, and empty ones, for several lines of the answer."""
    moment = datetime(2024, 2, 29, 8, 30)  # noqa: DTZ001
    kinds: list[Cell] = ["x", 1.5, True, date(2020, 1, 2), moment, None, " "]
    return [
        (f"H-{number}", f"á{number}" if number % 3 else None, None, kinds[number % 7], float(number), "c")
        for number in range(350)
    ]


def test_many_rows_of_many_kinds(tmp_path: Path) -> None:
    rows = many_rows()
    path = excel_file(tmp_path / "a.xlsx", [*rows[:200], [], *rows[200:]])
    numbers = [*range(1, 201), *range(202, 352)]
    assert rows_of(path) == list(zip(numbers, rows, strict=True))


def test_a_sheet_that_begins_further_down_and_right(tmp_path: Path) -> None:
    path = excel_file(tmp_path / "a.xlsx", [[], [], [None, "a"], [None, None, 0]])
    assert rows_of(path) == [(3, (None, "a", None)), (4, (None, None, 0.0))]


@pytest.mark.parametrize("text", [BETWEEN, f"a{BETWEEN}b", f"{BETWEEN}a", '"\\\n<&'])
def test_a_text_with_the_mark_between_cells_stays_whole(tmp_path: Path, text: str) -> None:
    rows = [("a", text), ("b", "c"), (None, "d")]
    assert [cells for _, cells in rows_of(excel_file(tmp_path / "a.xlsx", rows))] == rows


def test_many_rows_of_a_page_keep_their_widths(tmp_path: Path) -> None:
    widths = [5] * 130 + [3, 5, 3] + [4] * 110
    rows: list[tuple[Cell, ...]] = [tuple(f"{place}" for place in range(width)) for width in widths]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    (tmp_path / "a.xls").write_text(f"<table>{body}</table>")
    assert rows_of(tmp_path / "a.xls") == list(enumerate(rows, start=1))


def test_errors_of_excel_are_words_except_a_lookup_without_result(tmp_path: Path) -> None:
    """As an empty cell an error would clear what is known."""
    errors = {"A": "#REF!", "B": "#N/A", "C": "#DIV/0!", "D": "#NAME?"}
    cells = "".join(
        f'<c r="{place}3" t="e"><f>VLOOKUP(1,A1:B2,3)</f><v>{error}</v></c>'
        for place, error in errors.items()
    )
    path = package(tmp_path / "a.xlsx", sheet_xml(f'{GOOD_ROWS}<row r="3">{cells}</row>'))
    assert rows_of(path)[-1] == (3, ("#REF!", None, "#DIV/0!", "#NAME?"))
