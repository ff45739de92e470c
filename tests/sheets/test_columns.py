"""Which row holds the headings, and which column means what."""

import json
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets import layouts
from outreach.sheets.cells import Cell, FileFault
from outreach.sheets.columns import match, recognise, survey
from outreach.sheets.headings import key_of
from outreach.sheets.layouts import BUSINESSES, DOSSIERS, EXPOSURES, INTERVENTIONS, PROCEDURES
from outreach.sheets.values import parse_channel, parse_online_mark
from tests.sheets.files import DATA, HEADINGS, sheet

ROW = ("H-1", "02/01/2020", "Trực tuyến", "Đang xử lý")

# Dossier lists as one-stop systems export them.
OPENCPS = [
    "STT", "Mã hồ sơ", "Mã thủ tục", "Nội dung", "Cơ quan thụ lý", "Sổ theo dõi", "Chủ hồ sơ", "Địa chỉ",
    "Số điện thoại", "Thư điện tử", "Người nộp hồ sơ", "Điện thoại liên lạc", "Ngày gửi", "Ngày tiếp nhận",
    "Ngày hẹn trả", "Ngày gia hạn", "Ngày hoàn thành", "Ngày trả", "Trạng thái", "Trực tuyến", "Mã hồ sơ gốc",
    "Ghi chú xử lý", "Ghi chú nộp.", "Chi tiết nội dung", "Hạn xử lý",
]  # fmt: skip
PROVINCIAL = [
    "STT", "Đơn vị tiếp nhận", "Lĩnh vực", "Tên thủ tục hành chính", "Mã hồ sơ", "Trạng thái", "Địa chỉ",
    "Chủ hồ sơ", "Ngày nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Đơn vị/ cá nhân giải quyết",
]  # fmt: skip


def named(layout: layouts.Layout, headings: Sequence[Cell]) -> dict[str, str]:
    """Meaning → heading."""
    return {
        meaning: str(headings[index])
        for meaning, index in match([(str(heading),) for heading in headings], layout).items()
    }


def test_the_list_of_one_system() -> None:
    assert named(DOSSIERS, OPENCPS) == {
        "dossier_code": "Mã hồ sơ",
        "received_on": "Ngày tiếp nhận",
        "due_on": "Ngày hẹn trả",
        "finished_on": "Ngày hoàn thành",
        "returned_on": "Ngày trả",
        "procedure_code": "Mã thủ tục",
        "procedure_name": "Nội dung",
        "agency": "Cơ quan thụ lý",
        "applicant": "Chủ hồ sơ",
        "filing_channel": "Trực tuyến",
        "status": "Trạng thái",
    }


def test_the_list_of_another() -> None:
    assert named(DOSSIERS, PROVINCIAL) == {
        "dossier_code": "Mã hồ sơ",
        "received_on": "Ngày nhận",
        "due_on": "Ngày hẹn trả",
        "finished_on": "Ngày kết thúc xử lý",
        "procedure_name": "Tên thủ tục hành chính",
        "field": "Lĩnh vực",
        "agency": "Đơn vị tiếp nhận",
        "applicant": "Chủ hồ sơ",
        "status": "Trạng thái",
    }


@pytest.mark.parametrize(
    ("layout", "headings"),
    [
        (BUSINESSES, "business_id, tax_code, name, zone, employees"),
        (PROCEDURES, "code, name, field, service_level"),
        (
            DOSSIERS,
            "dossier_id, business_id, tax_code, applicant, received_on, due_on, finished_on, returned_on, "
            "procedure, procedure_name, field, agency, channel, return_channel, status, paid_vnd, digitised, "
            "assistance",
        ),
        (
            INTERVENTIONS,
            "intervention_id, type, title, held_on, partners, covers_all, cost_planned_vnd, cost_vnd",
        ),
        (INTERVENTIONS, "code, type, title, date, partners, covers_all, cost_planned_vnd, cost_vnd"),
        (EXPOSURES, "intervention_id, business_id, tax_code, exposed_on, how"),
        (EXPOSURES, "activity, business_id, tax_code, date, how"),
    ],
    ids=lambda value: value.kind if isinstance(value, layouts.Layout) else None,
)
def test_english_headings_name_every_field(layout: layouts.Layout, headings: str) -> None:
    assert set(match([(heading,) for heading in headings.split(", ")], layout)) == {
        field.meaning for field in layout.fields
    }


ALL = [DOSSIERS, BUSINESSES, PROCEDURES, INTERVENTIONS, EXPOSURES]


@pytest.mark.parametrize(
    ("layout", "meaning", "heading"),
    [(layout, field.meaning, name) for layout in ALL for field in layout.fields for name in field.synonyms],
)
def test_every_synonym_alone_is_known_however_it_is_written(
    layout: layouts.Layout, meaning: str, heading: str
) -> None:
    forms = [
        heading, heading.upper(), f"  {heading}\n", unicodedata.normalize("NFD", heading), f"{heading} (*)",
        f"{heading}:",
        heading.replace(" ", "\n"), heading.translate(str.maketrans("đĐ", "dD")), f"{heading} (nếu có)",
    ]  # fmt: skip
    assert [list(match([(form,)], layout)) for form in forms] == [[meaning]] * len(forms)


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.kind)
def test_no_two_fields_claim_one_heading(layout: layouts.Layout) -> None:
    keys = [key_of(name) for field in layout.fields for name in set(map(key_of, field.synonyms))]
    assert len(keys) == len(set(keys))


