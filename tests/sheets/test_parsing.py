"""Rows become values or refusals; titles and totals count in nothing; nothing is lost in silence."""

import csv
import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.sheets import cells, delimited
from outreach.sheets.cells import Cell
from outreach.sheets.columns import recognise
from outreach.sheets.layouts import BUSINESSES, DOSSIERS, EXPOSURES, PROCEDURES
from outreach.sheets.parsing import Parsed, parse, parse_rows
from outreach.sheets.reading import open_table
from outreach.sheets.rows import Refusal, RowReader
from tests.sheets.files import HEADINGS, sheet
from tests.sheets.strategies import CELLS

ROW = ("H-1", "02/01/2020", "Trực tuyến", "Đang xử lý")


def dossiers(*rows: tuple[Cell, ...], blank_before: tuple[int, ...] = ()) -> Parsed:
    """These rows under the four usual headings; the first of them is row 2."""
    return parse(sheet(HEADINGS, *rows, blank_before=blank_before), DOSSIERS, key="dossier_code")


def said(refusal: Refusal) -> dict[str, int | str]:
    return {**refusal._asdict(), "reason": str(refusal.reason)}


def refused(parsed: Parsed) -> list[tuple[int, str, str]]:
    return [(refusal.row, refusal.column, refusal.value) for refusal in parsed.refusals]


def test_a_row_has_a_value_for_each_column_of_the_file_only() -> None:
    parsed = dossiers(ROW, ("h-2", date(2020, 1, 3), None, None))
    assert [(row.number, row.values) for row in parsed.rows] == [
        (
            2,
            {
                "dossier_code": "H-1",
                "received_on": date(2020, 1, 2),
                "filing_channel": "online",
                "status": "processing",
            },
        ),
        (
            3,
            {
                "dossier_code": "H-2",
                "received_on": date(2020, 1, 3),
                "filing_channel": None,
                "status": None,
            },
        ),
    ]
    assert (parsed.read, parsed.refusals) == (2, [])


def test_a_bad_cell_refuses_its_row_with_row_column_value_and_reason() -> None:
    parsed = dossiers(
        ROW, ("H-2", "31/02/2020", "Trực tuyến", "Đang xử lý"), ("H-3", *ROW[1:]), blank_before=(3,)
    )
    assert [row.values["dossier_code"] for row in parsed.rows] == ["H-1", "H-3"]
    assert list(map(said, parsed.refusals)) == [
        {
            "row": 4,
            "column": "Ngày tiếp nhận",
            "value": "31/02/2020",
            "reason": "Ngày này không có trong lịch; cần dạng ngày/tháng/năm, ví dụ 05/03/2024.",
        }
    ]
    assert parsed.read == 3


def test_several_bad_cells_are_one_refusal_that_tells_all() -> None:
    parsed = dossiers(("H-1", "hôm qua", "bồ câu", "Đang xử lý"))
    assert refused(parsed) == [(2, "Ngày tiếp nhận", "hôm qua")]
    assert "Cột “Hình thức nộp”: Giá trị này chưa được biết" in str(parsed.refusals[0].reason)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((None, *ROW[1:]), "Mã hồ sơ"),
        (("-", *ROW[1:]), "Mã hồ sơ"),
        (("H-1", None, *ROW[2:]), "Ngày tiếp nhận"),
        ((None, None, "Trực tuyến", None), "Mã hồ sơ"),
    ],
)
def test_needed_cells_may_not_be_empty(row: tuple[Cell, ...], column: str) -> None:
    parsed = dossiers(row)
    assert refused(parsed)[0][:2] == (2, column)
    assert parsed.read == 1


@pytest.mark.parametrize("bad", ["H\x00-1", "H\ud800-1", "H\x1b-1"], ids=ascii)
def test_control_characters_refuse_the_row_and_are_shown_safely(bad: str) -> None:
    parsed = dossiers((bad, *ROW[1:]), ("H-2", *ROW[1:]))
    assert len(parsed.rows) == 1
    assert refused(parsed) == [(2, "Mã hồ sơ", "H\ufffd-1")]
    assert json.dumps(said(parsed.refusals[0]), ensure_ascii=False).encode()


