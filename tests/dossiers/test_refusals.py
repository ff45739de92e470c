"""Refused rows, told so that somebody with little time sees what is wrong."""

import pytest

from outreach.dossiers import importing
from outreach.dossiers.importing.refusals import Reason, by_reason, is_much
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.test_views import latest, send

HEADINGS = ("Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ")
GOOD = ("1-1", "05/03/2024", "Công ty Mẫu")
WRONG_DAY, NO_CODE = ("1-2", "32/03/2024", "Công ty Mẫu"), ("", "05/03/2024", "Công ty Mẫu")
MUCH, NONE = "dòng không nhận được. Anh/Chị xem lý do ở dưới trước khi nhập", "Không dòng nào nhận được"


def page_of(officer: CheckedClient, *rows: tuple[str, ...]) -> str:
    return officer.get(send(officer, files.csv(rows, HEADINGS)).headers["Location"]).text


def test_reasons_are_put_together_the_most_frequent_first() -> None:
    rows = [{"row": n, "column": "Ngày", "value": str(n), "reason": "Ngày lạ"} for n in (2, 5)]
    one = {"row": 3, "column": "Mã", "value": "", "reason": "Trống"}
    assert by_reason([one, *rows]) == [Reason(2, "Ngày", "Ngày lạ"), Reason(1, "Mã", "Trống")]
    assert by_reason([]) == []


@pytest.mark.parametrize(
    ("rejected", "read", "much"), [(1, 5, True), (1, 6, False), (0, 5, False), (None, None, False)]
)
def test_one_row_of_five_is_much(rejected: int | None, read: int | None, much: bool) -> None:
    assert is_much(rejected, read) is much


def test_half_a_file_refused_is_said_before_it_is_written(officer: CheckedClient) -> None:
    page = page_of(officer, GOOD, WRONG_DAY, ("1-3", *WRONG_DAY[1:]), NO_CODE)
    assert f"3 trong 4 {MUCH}" in page
    assert "<b>2 dòng</b> · Ngày tiếp nhận: Ngày này không có trong lịch" in page
    assert "<b>1 dòng</b> · Mã hồ sơ: Ô này không được để trống" in page
    assert page.index("Tải các dòng này về") < page.index("Bảng các dòng không nhận"), "not below 200 rows"


def test_a_single_slip_among_many_rows_is_no_alarm(officer: CheckedClient) -> None:
    page = page_of(officer, *((f"2-{n}", *GOOD[1:]) for n in range(9)), WRONG_DAY)
    assert MUCH not in page
    assert "<b>1 dòng</b>" not in page, "one row needs no sum"


def test_a_file_of_which_nothing_is_taken_is_not_called_old_news(officer: CheckedClient) -> None:
    page = page_of(officer, WRONG_DAY, NO_CODE)
    assert NONE in page
    assert "Không có gì mới để nhập" not in page


def test_what_was_written_says_how_many_rows_are_still_missing(officer: CheckedClient) -> None:
    sent = send(officer, files.csv([GOOD, WRONG_DAY], HEADINGS)).headers["Location"]
    officer.post(f"{sent}/nhap")
    assert importing.run_import(latest().public_id)
    assert "1 dòng không nhận chưa vào sổ." in officer.get(sent).text
