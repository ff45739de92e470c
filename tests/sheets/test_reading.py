"""Files are known by their content; what is no table, or too much of one, is refused in a sentence."""

import tracemalloc
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.sheets import delimited, parsing, reading, workbook
from outreach.sheets.layouts import BUSINESSES
from outreach.sheets.parsing import read_and_parse
from outreach.sheets.reading import FileFault, open_table
from tests.sheets.biff import OldSheet, old_workbook
from tests.sheets.files import (
    DATA,
    HEADINGS,
    csv_file,
    fault_of,
    package,
    rows_of,
)
from tests.sheets.files import workbook as excel_file

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Tệp trống"),
        (b" \r\n\t ", "Tệp trống"),
        (b"%PDF-1.7\n", "không phải bảng tính"),
        (b"\x89PNG\r\n\x1a\n", "không phải bảng tính"),
        (b"\xff\xd8\xff\xe0", "không phải bảng tính"),
        (b"Rar!\x1a\x07", "không phải bảng tính"),
        (b"PK\x05\x06" + bytes(18), "không phải bảng tính"),
        (b"<html><p>a</p></html>", "không có bảng nào"),
        (b"\xef\xbb\xbf\r\n <?xml version='1.0'?>", "không có bảng nào"),
        (OLD_OFFICE + bytes(600), "không phải bảng tính Excel"),
        (OLD_OFFICE + bytes(600) + "Workbook".encode("utf-16-le"), "bị hỏng"),
        (OLD_OFFICE + bytes(600) + "WordDocument".encode("utf-16-le"), "không phải bảng tính Excel"),
        (OLD_OFFICE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK\x03\x04", "bị hỏng"),
        (b"PK\x03\x04" + bytes(2000), "bị hỏng"),
        ("Ñandú;año".encode("latin-1"), "UTF-8"),
        (b"\x80\x81\x82", "UTF-8"),
        (b"\xff\xfea", "UTF-8"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00a\x00", "UTF-8"),  # a worksheet of 1992
        (b"\x03\x7c\x03\x05\x01\0\0\0a\0\x20\0" + bytes(20) + b"MAHS\0\0\0\0\0\0\0C", "UTF-8"),  # dBase
        (bytes(5_000), "UTF-8"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table>", "mở bằng Excel"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(content)
    assert says in fault_of(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "Không mở được" in fault_of(tmp_path / "none.xlsx")
    assert "Không mở được" in fault_of(tmp_path)


def test_a_large_workbook_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "lon.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(reading.MOST_BYTES + 1)
    assert "10 MB" in fault_of(path)


def test_more_rows_than_can_be_held_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MOST_ROWS", 3)
    path = csv_file(tmp_path / "a", "MST\n0300588569\n")
    assert len(read_and_parse(path, BUSINESSES).rows) == 1
    with pytest.raises(FileFault, match="hơn 3 dòng"):
        read_and_parse(csv_file(tmp_path / "b", "MST\n" + "0300588569\n" * 3), BUSINESSES)


# --- workbooks


def test_cells_keep_their_kinds_and_rows_their_numbers(tmp_path: Path) -> None:
    path = excel_file(
        tmp_path / "a.xlsx",
        [["đầu"], [], ["a\nb", 5, 2.5, True, date(2020, 1, 2), None, " c "], [None, "", None]],
    )
    assert open_table(path).name == "Danh sách"
    assert rows_of(path) == [
        (1, ("đầu", *[None] * 6)),
        (3, ("a\nb", 5.0, 2.5, True, date(2020, 1, 2), None, " c ")),
    ]


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        hidden, shown = book.add_worksheet("ẩn"), book.add_worksheet("hiện")
        shown.write(0, 0, "b")
        shown.activate()
        shown.set_first_sheet()
        hidden.write(0, 0, "a")
        hidden.hide()
    assert (open_table(path).name, rows_of(path)) == ("hiện", [(1, ("b",))])


def test_an_empty_workbook_has_no_rows(tmp_path: Path) -> None:
    assert rows_of(excel_file(tmp_path / "a.xlsx", [])) == []


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = excel_file(tmp_path / "a.csv", [HEADINGS])
    assert rows_of(path) == [(1, HEADINGS)]


def test_a_slow_child_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0.01)
    assert "quá lớn" in fault_of(package(tmp_path / "a.xlsx"))


def test_the_child_is_limited_and_loads_nothing_of_the_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = """
    assert not any(name.split(".")[0] in ("outreach", "flask") for name in sys.modules)
    assert 0 < resource.getrlimit(resource.RLIMIT_AS)[0] <= 512 * 1024**2
    assert 0 < resource.getrlimit(resource.RLIMIT_CPU)[0] <= 20
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
"""
    child = tmp_path / "child.py"
    source = Path(workbook.__file__).with_name("workbook_child.py").read_text()
    last = "    answer(about, rows)\n"
    assert last in source
    child.write_text(source.replace(last, checks + last))
    monkeypatch.setattr(workbook, "_CHILD", child)
    assert len(rows_of(package(tmp_path / "a.xlsx"))) == 2


# --- CSV


@pytest.mark.parametrize("delimiter", delimited.DELIMITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(
    tmp_path: Path, delimiter: str, encoding: str, ending: str
) -> None:
    lines = [
        "SỔ THEO DÕI, quý I",
        "",
        delimiter.join(HEADINGS),
        delimiter.join(["H-1", "02/01/2020", "", "Đang xử lý"]),
    ]
    sheet = open_table(csv_file(tmp_path / "a", ending.join(lines), encoding), filename="tháng 3.csv")
    assert sheet.name == "tháng 3.csv"
    assert list(sheet.rows())[-2:] == [(3, HEADINGS), (4, ("H-1", "02/01/2020", None, "Đang xử lý"))]


def test_rows_are_numbered_as_excel_numbers_them(tmp_path: Path) -> None:
    assert rows_of(csv_file(tmp_path / "a", 'a;b\n"x\ny";"1;2"\n\n;\nc;d\n')) == [
        (1, ("a", "b")),
        (2, ("x\ny", "1;2")),
        (5, ("c", "d")),
    ]


def test_commas_and_semicolons_inside_texts_do_not_split(tmp_path: Path) -> None:
    rows = rows_of(DATA / "hau-giang-2020" / "activities.csv")
    assert [len(cells) for _, cells in rows] == [5] * 4
    text = "code;title\nA;một, hai, ba\nB;bốn, năm, sáu\n"
    assert rows_of(csv_file(tmp_path / "a", text))[1] == (2, ("A", "một, hai, ba"))


def test_an_open_quotation_mark_is_a_fault_of_the_file(tmp_path: Path) -> None:
    assert "ngoặc kép" in fault_of(csv_file(tmp_path / "a", 'a;b\n"c;d\ne;f\ng;h\n'))
    assert rows_of(csv_file(tmp_path / "b", 'a;b\n"c";d"\n'))[-1] == (2, ("c", 'd"'))


@pytest.mark.parametrize("close", ['Công ty "C" D', 'Công ty C"'])
@pytest.mark.parametrize("between", ["", "H-2;02/01/2020;Công ty B;\n"])
def test_quotation_marks_may_not_swallow_rows(tmp_path: Path, close: str, between: str) -> None:
    """One that nobody closed reaches to the next: the first row would have the last one's other cells."""
    text = f'{";".join(HEADINGS)}\nH-1;02/01/2020;"Công ty A;\n{between}H-3;02/01/2020;{close};Đang xử lý\n'
    assert "ngoặc kép" in fault_of(csv_file(tmp_path / "a", text))


@pytest.mark.parametrize("cell", ["Công ty A\nchi nhánh; B", "a\n\nb", "a;b;c\n;;\nd"])
def test_a_cell_of_several_lines_swallows_nothing(tmp_path: Path, cell: str) -> None:
    text = f'a;b;c;d\n1;"{cell}";"5;\n6";4\n'
    assert rows_of(csv_file(tmp_path / "a", text))[1] == (2, ("1", cell, "5;\n6", "4"))
    assert rows_of(csv_file(tmp_path / "b", 'a\n"b\nc"\n'))[1] == (2, ("b\nc",))


def test_a_long_line_is_never_held_wherever_it_stands(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a", "a;b\n" * 100 + "c;" * 8_000_000)
    tracemalloc.start()
    try:
        assert "quá dài" in fault_of(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_an_endless_cell_is_refused(tmp_path: Path) -> None:
    assert "quá dài" in fault_of(csv_file(tmp_path / "a", "a;" + "b" * 200_000))
    assert "quá dài" in fault_of(csv_file(tmp_path / "b", "a;" * 1024 * 1024))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    assert "quá nhiều cột" in fault_of(csv_file(tmp_path / "a", "a" + ";" * 1_000 + "\n"))


def test_a_table_is_read_again_from_the_top(tmp_path: Path) -> None:
    for path in (
        csv_file(tmp_path / "a", "a;b\nc;d\n"),
        excel_file(tmp_path / "b", [["a", "b"], ["c", "d"]]),
    ):
        table = open_table(path)
        first = table.rows()
        next(first)
        assert [cells for _, cells in table.rows()] == [("a", "b"), ("c", "d")]
        assert next(first) == (2, ("c", "d"))


def test_a_wrong_byte_far_down_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a;b\n" * 50_000 + b"\xff;c\n")
    assert "UTF-8" in fault_of(path)


def test_nul_bytes_reach_the_cells(tmp_path: Path) -> None:
    assert rows_of(csv_file(tmp_path / "a", "a;b\nc\x00;d\n"))[1] == (2, ("c\x00", "d"))


# --- anything at all

fuzzed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read_or_refuse(path: Path) -> None:
    try:
        rows = rows_of(path)
    except FileFault as fault:
        assert "Anh/Chị" in str(fault)  # noqa: PT017 - reading it is as good as refusing it
    else:
        assert all(any(cell is not None for cell in cells) for _, cells in rows)


@fuzzed
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"PK\x03\x04", OLD_OFFICE, b"\xff\xfe", b"\xef\xbb\xbf", b"a;b\n", b"<table><tr><td>"]
    ),
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes, start: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(start + content)
    read_or_refuse(path)


@fuzzed
@given(st.text(st.sampled_from('a;,\t|"\n\r 1đ\x00\u2028'), max_size=80))
def test_any_csv_is_read_or_refused(tmp_path: Path, text: str) -> None:
    read_or_refuse(csv_file(tmp_path / "a", text))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A good file of each kind that is read in a process of its own."""
    folder = tmp_path_factory.mktemp("real")
    excel_file(folder / "xlsx", [HEADINGS])
    old_workbook(folder / "xls", [OldSheet("Một", [HEADINGS])])
    (folder / "html").write_text(f"<table><tr><td>{'</td><td colspan=2>'.join(HEADINGS)}</td></tr></table>")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@settings(fuzzed, max_examples=60)
@given(
    st.sampled_from(["xlsx", "xls", "html"]),
    st.floats(0, 0.999),
    st.binary(min_size=1, max_size=8),
    st.booleans(),
)
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path, real: dict[str, bytes], kind: str, place: float, junk: bytes, cut: bool
) -> None:
    whole = real[kind]
    at = int(place * len(whole))
    path = tmp_path / "a.xlsx"
    path.write_bytes(whole[:at] + junk + (b"" if cut else whole[at + len(junk) :]))
    read_or_refuse(path)