def test_long_values_are_cut_in_a_refusal() -> None:
    assert len(dossiers(("H-1", "x" * 9000, None, None)).refusals[0].value) == 200


def test_the_last_row_of_a_code_counts_and_the_others_are_listed() -> None:
    parsed = dossiers(
        ("H-1", "01/01/2020", None, None),
        ("H-2", "01/01/2020", None, None),
        (" h-1 ", "02/01/2020", None, None),
        ("H-1", "03/01/2020", None, None),
        ("H-1", "khi nào", None, None),  # refused, so it replaces nothing
    )
    assert [(row.number, row.values["dossier_code"]) for row in parsed.rows] == [(3, "H-2"), (5, "H-1")]
    assert refused(parsed) == [
        (2, "Mã hồ sơ", "H-1"),
        (4, "Mã hồ sơ", "H-1"),
        (6, "Ngày tiếp nhận", "khi nào"),
    ]
    assert str(parsed.refusals[0].reason) == "Mã này có lại ở dòng 5; dòng đó được dùng."
    assert parsed.read == 5 == len(parsed.rows) + len(parsed.refusals)


def test_without_a_key_rows_may_repeat() -> None:
    rows = (("activity", "tax_code"), ("T-1", "0300588569"), ("T-1", "0300588569"))
    assert len(parse(sheet(*rows), EXPOSURES, key=None).rows) == 2


def test_businesses_are_told_apart_by_the_first_code_that_is_filled() -> None:
    parsed = parse(
        sheet(
            ("tax_code", "business_id", "name"),
            ("0300588569", "B1", "A"),
            (None, "B1", "B"),
            (300588569.0, "B2", "C"),
            (None, "B1", "D"),
            (None, None, "E"),
        ),
        BUSINESSES,
        key=BUSINESSES.keys,
    )
    assert [row.values["name"] for row in parsed.rows] == ["C", "D"]
    assert refused(parsed) == [(2, "tax_code", "0300588569"), (3, "business_id", "B1"), (6, "tax_code", "")]


TOTALS = [
    "Tổng số: 301 hồ sơ", "TỔNG CỘNG", "Tổng số", "Cộng", "Cộng:", "Tổng", "Tổng số hồ sơ",
    "tổng cộng (301)", "Total",
    "Tổng số: 301", "Tổng 301",
]  # fmt: skip


@pytest.mark.parametrize("words", TOTALS)
def test_totals_count_in_nothing(words: str) -> None:
    parsed = dossiers(ROW, (words, None, None, None), (None, words, 5.0, 6.0))
    assert (parsed.read, len(parsed.rows)) == (1, 1)


@pytest.mark.parametrize(
    "name", ["Tổng Công ty Sông Hậu", "TỔNG CÔNG TY CP MẪU", "Cộng đồng Xanh", "Tổng hợp Mẫu"]
)
def test_a_business_may_be_called_almost_like_a_total(name: str) -> None:
    parsed = parse(sheet(("Tên doanh nghiệp", "MST"), (name, "0300588569")), BUSINESSES, key="tax_code")
    assert [row.values["name"] for row in parsed.rows] == [name]


@pytest.mark.parametrize(
    "row",
    [
        ("(1)", "(2)", "(3)", "(4)"),
        (1.0, 2.0, 3.0, 4.0),
        ("1", "2", "3", "4"),
        ("(1)", "(2)", "(3)=(1)+(2)", "(4)"),
        ("A", "B", "1", "2"),
        ("(A)", "(1)", "(2)=(3)+(4)", "(3)"),
    ],
)
def test_numbered_rows_count_in_nothing(row: tuple[Cell, ...]) -> None:
    assert dossiers(row, ROW).read == 1


