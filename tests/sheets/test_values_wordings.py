"""Every wording of yes, channels, states, levels and types that registers were seen to hold."""

import unicodedata

import pytest

from outreach.sheets import values
from outreach.sheets.cells import Cell, CellFault
from outreach.sheets.values import ServiceLevel


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
