"""What people type finds what they mean: everyday searches over the shipped catalogue."""

import json
import time

import pytest

from outreach.catalogue import rules
from outreach.catalogue.actions.loading import SHIPPED
from outreach.catalogue.rules.search import distance

ROWS = [row for row in json.loads(SHIPPED.read_text())["procedures"] if "local" not in row]
ENTRIES = [
    rules.entry_of(
        n, row["code"], row["name"], row["field"], tuple(rules.everyday_words(row.get("everyday")))
    )
    for n, row in enumerate(ROWS, 1)
]


def codes(text: str, limit: int = 20) -> list[str]:
    """The codes a search finds, in its order."""
    return [str(ENTRIES[id - 1].code) for id in rules.rank(ENTRIES, text, limit)]


# What is typed, and the codes of which the first answers must be one.
FIRST = {
    "giấy phép lao động": "1.014199",
    "giay phep lao dong": "1.014199",
    "giáy phép lao dộng": "1.014199",
    "work permit": "1.014199",
    "xin work permit cho chuyên gia": "1.014199",
    "GPLĐ": "1.014199",
    "gia hạn work permit": "1.014201",
    "gia han giay phep lao dong": "1.014201",
    "gia hạn gpld": "1.014201",
    "giấy phép lao động sắp hết hạn": "1.014201",
    "mất giấy phép lao động": "1.014200",
    "làm lại giấy phép lao động cho người nước ngoài": "1.014200",
    "miễn giấy phép lao động": "1.014196",
    "nội quy": "2.001955",
    "noi quy cong ty": "2.001955",
    "đăng kí nội qui lao động": "2.001955",
    "xin dấu nội quy": "2.001955",
    "đóng dấu nội quy ở đâu": "2.001955",
    "đánh giá tác động môi trường": "1.010733",
    "danh gia tac dong moi truong": "1.010733",
    "đtm": "1.010733",
    "giấy phép môi trường": "1.010727",
    "gpmt": "1.010727",
    "giay phep moi truong cap tinh": "1.010727",
    "điều chỉnh giấy phép môi trường": "1.010729",
    "xây nhà xưởng": "1.013236",
    "xay nha xuong": "1.013236",
    "xin giấy phép xây dựng": "1.013236",
    "sửa nhà xưởng": "1.013238",
    "gia hạn giấy phép xây dựng": "1.013233",
    "nghiệm thu công trình": "1.009794",
    "giấy phép đầu tư": "1.009664",
    "giay chung nhan dang ky dau tu": "1.009664",
    "tăng vốn đầu tư": "1.009647",
    "dieu chinh giay chung nhan dau tu": "1.009647",
    "chấm dứt dự án": "1.009662",
    "dong du an": "1.009662",
    "gia hạn dự án": "1.009770",
    "c/o form d": "1.000665",
    "co form e": "1.000695",
    "C/O mẫu AK": "1.000603",
    "mất c/o": "1.001383",
    "co cptpp": "2.001372",
    "mở văn phòng đại diện": "2.000063",
    "dong van phong dai dien": "2.000314",
    "mở cửa hàng bán lẻ": "2.000361",
    "thông tin quy hoạch": "1.014159",
    "2.001955": "2.001955",
    "1014199": "1.014199",
    "mã 1.013236": "1.013236",
    "giấyphép laođộng": "1.014199",
    "giay phep lao donng": "1.014199",
    "noi quy lao dogn": "2.001955",
}


@pytest.mark.parametrize(("typed", "code"), FIRST.items())
def test_what_is_meant_comes_first(typed: str, code: str) -> None:
    assert codes(typed)[:1] == [code]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("giấy phép lao động", {"1.014199", "1.014200", "1.014201"}),
        ("lao động nước ngoài", {"1.014199", "1.014200", "1.014201"}),
        ("môi trường", {"1.010727", "1.010729", "1.010733"}),
        ("c/o", {"1.000665", "1.000695", "1.000490"}),
        ("xuất xứ hàng đi Nhật Bản", {"1.000686", "1.000432"}),
        ("xin dấu", {"2.001955"}),
    ],
)
def test_several_may_be_meant(typed: str, wanted: set[str]) -> None:
    assert wanted <= set(codes(typed, 20))


@pytest.mark.parametrize(
    "typed", ["", "  ", "?!", "zzzz qqqq", "hộ chiếu", "kết hôn", "con mèo", "\x00", "ж" * 200, "tôi muốn"]
)
def test_nothing_is_found_for_what_is_not_here(typed: str) -> None:
    assert codes(typed) == []


def test_marks_that_are_typed_decide_between_equals() -> None:
    entries = [
        rules.entry_of(1, None, "Cấp mầu sơn", None, ()),
        rules.entry_of(2, None, "Cấp mẫu sơn", None, ()),
        rules.entry_of(3, None, "Cấp màu sơn", None, ()),
    ]
    assert [rules.rank(entries, f"cấp {word} sơn")[0] for word in ("mầu", "mẫu", "màu")] == [1, 2, 3]
    assert set(rules.rank(entries, "cap mau son")) == {1, 2, 3}


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("", "", 0),
        ("lao", "lao", 0),
        ("lao", "la", 1),
        ("dogn", "dong", 1),
        ("qui", "quy", 1),
        ("abc", "", 3),
    ],
)
def test_distance(one: str, other: str, letters: int) -> None:
    assert distance(one, other) == distance(other, one) == letters


def test_a_search_among_five_hundred_is_cheap() -> None:
    many = [
        rules.entry_of(n, None, f"{row['name']} {n}", row["field"], ()) for n, row in enumerate(ROWS * 7, 1)
    ]
    rules.rank(many, "giấy phép lao động")
    begun = time.process_time()  # whoever else uses the processor does not count
    for text in ("gia han giay phep lao donng", "xay nha xuong moi", " ".join(["chung nhan"] * 100)):
        rules.rank(many, text)
    assert time.process_time() - begun < 0.3


@pytest.mark.parametrize(
    ("text", "field"), [("giay phep lao dong", "Lao động"), ("moi truong", "Môi trường")]
)
def test_what_only_shares_words_is_left_out_where_the_answer_is_sure(text: str, field: str) -> None:
    found = [ROWS[id - 1] for id in rules.rank(ENTRIES, text)]
    assert len(found) >= 3
    assert {row["field"] for row in found} == {field}


def test_a_code_finds_its_procedure_alone() -> None:
    assert codes("1.014199") == ["1.014199"]


def test_what_nobody_calls_so_still_finds_what_is_near() -> None:
    assert len(codes("báo cáo lao động")) > 3