def test_a_numbered_row_may_stand_below_headings_that_nobody_knows() -> None:
    rows = [(None, None, None, None, "Ghi chú nội bộ"), ("(1)", "(2)", "(3)", "(4)", "(5)"), (*ROW, None)]
    parsed = parse(sheet((*HEADINGS, "Khác"), *rows), DOSSIERS, key="dossier_code")
    assert ([row.number for row in parsed.rows], refused(parsed)) == ([4], [])


def test_only_the_first_row_can_be_a_numbered_row() -> None:
    assert dossiers(ROW, ("1", "2", "3", "4")).read == 2


def test_repeated_headings_count_in_nothing() -> None:
    assert dossiers(ROW, HEADINGS, ("H-2", *ROW[1:])).read == 2


def test_rows_with_nothing_under_a_known_heading_count_in_nothing() -> None:
    headings = ("STT", *HEADINGS)
    parsed = parse(
        sheet(
            headings, (1.0, *ROW), ("I. Lĩnh vực Đầu tư", None, None, None, None), (2.0, " ", "", None, "\t")
        ),
        DOSSIERS,
        key="dossier_code",
    )
    assert (parsed.read, parsed.refusals) == (1, [])


def signed(*rows: tuple[Cell, ...], blank_before: tuple[int, ...]) -> Parsed:
    headings = ("STT", *HEADINGS, "Lĩnh vực", "Cơ quan", "Chủ hồ sơ")
    full = (1.0, *ROW, "Đầu tư", "Ban Quản lý", "Công ty Mẫu")
    padded = [(*row, *[None] * (8 - len(row))) for row in rows]
    return parse(sheet(headings, full, *padded, blank_before=blank_before), DOSSIERS, key="dossier_code")


def test_signatures_below_count_in_nothing() -> None:
    parsed = signed(
        (None, None, None, None, "Hậu Giang, ngày 31 tháng 12 năm 2020"),
        (None, "Người lập biểu", None, "Trưởng phòng", None, "TRƯỞNG BAN"),
        (None, "Nguyễn Văn Mẫu", None, None, None, "Trần Thị Mẫu"),
        blank_before=(3,),
    )
    assert (parsed.read, parsed.refusals) == (1, [])


def test_a_faulty_row_in_the_table_is_no_signature() -> None:
    parsed = signed((2.0, "H-2", None, "Trực tuyến"), blank_before=())
    assert refused(parsed) == [(3, "Ngày tiếp nhận", "")]


def test_a_gap_inside_the_table_ends_nothing() -> None:
    good = (2.0, "H-2", "02/01/2020", "Trực tuyến", None, "Đầu tư")
    parsed = signed(good, (None, None, None, "Trực tuyến", "Đang xử lý"), blank_before=(3,))
    assert refused(parsed) == [(5, "Mã hồ sơ", "")]


def test_a_faulty_row_with_a_code_is_no_signature_even_below_a_gap() -> None:
    assert len(signed((None, "H-2", "ngày mai"), blank_before=(3,)).refusals) == 1


def test_a_business_that_lacks_its_code_is_no_signature() -> None:
    rows = (
        ("MST", "Tên doanh nghiệp", "KCN", "Số lao động"),
        ("0300588569", "A", "B", 5.0),
        (None, "C", "D", None),
    )
    parsed = parse(sheet(*rows, blank_before=(3,)), BUSINESSES, key="tax_code")
    assert refused(parsed) == [(4, "MST", "")]


def test_rows_with_fewer_or_more_cells_are_refused_not_shifted() -> None:
    parsed = dossiers(ROW, ("H-2", "02/01/2020"), ("H-3", *ROW[1:], "", "dư"), ("H-4", *ROW[1:], None, None))
    assert [row.values["dossier_code"] for row in parsed.rows] == ["H-1", "H-4"]
    assert refused(parsed) == [(3, "Hình thức nộp", ""), (4, "", "dư")]
    assert str(parsed.refusals[0].reason).startswith("Dòng có 2 ô trong khi tiêu đề có 4 cột")


