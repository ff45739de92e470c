"""Every wording, number and date that registers were seen to hold, and what must never be taken."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets import values
from outreach.sheets.cells import Cell, CellFault
from outreach.sheets.values import ServiceLevel
from tests.sheets.strategies import CELLS

EMPTY = [None, "", "   ", "-", "–", "…", "NULL", "\u00a0", "\u200b"]

PARSERS: list[Callable[[Cell], Any]] = [
    getattr(values, name) for name in values.__all__ if name.startswith("parse_")
]


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("cell", EMPTY, ids=repr)
def test_empty_cells_have_no_value(parse: Callable[[Cell], Any], cell: Cell) -> None:
    assert parse(cell) is None


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@given(cell=CELLS)
def test_any_cell_gives_a_value_or_a_reason(parse: Callable[[Cell], Any], cell: Cell) -> None:
    try:
        value = parse(cell)
    except CellFault:
        return
    if isinstance(value, str):
        assert value == unicodedata.normalize("NFC", value)
        assert value == value.strip()
        assert value
        value.encode()  # no lone surrogate comes through


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1f", "\x7f", "\ud800", "\uffff"], ids=ascii)
def test_control_characters_and_surrogates_are_refused(parse: Callable[[Cell], Any], bad: str) -> None:
    with pytest.raises(CellFault):
        parse(f"a{bad}b")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Công ty\n TNHH\t\u00a0Mẫu  ", "Công ty TNHH Mẫu"),
        (unicodedata.normalize("NFD", "Cấp giấy phép môi trường"), "Cấp giấy phép môi trường"),
        ("\ufeffSở\u200b Công Thương", "Sở Công Thương"),
        (301.0, "301"),
        (1.5, "1.5"),
        (date(2020, 1, 2), "02/01/2020"),
        ("x" * 1200, "x" * 1200),
    ],
)
def test_text(cell: Cell, text: str) -> None:
    assert values.parse_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (" 000.00.17.h24-240220-0001 ", "000.00.17.H24-240220-0001"),
        ("bql.đn-1", "BQL.ĐN-1"),
        (123456789012345.0 - 0.0, "123456789012345"),
        ("'0123", "0123"),
        ('="0123"', "0123"),
        (7, "7"),
    ],
)
def test_dossier_codes(cell: Cell, code: str) -> None:
    assert values.parse_code(cell) == code


@pytest.mark.parametrize("cell", [date(2020, 1, 2), True, 1e15, float("nan"), float("inf"), "x" * 101])
def test_codes_that_excel_spoilt_are_refused(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_code(cell)


def test_own_codes_keep_their_case() -> None:
    assert values.parse_own_code(" biz-7a ") == "biz-7a"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.009664", "1.009664"),
        (" 1.014325", "1.014325"),
        (2.00084, "2.000840"),
        (1.009759, "1.009759"),
        (1.01, "1.01"),
        ("2.00084", "2.000840"),
        ("2,00084", "2.000840"),
        ("1.0133611", "1.0133611"),
        ("1.009759.H38", "1.009759.H38"),
        ("1.014955-Xoa", "1.014955-Xoa"),
        ("HP.Đ01.00", "HP.Đ01.00"),
        ("1.5", "1.5"),
        (12.0, "12"),
    ],
)
def test_procedure_codes(cell: Cell, code: str) -> None:
    assert values.parse_procedure_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0300588569", "0300588569"),
        ("0300 588 569", "0300588569"),
        (300588569.0, "0300588569"),
        ("300588569", "0300588569"),
        ("0300588569-001", "0300588569-001"),
        ("0300588569001", "0300588569-001"),
        (300588569001.0, "0300588569-001"),
        ("300588569-001", "0300588569-001"),
        ("001085012345", "001085012345"),  # a household's personal number
        ("1234567890", "1234567890"),  # wrong check digit: warned of elsewhere, not refused
    ],
)
def test_tax_codes(cell: Cell, code: str) -> None:
    assert values.parse_tax_code(cell) == code


@pytest.mark.parametrize(
    "cell", ["12345", "030058856A", "٠٣٠٠٥٨٨٥٦٩", "1" * 14, True, date(2020, 1, 1), -300588569.0]
)
def test_other_tax_codes_are_refused(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_tax_code(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "05/03/2024", "5/3/2024", "05-03-2024", "5.3.2024", " 05 / 03 / 2024 ", "05/03/2024 08:05",
        "05/03/2024 08:05:33",
        "05/03/2024, 8:05:33 SA", "08:05:33 05/03/2024", "2024-03-05", "2024/03/05", "2024-03-05 08:05:33",
        "2024-03-05T08:05:33", "2024-03-05T08:05:33.123456", "2024-03-04T17:30:00Z",
        "2024-03-05T08:05:33+07:00",
        "Ngày 05 tháng 03 năm 2024", 45356, 45356.0, 45356.75, "45356", date(2024, 3, 5),
        datetime.fromisoformat("2024-03-05T23:59"),
    ],
)  # fmt: skip
def test_dates(cell: Cell) -> None:
    assert values.parse_date(cell) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "03/13/2024", "31/02/2024", "00/01/2024", "5/3/24", "05/03", "tháng 3/2024", "ngày mai",
        "05/03/1024", "05/03/2324",
        "5/3-2024", "٠٥/٠٣/٢٠٢٤", "2024-13-01", "2024-02-30T00:00:00Z", "0001-01-01T00:00:00+10:00",
        0, -1, 1e18, float("nan"), float("inf"), 2024, True, date(1889, 1, 1), date(9999, 12, 31),
        "9" * 5000, "5/3/2024 25h",
    ],
)  # fmt: skip
def test_dates_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_date(cell)


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_every_day_reads_the_same_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day,
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        float(serial),
        serial + 0.99,
    ]
    assert {values.parse_date(form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5479", 5479), ("5.479", 5479), ("5479,0", 5479), ("5479.0", 5479), ("1.234.567", 1234567),
        ("1 234 567", 1234567),
        ("1,234,567", 1234567), ("1.234,00", 1234), (5479.0, 5479), (5479, 5479), ("0", 0), (0.0, 0),
        ("007", 7),
        (10**15, 10**15),
    ],
)  # fmt: skip
def test_whole_numbers(cell: Cell, number: int) -> None:
    assert values.parse_int(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        5.479, "5,479", "1,5", "1234.567", "12.34.567", "-5", -5, "١٢٣", "1_000", "1e5", "năm", True,
        date(2020, 1, 1),
        10**15 + 1, "9" * 30, "9" * 5000, float("nan"), float("inf"), 1e300, "0x10", "+5",
    ],
)  # fmt: skip
def test_numbers_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_int(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("144.490.000 đồng", 144_490_000), ("50.000đ", 50_000), ("50.000 VNĐ", 50_000), ("50000 vnd", 50_000),
        ("50.000 ₫", 50_000), (50000.0, 50_000), ("0", 0), ("Không", 0), ("Miễn phí", 0),
        ("144,490,000", 144_490_000),
    ],
)  # fmt: skip
def test_money(cell: Cell, amount: int) -> None:
    assert values.parse_vnd(cell) == amount


@pytest.mark.parametrize(
    "cell", ["50.000 USD", "50,000", "đồng", "Có", 50.5, "50.000đ/hồ sơ", "9" * 17 + " đồng"]
)
def test_money_that_is_none(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_vnd(cell)


def test_more_employees_than_a_country_has_are_refused() -> None:
    assert values.parse_employees("2.500") == 2500
    with pytest.raises(CellFault):
        values.parse_employees(10**9)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["Có", "có", "CO", "x", "X", "✓", "yes", "1", 1, 1.0, True, "Đúng", "Đã số hóa", "đã"], True),
        (["Không", "khong", "no", "0", 0, 0.0, False, "Chưa", "Chưa số hóa", "Không số hóa"], False),
    ],
)
def test_yes_and_no(words: list[Cell], answer: bool) -> None:
    assert {word: values.parse_yes_no(word) for word in words} == dict.fromkeys(words, answer)


@pytest.mark.parametrize("cell", ["có thể", "2", "maybe", 2.0])
def test_neither_yes_nor_no(cell: Cell) -> None:
    with pytest.raises(CellFault, match="Có, Không"):
        values.parse_yes_no(cell)


CHANNELS = {
    "online": "2; ONLINE; Trực tuyến; Nộp trực tuyến; Qua mạng; trực  tuyến; Tiếp nhận trực tuyến; "
    "TRỰC TUYẾN; "
    "Hồ sơ trực tuyến; Nộp qua Cổng dịch vụ công trực tuyến",
    "counter": "1; DIRECT; counter; Trực tiếp; Nộp trực tiếp; Một cửa; Nộp tại bộ phận Một cửa; "
    "Tại Bộ phận một cửa",
    "post": "3; POSTAL; post; Qua bưu chính công ích; Dịch vụ bưu chính công ích; Qua dịch vụ BCCI; BCCI; "
    "Bưu chính công ích; Qua đường bưu điện; Bưu chính",
}


@pytest.mark.parametrize(
    ("word", "channel"),
    [(word.strip(), channel) for channel, words in CHANNELS.items() for word in words.split(";")],
)
def test_channels(word: str, channel: str) -> None:
    assert values.parse_channel(word) == channel
    assert values.parse_channel(unicodedata.normalize("NFD", word)) == channel
    assert values.parse_return_channel(word) == channel


@pytest.mark.parametrize(
    "cell", ["Trực tiếp, dịch vụ bưu chính", "Không trực tuyến", "x", "4", "bồ câu", True, 9.0]
)
def test_channels_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellFault, match="Trực tuyến, Trực tiếp, Bưu chính"):
        values.parse_channel(cell)


@pytest.mark.parametrize("cell", ["Không rõ", "unknown"])
def test_an_unknown_channel_stays_unknown(cell: Cell) -> None:
    assert values.parse_channel(cell) is None


@pytest.mark.parametrize(
    ("cell", "channel"),
    [
        ("x", "online"), ("X", "online"), ("Có", "online"), ("1", "online"), (1.0, "online"),
        (True, "online"),
        ("Trực tuyến", "online"), ("Trực tiếp", "counter"), ("Không", None), (0.0, None), (False, None),
    ],
)  # fmt: skip
def test_the_online_mark(cell: Cell, channel: str | None) -> None:
    assert values.parse_online_mark(cell) == channel


STATUSES = {
    "registered": "1; Mới đăng ký; Hồ sơ đăng ký mới trực tuyến; registered",
    "received": "2; Được tiếp nhận; Đã tiếp nhận; received",
    "not_received": "3; Không được tiếp nhận; Không tiếp nhận; not_received; not received",
    "processing": "4; Đang xử lý; Đang giải quyết - còn hạn; Đang giải quyết - quá hạn; "
    "Đang giải quyết (trong hạn); "
    "Chờ ký duyệt; processing; in progress; Tạm dừng xử lý",
    "supplement_asked": "5; Yêu cầu bổ sung giấy tờ; Chờ bổ sung hồ sơ; Tạm dừng bổ sung điều kiện; "
    "supplement_asked",
    "fee_due": "6; Yêu cầu thực hiện nghĩa vụ tài chính; fee_due",
    "withdrawn": "7; Công dân yêu cầu rút hồ sơ; Đã rút hồ sơ; withdrawn",
    "stopped": "8; Dừng xử lý; stopped",
    "finished": "9; Đã xử lý xong; Đã giải quyết - đúng hạn; Đã giải quyết - quá hạn; "
    "Đã giải quyết trước hạn; finished; resolved",
    "returned": "10; Đã trả kết quả; ĐÃ TRẢ KẾT QUẢ; returned",
    "sent_back": "Hướng dẫn thực hiện lại; Hướng dẫn làm lại; Trả lại hồ sơ; sent_back",
    "refused": "Từ chối giải quyết; Từ chối; refused",
}


@pytest.mark.parametrize(
    ("word", "status"),
    [(word.strip(), status) for status, words in STATUSES.items() for word in words.split(";")],
)
def test_statuses(word: str, status: str) -> None:
    assert values.parse_status(word) == status
    assert values.parse_status(unicodedata.normalize("NFD", f" {word}\n")) == status


def test_status_numbers_as_cells() -> None:
    assert [values.parse_status(float(number)) for number in (1, 4, 10)] == [
        "registered",
        "processing",
        "returned",
    ]


@pytest.mark.parametrize("cell", ["11", "Quá hạn", "Đang bay", 0.0, True])
def test_unknown_statuses_are_refused_with_the_known_ones(cell: Cell) -> None:
    with pytest.raises(CellFault, match="Đã trả kết quả"):
        values.parse_status(cell)


@pytest.mark.parametrize(
    ("cell", "vocabulary", "level"),
    [
        (4.0, "levels_2011", "4"), ("3", "levels_2011", "3"), ("Mức độ 3", "levels_2011", "3"),
        ("Mức 4", "levels_2011", "4"), ("DVC trực tuyến mức độ 4", "levels_2011", "4"),
        ("level 2", "levels_2011", "2"),
        ("Một phần", "levels_2022", "partial"),
        ("Dịch vụ công trực tuyến một phần", "levels_2022", "partial"),
        ("Toàn trình", "levels_2022", "full"), ("mức độ toàn trình", "levels_2022", "full"),
        ("full", "levels_2022", "full"),
        ("Dịch vụ công", "levels_2022", "information"), ("partial", "levels_2022", "partial"),
        ("Cung cấp thông tin trực tuyến", "levels_2022", "information"),
    ],
)  # fmt: skip
def test_service_levels(cell: Cell, vocabulary: str, level: str) -> None:
    wording = "4" if cell == 4.0 else str(cell)
    assert values.parse_service_level(cell) == ServiceLevel(vocabulary, level, wording)


@pytest.mark.parametrize("cell", ["5", "0", "Mức độ 3, 4", "một phần / toàn trình", "cao"])
def test_service_levels_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellFault, match="Toàn trình"):
        values.parse_service_level(cell)


@pytest.mark.parametrize(
    ("cell", "assistance"),
    [
        ("Tự nộp", "alone"), ("alone", "alone"), ("Có hỗ trợ", "assisted"), ("assisted", "assisted"),
        ("Nộp hộ", "filed_for"), ("filed_for", "filed_for"), ("filed for", "filed_for"),
        ("Không rõ", None), ("unknown", None),
    ],
)  # fmt: skip
def test_assistance(cell: Cell, assistance: str | None) -> None:
    assert values.parse_assistance(cell) == assistance


def test_unknown_assistance_is_refused() -> None:
    with pytest.raises(CellFault, match="Tự nộp"):
        values.parse_assistance("chắc là có")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("training", "training"),
        ("Tập huấn", "training"),
        ("counter_help", "counter_help"),
        ("Tờ rơi", "leaflet"),
    ],
)
def test_intervention_types(cell: Cell, kind: str) -> None:
    assert values.parse_intervention_type(cell) == kind


def test_unknown_intervention_types_are_refused_with_the_known_ones() -> None:
    with pytest.raises(CellFault, match="training"):
        values.parse_intervention_type("thả bóng bay")
