"""Headings in several rows, and what a person says about columns that nobody knew."""

import pytest

from outreach.sheets.cells import Cell, FileFault, Merge
from outreach.sheets.columns import Column, preamble, recognise, survey
from outreach.sheets.layouts import BUSINESSES, DOSSIERS
from outreach.sheets.parsing import Row, parse_rows
from outreach.sheets.summaries import SUMMARIES
from tests.sheets.files import sheet

ROW = ("H-1", "02/01/2020", "Trực tuyến")
GROUPED = [("Hồ sơ", "Thời gian", None), ("Số", "Tiếp nhận", "Hẹn trả")]


def test_a_group_and_its_column_together_are_a_heading() -> None:
    rows = [("Mã hồ sơ", "Ngày", None), (None, "Tiếp nhận", "Hẹn trả")]
    found = recognise(sheet(*rows, ("H-1", "02/01/2020", "03/01/2020")), DOSSIERS)
    assert found.headings == {
        "dossier_code": "Mã hồ sơ", "received_on": "Ngày > Tiếp nhận", "due_on": "Ngày > Hẹn trả",
    }  # fmt: skip
    assert (found.first_row, found.heading_row, found.width) == (1, 2, 3)


def test_a_heading_is_known_in_any_group() -> None:
    rows = [("Thông tin", None, "Khác"), ("Mã hồ sơ", "Ngày nhận", "Tờ")]
    found = recognise(sheet(*rows, ROW), DOSSIERS)
    assert (found.columns, found.extras) == ({"dossier_code": 0, "received_on": 1}, ("Tờ",))


def test_joined_cells_bring_the_row_above_in() -> None:
    merges: tuple[Merge, ...] = ((1, 0, 1, 1), (1, 2, 2, 2))
    table = sheet(("Thông tin", None, "Hình thức"), ("Mã hồ sơ", "Ngày nhận", "Hình thức"), ROW)
    found = recognise(table._replace(merges=merges), DOSSIERS)
    assert found.headings == {
        "dossier_code": "Thông tin > Mã hồ sơ", "received_on": "Thông tin > Ngày nhận",
        "filing_channel": "Hình thức",
    }  # fmt: skip


def test_a_column_named_only_in_the_row_above_is_offered() -> None:
    rows = [("Ký hiệu", "Thời gian", None), (None, "Ngày nhận", "Ngày trả"), ("H-1", "02/01/2020", None)]
    found = survey(sheet(*rows), DOSSIERS)
    assert [column.heading for column in found.offered] == [
        "Ký hiệu", "Thời gian > Ngày nhận", "Thời gian > Ngày trả",
    ]  # fmt: skip
    assert found.extras == ("Ký hiệu",)


def test_a_title_above_is_no_group() -> None:
    rows = [("SỔ THEO DÕI", None, None), ("Mã hồ sơ", "Ngày nhận", "Hình thức"), ROW]
    for merges in (None, ((1, 0, 1, 2),)):
        found = recognise(sheet(*rows)._replace(merges=merges), DOSSIERS)
        assert (found.first_row, found.headings["dossier_code"]) == (2, "Mã hồ sơ")
        assert preamble(sheet(*rows), found) == ("SỔ THEO DÕI",)


def test_headings_of_several_rows_repeated_on_every_page_count_in_nothing() -> None:
    headings = [("Mã hồ sơ", "Ngày", None), (None, "Tiếp nhận", "Hẹn trả")]
    row = ("H-1", "02/01/2020", "03/01/2020")
    table = sheet(*headings, row, *headings, ("H-2", *row[1:]))
    outcomes = list(parse_rows(table, DOSSIERS, recognise(table, DOSSIERS)))
    assert [outcome.values["dossier_code"] for outcome in outcomes if isinstance(outcome, Row)] == [
        "H-1",
        "H-2",
    ]
    assert len(outcomes) == 2


SIGNED = ("NGƯỜI LẬP", None, None, None)


def test_a_total_may_stand_left_of_the_names() -> None:
    headings = [("STT", "Đơn vị", "Tiếp nhận", None), (None, None, "Tổng số", "Trực tuyến")]
    table = sheet(*headings, (1.0, "Sở Xây dựng", 5.0, 4.0), ("TỔNG CỘNG", None, 5.0, 4.0), SIGNED)
    rows = list(parse_rows(table, SUMMARIES, recognise(table, SUMMARIES)))
    assert [(row.values["unit"], row.total) for row in rows if isinstance(row, Row)] == [
        ("Sở Xây dựng", False), ("TỔNG CỘNG", True),
    ]  # fmt: skip
    assert len(rows) == 2


