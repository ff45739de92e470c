"""Vietnamese text: folding, matching, sorting."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.text import (
    business_key,
    business_sort_key,
    fold,
    fold_words,
    like,
    person_sort_key,
    sort_key,
    squeeze,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Văn", "dong van"),
        ("KHU CÔNG NGHIỆP", "khu cong nghiep"),
        (unicodedata.normalize("NFD", "Giấy phép lao động"), "giay phep lao dong"),
        ("  hai   dấu  cách ", "hai dau cach"),
        ("Ước Mơ", "uoc mo"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_old_and_new_tone_places_meet() -> None:
    assert fold("hoà") == fold("hòa")


def test_fold_words_drops_punctuation() -> None:
    assert fold_words("KCN Sông Hậu – giai đoạn 1") == "kcn song hau giai doan 1"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_both_normal_forms_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text())
def test_squeeze_gives_nfc_without_edges(text: str) -> None:
    squeezed = squeeze(text)
    assert squeezed == unicodedata.normalize("NFC", squeezed).strip()


def test_sorting_is_vietnamese() -> None:
    words = ["ơn", "ong", "ông", "an", "ăn", "ân", "đa", "da", "e", "ê", "uốn", "ước", "y", "ă"]
    assert sorted(words, key=sort_key) == [
        "an", "ă", "ăn", "ân", "da", "đa", "e", "ê", "ong", "ông", "ơn", "uốn", "ước", "y",
    ]  # fmt: skip


def test_tones_decide_between_equal_letters() -> None:
    words = ["mạ", "má", "mã", "mả", "mà", "ma", "mai"]
    assert sorted(words, key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]


def test_people_sort_by_given_name() -> None:
    names = ["Trần Văn Bình", "Nguyễn Thị An", "Lê Đức", "Phạm Dung"]
    assert sorted(names, key=person_sort_key) == ["Nguyễn Thị An", "Trần Văn Bình", "Phạm Dung", "Lê Đức"]


@pytest.mark.parametrize(
    "name",
    [
        "Công ty TNHH Sao Mai",
        "CÔNG TY CỔ PHẦN SAO MAI",
        "Cty TNHH MTV Sao Mai",
        "Chi nhánh Công ty TNHH Sao Mai",
    ],
)
def test_the_kind_of_company_does_not_matter_for_matching(name: str) -> None:
    assert business_key(name) == "sao mai"


def test_a_name_of_nothing_but_company_words_keeps_them() -> None:
    assert business_key("Công ty TNHH") != ""


def test_businesses_sort_by_their_own_name() -> None:
    names = [
        "Công ty TNHH Ơn Lành",
        "Công ty Cổ phần An Phú",
        "Công ty TNHH MTV Đại Lộc",
        "Công ty TNHH Dũng Tiến",
    ]
    assert [name.split()[-2] for name in sorted(names, key=business_sort_key)] == ["An", "Dũng", "Đại", "Ơn"]


def test_like_escapes_wildcards() -> None:
    assert like("100%_a\\") == "%100\\%\\_a\\\\%"


def test_like_leaves_out_what_postgresql_refuses() -> None:
    assert like("a\x00b") == "%ab%"
