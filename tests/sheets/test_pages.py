"""HTML tables that pass for .xls: spans, tables inside tables, what browsers forgive."""

from pathlib import Path

import pytest

from outreach.sheets.cells import Cell, FileFault, Numbered
from outreach.sheets.reading import open_table
from tests.sheets.files import fault_of


def rows(tmp_path: Path, html: str, sheet: str | None = None) -> list[Numbered]:
    path = tmp_path / "danh-sach.xls"
    path.write_text(html, encoding="utf-8")
    return list(open_table(path, sheet=sheet).rows())


def table(tmp_path: Path, html: str) -> list[tuple[Cell, ...]]:
    return [cells for _, cells in rows(tmp_path, f"<table>{html}</table>")]


def test_tags_that_nobody_closed(tmp_path: Path) -> None:
    assert table(tmp_path, "<tr><th>a<th>b<tr><td>c<td>d") == [("a", "b"), ("c", "d")]
    assert table(tmp_path, "<td>a<td>b") == [("a", "b")]


def test_words_are_what_a_reader_sees(tmp_path: Path) -> None:
    html = "<tr><td> <b>Mã</b> h&#7891; s&#417;<br>(nếu có)</td><td>a<style>td{}</style><!-- x --></td>"
    assert table(tmp_path, html + "<td>&lt;b&gt;&nbsp;&amp;</td><td></td></tr>") == [
        ("Mã hồ sơ\n(nếu có)", "a", "<b>\xa0&", None)
    ]


def test_a_cell_joined_downwards_is_said_in_each_row(tmp_path: Path) -> None:
    html = "<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td><td>e</td></tr>"
    assert table(tmp_path, html) == [("a", "b"), ("a", "c"), ("d", "e")]


def test_a_cell_joined_to_the_right_is_said_once(tmp_path: Path) -> None:
    html = "<tr><td colspan=2 rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>"
    assert table(tmp_path, html) == [("a", None, "b"), ("a", None, "c")]


def test_a_short_row_stays_short_whatever_reaches_into_it(tmp_path: Path) -> None:
    html = "<tr><td>a<td>b<td>c<td rowspan=3>d</tr><tr><td>e</tr><tr><td>f<td>g<td>h</tr>"
    assert table(tmp_path, html) == [("a", "b", "c", "d"), ("e",), ("f", "g", "h", "d")]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "99999999999", "１"])
def test_spans_that_make_no_sense_are_one(tmp_path: Path, span: str) -> None:
    assert table(tmp_path, f'<tr><td colspan="{span}">a</td><td>b</td></tr>') == [("a", "b")]


def test_blank_rows_are_left_out_and_counted(tmp_path: Path) -> None:
    assert rows(tmp_path, "<table><tr><td></td></tr><tr></tr><tr><td>a</td></tr></table>") == [(3, ("a",))]


def test_the_number_behind_what_is_shown(tmp_path: Path) -> None:
    html = '<tr><td x:num="5479">5.479</td><td x:num>7</td><td x:num="x">8</td></tr>'
    assert table(tmp_path, html) == [(5479.0, "7", "8")]


def test_the_fullest_table_is_read_unless_another_is_named(tmp_path: Path) -> None:
    html = (
        "<table><tr><td>tiêu đề</td></tr></table><table></table>"
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    )
    assert rows(tmp_path, html) == [(1, ("a", "b"))]
    assert open_table(tmp_path / "danh-sach.xls").names == ("Bảng 1", "Bảng 3", "Bảng 4")
    assert rows(tmp_path, html, sheet="Bảng 1") == [(1, ("tiêu đề",))]
    with pytest.raises(FileFault, match="không còn trang tính"):
        rows(tmp_path, html, sheet="Bảng 9")


@pytest.mark.parametrize(
    "content", [b"<html>", b"<?xml version='1.0'?><Workbook><Table/></Workbook>", b"<svg></svg>", b"<table>"]
)
def test_a_page_without_a_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert "không có bảng nào" in fault_of(path)


EXCEL_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="a"/></Styles>
<Worksheet ss:Name="Danh sách"><Table ss:ExpandedColumnCount="4">
<Column ss:Width="80"/>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">STT</Data></Cell>
<Cell ss:MergeAcross="1"><Data ss:Type="String">Hồ sơ</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">Mã</Data></Cell>
<Cell><Data ss:Type="String">Số</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell/><Cell><Data ss:Type="Number">5.5</Data></Cell></Row>
<Row><Cell ss:Index="3"><Data ss:Type="DateTime">2020-01-02T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_the_xml_that_excel_2003_saved(tmp_path: Path) -> None:
    assert rows(tmp_path, EXCEL_2003) == [
        (1, ("STT", "Hồ sơ", None)), (2, ("STT", "Mã", "Số")), (3, (1.0, None, 5.5)),
        (4, (None, None, "2020-01-02T00:00:00.000")),
    ]  # fmt: skip


def test_a_page_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    for encoding in ("utf-16", "utf-16-le"):
        path.write_bytes("<table><tr><td>Mã hồ sơ</td></tr></table>".encode(encoding))
        assert list(open_table(path).rows()) == [(1, ("Mã hồ sơ",))]


def test_words_of_a_table_in_a_cell_belong_to_the_cell(tmp_path: Path) -> None:
    html = "<tr><td>a</td><td><table><tr><td>b</td></tr></table></td><td>c</td></tr><tr><td>d<td>e<td>f</tr>"
    assert table(tmp_path, html) == [("a", "b", "c"), ("d", "e", "f")]


def test_xml_may_leave_out_the_empty_cells_at_the_end_of_a_row(tmp_path: Path) -> None:
    """Excel does; its cells say where they stand, so that nothing can have slipped."""
    short = EXCEL_2003.replace(
        '<Cell ss:Index="3"><Data ss:Type="DateTime">', '<Cell><Data ss:Type="DateTime">'
    )
    assert rows(tmp_path, short)[-1] == (4, ("2020-01-02T00:00:00.000", None, None))


def test_xml_may_say_its_words_as_they_are(tmp_path: Path) -> None:
    assert rows(tmp_path, EXCEL_2003.replace(">Mã<", "><![CDATA[Mã <hồ sơ>]]><"))[1][1][1] == "Mã <hồ sơ>"


@pytest.mark.parametrize("hidden", ["SheetHidden", "SheetVeryHidden"])
def test_a_hidden_sheet_of_xml_is_not_read(tmp_path: Path, hidden: str) -> None:
    said = f"</Table><x:WorksheetOptions><x:Visible>{hidden}</x:Visible></x:WorksheetOptions>".replace(
        "x:", ""
    )
    whole = EXCEL_2003.replace("</Table>", said)
    assert "bị ẩn" in fault_of(_written(tmp_path, whole))
    more = "<Worksheet><Table><Row><Cell><Data>a</Data></Cell></Row></Table></Worksheet></Workbook>"
    assert rows(tmp_path, whole.replace("</Workbook>", more)) == [(1, ("a",))]


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    declared = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Workbook'
    assert "khai báo" in fault_of(_written(tmp_path, EXCEL_2003.replace("<Workbook", declared)))


def _written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "danh-sach.xls"
    path.write_text(content, encoding="utf-8")
    return path
