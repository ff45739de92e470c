"""Names and numbers that say who asked: found, marked, and gone."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from outreach.answers.rules import Known, certain, find, pieces, without
from outreach.text import nfc

LAN = "Đỗ Thị Mẫu Lan"
BUSINESS = "Công ty TNHH Mẫu Sáng 001"
CODE = "H29.15-260305-0012"
KNOWN = Known(
    (BUSINESS, "CÔNG TY TNHH CANON VIỆT NAM"), (LAN, "Kim Min-su"), (CODE, "MAU-77"), ("2300123456",)
)
# Written with letters and marks around them, as people do.
SECRETS = {
    "phone": (
        "0912345678", "0912.345.678", "+84 912 345 678", "024 3936 1234", "84.912.345.678", "912.345.678",
    ),
    "tax_code": ("2300123456", "2300 123 456", "2300-123-456", "0100109106-001"),
    "id_number": ("001099012345", "001 099 012 345", "125378941"),
    "number": ("19036712345678",),
    "email": ("lan@mau.vn", "Lan.Do@cty.com.vn"),
    "business": ("Công ty TNHH Mẫu Sáng 001", "cty Mẫu Sáng - 001", "MAU SANG 001"),
    "person": ("Đỗ Thị Mẫu Lan", "do thi mau lan", "Mẫu Lan", "kim min-su"),
    "dossier": (CODE, "000.00.16.H29-260305-0001", "mau-77"),
}  # fmt: skip
HARMLESS = (
    "Phí 1.500.000 đồng, nộp ngày 05/03/2026 lúc 14:30.",
    "Theo Nghị định 219/2025/NĐ-CP và 118/2025/NĐ-CP, thủ tục 1.014199.",
    "Số liệu các năm 2024 2025 2026 ở khu công nghiệp.",
    "Tổng đài 1900 1234 hoặc 18001096 trả lời cả tuần.",
    "Anh/Chị nên quét lại ở 150 dpi; doanh nghiệp ở Việt Nam đều làm vậy.",
    "Vốn 912.345.678 đồng, hết hạn 31/12/2027.",
)
secrets = st.sampled_from([(kind, text) for kind, texts in SECRETS.items() for text in texts])
words = st.text(alphabet="abcxyzăđôư ,.:;()\n", max_size=20)


@given(words, secrets, words)
def test_whatever_stands_around_it_it_is_found_and_goes(
    before: str, secret: tuple[str, str], after: str
) -> None:
    kind, written = secret
    assume(kind != "phone" or not after.lstrip().startswith("đ"))  # 84.912.345.678 đ is a sum
    text = f"{before} {written} {after}"
    found = certain(find(text, KNOWN))
    assert any(written in one.text or one.text in written for one in found), found
    left = without(text, found)
    assert written not in left
    assert certain(find(left, KNOWN)) == []
    assert f"[{'số điện thoại'}]" in left or kind != "phone"


@pytest.mark.parametrize(("kind", "written"), [(k, t) for k, texts in SECRETS.items() for t in texts])
def test_each_is_known_for_what_it_is(kind: str, written: str) -> None:
    assert [one.kind for one in certain(find(f"Bên em là {written}, nhờ xem giúp", KNOWN))] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_days_sums_documents_and_procedures_are_nobodys(text: str) -> None:
    assert find(text, KNOWN) == []


@given(st.text(max_size=200))
def test_nothing_is_lost_between_the_pieces(text: str) -> None:
    found = find(text, KNOWN)
    assert "".join(words for words, _one in pieces(text, found)) == nfc(text)
    for one, following in itertools.pairwise(found):
        assert one.end <= following.start
    for one in found:
        assert nfc(text)[one.start : one.end] == one.text


@given(st.text(alphabet="abcdefghijklmnopq ,.\n", max_size=80))
def test_plain_words_are_left_alone(text: str) -> None:
    assert without(text, certain(find(text))) == text


@pytest.mark.parametrize("text", ["Chị Lan gọi lại", "gặp anh/chị Lan nhé", "ms Lan hỏi"])
def test_a_given_name_behind_a_form_of_address(text: str) -> None:
    assert [one.text for one in certain(find(text, KNOWN))] == ["Lan"]


def test_what_only_looks_like_a_name_is_doubtful() -> None:
    found = find("Anh Trần Văn Bình ở Công ty CP Hoa Sen hỏi, bên Canon cũng vậy", KNOWN)
    assert [(one.text, one.sure) for one in found] == [
        ("Trần Văn Bình", False), ("Công ty CP Hoa Sen", False), ("Canon", False),
    ]  # fmt: skip


def test_the_boards_own_phone_may_stand() -> None:
    text = "Gọi 0241 234 567 hoặc 0912 345 678"
    assert [one.text for one in find(text, KNOWN, allowed=["0241 234 567"])] == ["0912 345 678"]


def test_a_country_is_no_business() -> None:
    known = Known(("Công ty TNHH Việt",))
    assert [one.text for one in certain(find("ở Việt Nam, bên Việt hỏi", known))] == ["Việt"]


def test_a_name_in_another_script() -> None:
    assert certain(find("대표 김민수 님", Known((), ("김민수",))))[0].text == "김민수"