def test_of_two_columns_with_one_meaning_the_one_named_first_wins() -> None:
    headings = (
        "Mã hồ sơ",
        "Hạn xử lý",
        "Ngày hẹn trả",
        "Ngày nhận",
        "Ngày tiếp nhận",
        "Hình thức",
        "Hình thức nộp",
    )
    found = recognise(sheet(headings, ("H-1", "a", "b", "c", "d", "e", "f")), DOSSIERS)
    assert found.headings == {
        "dossier_code": "Mã hồ sơ",
        "due_on": "Ngày hẹn trả",
        "received_on": "Ngày tiếp nhận",
        "filing_channel": "Hình thức nộp",
    }
    assert found.extras == ("Hạn xử lý", "Ngày nhận", "Hình thức")


def test_of_two_equal_headings_the_left_one_counts() -> None:
    assert match([("Ngày trả",), ("Mã hồ sơ",), ("Ngày trả",)], DOSSIERS)["returned_on"] == 0


def test_a_heading_decides_how_its_cells_are_read() -> None:
    channel = next(field for field in DOSSIERS.fields if field.meaning == "filing_channel")
    assert channel.parser("TRỰC TUYẾN (x)") is parse_online_mark
    assert channel.parser("Hình thức nộp") is parse_channel


def test_headings_below_titles() -> None:
    found = recognise(
        sheet(
            ("ỦY BAN NHÂN DÂN TỈNH", None, None, None),
            ("SỔ THEO DÕI HỒ SƠ", None, None, None),
            ("Đơn vị", "Trực tuyến", None, None),
            HEADINGS,
            ("(1)", "(2)", "(3)", "(4)"),
            ROW,
            blank_before=[2, 4],
        ),
        DOSSIERS,
    )
    assert found.heading_row == 6
    assert found.columns == {"dossier_code": 0, "received_on": 1, "filing_channel": 2, "status": 3}
    assert found.samples["received_on"] == "02/01/2020"
    assert found.width == 4


def test_samples_are_the_first_filled_cells_and_are_cut() -> None:
    found = recognise(
        sheet(HEADINGS, ("H-1", None, "x" * 500, None), ("H-2", "02/01/2020", "y", None)), DOSSIERS
    )
    assert found.samples["received_on"] == "02/01/2020"
    assert found.samples["status"] == ""
    assert len(found.samples["filing_channel"]) == 200


def test_samples_are_of_rows_not_of_their_groups_and_totals() -> None:
    groups = (("I", "Lĩnh vực Đầu tư", None, None), ("Lĩnh vực Lao động", None, None, None))
    headings = ("STT", "Mã hồ sơ", "Ngày tiếp nhận", "Trạng thái")
    rows = (groups[0], ("1", "H-1", "02/01/2020", None), groups[1], ("2", "H-2", "03/01/2020", None))
    total = (None, "Tổng số", None, "2 hồ sơ")
    found = recognise(sheet(headings, *rows, total), DOSSIERS)
    assert found.samples == {"dossier_code": "H-1", "received_on": "02/01/2020", "status": "2 hồ sơ"}
    (code,) = (column for column in found.offered if column.meaning == "dossier_code")
    assert code.samples == ("H-1", "H-2")


def test_missing_columns_are_named_beside_those_found() -> None:
    with pytest.raises(FileFault) as caught:
        recognise(
            sheet(("Danh sách",), ("STT", "Mã hồ sơ", "Ngày gì đó"), (1.0, "H-1", "02/01/2020")), DOSSIERS
        )
    assert str(caught.value) == (
        "Tệp thiếu cột “Ngày tiếp nhận” (các cột đọc được: “STT”, “Mã hồ sơ”, “Ngày gì đó”); "
        "Anh/Chị thêm cột hoặc sửa tiêu đề rồi nhập lại."
    )


def test_either_of_two_columns_may_be_missing() -> None:
    assert recognise(sheet(("business_id", "name"), ("B1", "A")), BUSINESSES).columns == {
        "business_code": 0,
        "name": 1,
    }
    with pytest.raises(FileFault, match="“Mã số thuế” hoặc “Mã riêng của doanh nghiệp”"):
        recognise(sheet(("Tên doanh nghiệp", "KCN"), ("A", "B")), BUSINESSES)


@pytest.mark.parametrize("rows", [[], [("a", "b")], [(1.0, 2.0)], [(None,)]])
def test_a_table_without_headings_is_refused(rows: list[tuple[Cell, ...]]) -> None:
    with pytest.raises(FileFault, match="Tệp thiếu cột “Mã hồ sơ”; “Ngày tiếp nhận”"):
        recognise(sheet(*rows), DOSSIERS)


def test_a_fault_shows_nothing_that_breaks_an_encoding() -> None:
    with pytest.raises(FileFault) as caught:
        recognise(sheet(("a\ud800b", "c\x00d")), DOSSIERS)
    assert json.dumps(str(caught.value), ensure_ascii=False).encode()


@given(st.permutations(OPENCPS))
def test_the_order_of_columns_changes_nothing(headings: list[str]) -> None:
    assert named(DOSSIERS, headings) == named(DOSSIERS, OPENCPS)


def test_the_data_sets_are_there() -> None:
    assert json.loads((DATA / "published_figures.json").read_text())["ha_nam_2023_04"]["total"] == 5479


def test_a_title_joined_over_all_columns_is_no_row_of_headings() -> None:
    title = ("CÔNG TY PHẦN MỀM", *[None] * 4)
    strange = ("#", "Số KC", "Vào sổ", "Cách gửi", "Tình hình")
    table = sheet(title, strange, ("1", "KC-1", "05/03/2024", "Qua mạng", "Xong"))
    joined = table._replace(merges=((1, 0, 1, 4),))
    assert survey(joined, DOSSIERS).heading_row == 2