def test_a_figure_without_its_group_means_nothing() -> None:
    found = survey(
        sheet(("Đơn vị", "Khác", None), (None, "Trực tuyến", "Tổng số"), ("Sở", 1.0, 2.0)), SUMMARIES
    )
    assert found.columns == {"unit": 0}


@pytest.mark.parametrize(
    "group",
    [
        ("Sở ban ngành", None, None),
        ("I. Lĩnh vực Đầu tư", None, None),
        ("II", "Công ty Mẫu", None),
        ("a)", "b", None),
    ],
)
def test_heads_of_groups_count_in_nothing(group: tuple[Cell, ...]) -> None:
    table = sheet(("Mã hồ sơ", "Ngày nhận", "Hình thức"), ROW, group, ("H-2", *ROW[1:]))
    assert len(list(parse_rows(table, DOSSIERS, recognise(table, DOSSIERS)))) == 2


@pytest.mark.parametrize(
    "row", [(None, "Công ty Mẫu", None), ("12", "Công ty Mẫu", None), ("H-9", None, None)]
)
def test_rows_that_lack_something_are_no_heads_of_groups(row: tuple[Cell, ...]) -> None:
    table = sheet(("MST", "Tên doanh nghiệp", "Số lao động"), ("0300588569", "A", 5.0), row)
    outcomes = list(parse_rows(table, BUSINESSES, recognise(table, BUSINESSES)))
    assert not isinstance(outcomes[1], Row)


# --- what a person says

UNKNOWN = [("Ký hiệu", "Hôm nào", "Ngày nhận", "Chỗ"), ("H-1", "02/01/2020", "03/01/2020", "x")]


def test_unknown_headings_are_offered_with_a_sample() -> None:
    found = survey(sheet(*UNKNOWN), DOSSIERS)
    assert found.missing == (("dossier_code",),)
    assert found.offered == (
        Column(0, "Ký hiệu", None, ("H-1",)), Column(1, "Hôm nào", None, ("02/01/2020",)),
        Column(2, "Ngày nhận", "received_on", ("03/01/2020",)), Column(3, "Chỗ", None, ("x",)),
    )  # fmt: skip
    nothing = survey(sheet(("một", "hai"), ("ba", "bốn")), DOSSIERS)
    assert [column.heading for column in nothing.offered] == ["một", "hai"]
    assert survey(sheet(), DOSSIERS).offered == ()


def test_what_a_person_said_goes_before_the_synonyms() -> None:
    said = {"ký  HIỆU": "dossier_code", "Hôm nào": "received_on", "Ngày nhận": None, "Không có": "status"}
    found = recognise(sheet(*UNKNOWN), DOSSIERS, said)
    assert found.columns == {"dossier_code": 0, "received_on": 1}
    assert found.extras == ("Ngày nhận", "Chỗ")
    table = sheet(*UNKNOWN)
    (row,) = parse_rows(table, DOSSIERS, found)
    assert isinstance(row, Row)
    assert row.values["dossier_code"] == "H-1"


def test_of_a_file_with_other_sheets_those_are_named() -> None:
    table = sheet(("Đọc kỹ trước khi điền",))._replace(name="Hướng dẫn", names=("Hướng dẫn", "T3", "T4"))
    with pytest.raises(
        FileFault, match=r"Trang “Hướng dẫn” thiếu cột .* còn trang khác: “T3”, “T4”. Anh/Chị"
    ):
        recognise(table, DOSSIERS)


def test_a_column_that_is_left_out_may_be_one_that_is_needed() -> None:
    with pytest.raises(FileFault, match="Ngày tiếp nhận"):
        recognise(sheet(*UNKNOWN), DOSSIERS, {"Ký hiệu": "dossier_code", "Ngày nhận": None})


def test_the_second_of_two_equal_headings_has_a_name_of_its_own() -> None:
    table = sheet(("Mã hồ sơ", "Ngày", "Ngày"), ("H-1", "02/01/2020", "03/01/2020"))
    assert survey(table, DOSSIERS).extras == ("Ngày", "Ngày (2)")
    found = recognise(table, DOSSIERS, {"Ngày (2)": "received_on", "Ngày": "due_on"})
    assert found.columns == {"dossier_code": 0, "received_on": 2, "due_on": 1}
