"""The page of working hours."""

from outreach.workdays import queries, rules
from tests.client import CheckedClient

PAGE = "/gio-lam-viec"
TYPED = {"monday": "08:00–11:30, 13h00-16h30", "saturday": "08:00–11:30"}


def test_an_officer_sets_them(officer: CheckedClient) -> None:
    assert "07:30–11:30, 13:30–17:00" in officer.get(PAGE).text
    answer = officer.post(PAGE, data=TYPED)
    assert "tính theo giờ mới" in officer.get(answer.location).text
    hours = queries.week().hours
    assert sorted(hours) == [0, 5]
    assert rules.write_hours(hours[0]) == "08:00–11:30, 13:00–16:30"


def test_what_cannot_be_read_comes_back(officer: CheckedClient) -> None:
    answer = officer.post(PAGE, data=TYPED | {"tuesday": "cả ngày"})
    assert answer.status_code == 422
    assert "cả ngày" in answer.text
    assert "08:00–11:30, 13h00-16h30" in answer.text
    assert sorted(queries.week().hours) == [0, 1, 2, 3, 4]


def test_a_board_works_some_day(officer: CheckedClient) -> None:
    assert officer.post(PAGE, data={"monday": ""}).status_code == 422


def test_helpdesk_reads(helpdesk: CheckedClient) -> None:
    page = helpdesk.get(PAGE).text
    assert "Ghi giờ làm việc" not in page
    assert "13:30–17:00" in page
