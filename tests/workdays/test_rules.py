"""Working days by weekday and by what is noted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.workdays import rules

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
SPECIAL = st.dictionaries(DAYS, st.booleans(), max_size=30)


def test_weekdays_are_worked() -> None:
    assert [rules.is_worked(MONDAY + timedelta(days=n), {}) for n in range(7)] == [True] * 5 + [False] * 2


def test_what_is_noted_counts() -> None:
    special = {MONDAY: True, date(2026, 3, 7): False}
    assert not rules.is_worked(MONDAY, special)
    assert rules.is_worked(date(2026, 3, 7), special)
    assert rules.working_days(date(2026, 3, 1), date(2026, 3, 8), special) == 5
    assert rules.next_working_day(date(2026, 2, 27), special) == date(2026, 3, 3)


@given(DAYS, st.integers(0, 40), SPECIAL)
def test_adding_and_counting_agree(day: date, number: int, special: dict[date, bool]) -> None:
    end = rules.add_working_days(day, number, special)
    assert rules.working_days(day, end, special) == number
    assert number == 0 or rules.is_worked(end, special)


def test_nothing_is_between_a_day_and_an_earlier_one() -> None:
    assert rules.working_days(MONDAY, MONDAY, {}) == 0
    assert rules.working_days(MONDAY, MONDAY - timedelta(days=9), {}) == 0


def test_fixed_days_are_the_years_own() -> None:
    assert list(rules.fixed_days(2027)) == [
        date(2027, 1, 1), date(2027, 4, 30), date(2027, 5, 1), date(2027, 9, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),  # a Friday
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 16), date(2026, 11, 27), 9),
        (date(2026, 11, 23), date(2026, 11, 20), 0),
    ],
)
def test_working_days(first: date, last: date, days: int) -> None:
    assert rules.working_days(first, last, {}) == days


@pytest.mark.parametrize("day", range(19, 26))
def test_the_next_working_day_is_one(day: int) -> None:
    before = date(2026, 11, day)
    found = rules.next_working_day(before, {})
    assert found > before
    assert found.weekday() < 5
    assert rules.working_days(before, found, {}) == 1
