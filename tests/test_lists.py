"""What addresses ask of long lists, and the pages of one."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import pytest

from outreach import lists


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Thép   Đồng Văn ", "Thép Đồng Văn"), ("Ca\u0309ng", "Cảng"), ("a\x00b\x1bc\td", "a b c d"),
        ("\ud800", ""), ("\u202eđảo", "đảo"), ("x" * 300, "x" * 200), ("", ""),
    ],
)  # fmt: skip
def test_words_are_short_and_hold_nothing_odd(typed: str, read: str) -> None:
    assert lists.words({"q": typed}) == read
    assert lists.words({}) == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [("7", 7), ("0", 0), ("007", 7), ("9" * 5000, lists.LARGEST), (str(2**31), lists.LARGEST)]
    + [(odd, None) for odd in ("", " ", "-1", "1.5", "1e3", "1_0", "٣", "²", "x")],
)
def test_numbers_are_digits_that_a_column_can_hold(typed: str, read: int | None) -> None:
    assert lists.number({"zone": typed}, "zone") == read
    assert lists.LARGEST < 2**31


def test_one_of_what_is_known() -> None:
    assert lists.one_of({"sort": "name"}, "sort", ("name", "rate")) == "name"
    assert lists.one_of({"sort": "password"}, "sort", ("name", "rate")) is None
    assert lists.one_of({}, "sort", ("name", "rate")) is None


@pytest.mark.parametrize("typed", ["5/3/2026", "2026-03-05", "05-03-2026"])
def test_a_day_is_read_as_in_a_form(typed: str) -> None:
    assert lists.day({"day": typed}, "day") == date(2026, 3, 5)
    assert lists.day({"day": f"{typed}0"}, "day") is lists.day({}, "day") is None


def pages(total: int, page: str, size: int = 10) -> lists.Pages[int]:
    rows = partial(lists.cut, range(total))
    return lists.paged(rows, {"page": page}, size=size, address=lambda page: f"?page={page}" if page else "?")


@pytest.mark.parametrize(
    ("total", "page", "shown", "here", "last"),
    [
        (25, "1", range(0, 10), 1, 3), (25, "3", range(20, 25), 3, 3), (25, "", range(0, 10), 1, 3),
        (25, "0", range(0, 10), 1, 3), (25, "x", range(0, 10), 1, 3), (25, "99", range(20, 25), 3, 3),
        (25, "9" * 40, range(20, 25), 3, 3), (20, "3", range(10, 20), 2, 2), (0, "5", range(0), 1, 1),
    ],
)  # fmt: skip
def test_the_page_shown_is_the_one_asked_for_or_the_last(
    total: int, page: str, shown: Sequence[int], here: int, last: int
) -> None:
    found = pages(total, page)
    assert list(found.rows) == list(shown)
    assert (found.page, found.pages, found.total) == (here, last, total)


def test_addresses_of_other_pages() -> None:
    found = pages(25, "2")
    assert [found.url_for_page(number) for number in (1, 3)] == ["?", "?page=3"]
