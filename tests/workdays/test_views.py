"""The page of holidays."""

from datetime import date

import pytest

from outreach.workdays import queries
from tests.client import CheckedClient

PAGE = "/ngay-nghi"
TET = {"first": "16/02/2026", "last": "20/02/2026", "kind": "off", "name": "Tết Nguyên đán"}


def test_an_officer_notes_and_takes_back(officer: CheckedClient) -> None:
    assert "chưa ghi ngày nghỉ nào" in officer.get(f"{PAGE}?year=2026").text
    answer = officer.post(PAGE, data=TET)
    assert answer.location == f"{PAGE}?year=2026"
    assert "Đã ghi 5 ngày." in officer.get(answer.location).text
    assert len(queries.special_days()) == 5
    officer.post(f"{PAGE}/2026-02-16/bo")
    assert date(2026, 2, 16) not in queries.special_days()
    assert "không còn trong danh sách" in officer.get(officer.post(f"{PAGE}/2026-02-16/bo").location).text


def test_fixed_days_are_one_press(officer: CheckedClient) -> None:
    officer.post(f"{PAGE}/2026/co-dinh")
    assert "Ngày Quốc tế lao động" in officer.get(f"{PAGE}?year=2026").text


@pytest.mark.parametrize("first", ["", " ", "-", "null"])
def test_a_day_that_stands_for_nothing_is_asked_for(officer: CheckedClient, first: str) -> None:
    answer = officer.post(PAGE, data=TET | {"first": first})
    assert answer.status_code == 422
    assert "Anh/Chị ghi ngày, ví dụ 17/02/2026." in answer.text


def test_what_was_typed_comes_back(officer: CheckedClient) -> None:
    answer = officer.post(PAGE, data=TET | {"last": "15/02/2026"})
    assert answer.status_code == 422
    assert "Tết Nguyên đán" in answer.text
    assert "Ngày cuối phải sau hoặc trùng ngày đầu." in answer.text


def test_helpdesk_reads(helpdesk: CheckedClient) -> None:
    assert "Ghi ngày nghỉ hoặc làm bù" not in helpdesk.get(PAGE).text


def test_odd_addresses_are_none(officer: CheckedClient) -> None:
    assert officer.post(f"{PAGE}/hom-nay/bo").status_code == 404
    assert officer.get(f"{PAGE}?year=99999").status_code == 200
