"""Noting days off and days worked in exchange."""

from datetime import date

import pytest

from outreach.refusals import Refused
from outreach.workdays import actions, queries

pytestmark = pytest.mark.usefixtures("app")

TET = date(2026, 2, 16)  # a Monday


def note(first: date, last: date | None = None, off: bool = True, name: str = "Tết") -> int:
    return actions.note_days(first=first, last=last, off=off, name=name, decided_by=None, by=None)


def test_weekends_within_a_holiday_are_off_by_themselves() -> None:
    assert note(TET, date(2026, 2, 24)) == 7
    assert date(2026, 2, 21) not in queries.special_days()
    assert queries.years() == [2026]
    assert [row.day for row in queries.list_days(2026)][-1] == date(2026, 2, 24)


def test_said_again_it_is_what_was_said_last() -> None:
    note(TET)
    assert note(TET, name="Tết Nguyên đán") == 1
    assert [row.name for row in queries.list_days(2026)] == ["Tết Nguyên đán"]


def test_a_weekend_worked_in_exchange() -> None:
    saturday = date(2026, 2, 28)
    note(saturday, off=False, name="Làm bù")
    assert queries.special_days() == {saturday: False}
    assert actions.forget_day(day=saturday)
    assert not actions.forget_day(day=saturday)
    assert queries.special_days() == {}


@pytest.mark.parametrize(
    ("first", "last", "off"),
    [
        (TET, date(2026, 2, 15), True),
        (TET, date(2026, 3, 19), True),
        (date(2026, 2, 21), date(2026, 2, 22), True),
        (TET, None, False),
    ],
)
def test_what_makes_no_sense_is_refused(first: date, last: date | None, off: bool) -> None:
    with pytest.raises(Refused):
        note(first, last, off)
    assert queries.special_days() == {}


def test_fixed_days_are_noted_once_and_leave_what_stands() -> None:
    note(date(2026, 9, 2), name="Quốc khánh, nghỉ hai ngày")
    assert actions.note_fixed_days(year=2026, by=None) == 3
    assert actions.note_fixed_days(year=2026, by=None) == 0
    assert "Quốc khánh, nghỉ hai ngày" in [row.name for row in queries.list_days(2026)]