def test_cells_of_the_online_column() -> None:
    headings = ("Mã hồ sơ", "Ngày tiếp nhận", "Trực tuyến")
    marks: list[Cell] = ["x", None, "Có", "Không", 1.0, True]
    rows = [(f"H-{n}", "02/01/2020", mark) for n, mark in enumerate(marks)]
    parsed = parse(sheet(headings, *rows), DOSSIERS, key="dossier_code")
    channels = [row.values["filing_channel"] for row in parsed.rows]
    assert channels == ["online", None, "online", None, "online", "online"]


def test_equal_cells_of_other_kinds_are_not_confused() -> None:
    headings = ("Mã thủ tục", "Tên thủ tục", "Mức độ")
    rows = [("a", "1", 1.0), ("b", 1.0, "1"), ("c", True, 4.0)]
    parsed = parse(sheet(headings, *rows), PROCEDURES, key="procedure_code")
    assert [row.values["name"] for row in parsed.rows] == ["1", "1", "True"]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6).map(tuple), max_size=6))
def test_any_rows_are_taken_or_refused_and_never_break(rows: list[tuple[Cell, ...]]) -> None:
    parsed = dossiers(*rows)
    assert parsed.read == len(parsed.rows) + len(parsed.refusals)
    assert json.dumps(list(map(said, parsed.refusals)), ensure_ascii=False).encode()
    assert all(row.values["dossier_code"] and row.values["received_on"] for row in parsed.rows)


CODES = st.sampled_from(["H-1", "H-2", "h-3", 7.0])
DAYS = st.sampled_from([date(2020, 1, 2), "02/01/2020"])
ODD: list[tuple[Cell, ...]] = [
    HEADINGS, ("Tổng số", None, None, 5.0), ("I", "Lĩnh vực", None, None), ("H-9",), (None, None, None, "x"),
]  # fmt: skip
LIKELY = st.one_of(
    st.tuples(CODES, DAYS, st.sampled_from(["Trực tuyến", None]), st.sampled_from(["Đang xử lý", None])),
    st.tuples(CODES, DAYS, st.just("x"), st.none()),
    st.sampled_from(ODD),
    st.lists(CELLS, min_size=1, max_size=6).map(tuple),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(LIKELY, max_size=8), st.sets(st.integers(2, 9)))
def test_many_rows_at_once_say_what_each_says_alone(rows: list[tuple[Cell, ...]], blank: set[int]) -> None:
    table = sheet(HEADINGS, *rows, blank_before=blank)
    found = recognise(table, DOSSIERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "AT_ONCE", 2)
        at_once = list(parse_rows(table, DOSSIERS, found))
        patch.setattr(RowReader, "at_once", lambda reader, block: None)
        alone = list(parse_rows(table, DOSSIERS, found))
    assert [str(outcome) for outcome in at_once] == [str(outcome) for outcome in alone]


TEXTS = st.sampled_from(
    ["", "H-1", "H-2", "02/01/2020", "Trực tuyến", "Tổng số", "I", "Mã hồ sơ", "x\ny", '"']
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=5), max_size=9), st.integers(1, 4))
def test_a_csv_says_the_same_in_blocks_of_any_size(rows: list[list[str]], size: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([[str(heading) for heading in HEADINGS], *rows])
        table = open_table(path)
        found = recognise(table, DOSSIERS)
        whole, whole_rows = list(table.rows()), list(parse_rows(table, DOSSIERS, found))
        patch.setattr(delimited, "AT_ONCE", size)
        assert list(table.rows()) == whole
        assert list(map(str, parse_rows(table, DOSSIERS, found))) == list(map(str, whole_rows))
        patch.setattr(RowReader, "at_once", lambda reader, block: None)
        assert list(map(str, parse_rows(table, DOSSIERS, found))) == list(map(str, whole_rows))
