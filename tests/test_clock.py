"""Days and months of the board's calendar."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import clock

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 3, 15), -12, date(2023, 3, 15)),
        (date(2024, 1, 5), -1, date(2023, 12, 5)),
    ],
)
def test_add_months(day: date, months: int, result: date) -> None:
    assert clock.add_months(day, months) == result


@given(days, st.integers(-240, 240))
def test_months_lie_that_far_apart(day: date, months: int) -> None:
    moved = clock.add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


@given(days, st.integers(0, 900))
def test_every_day_is_in_one_of_the_months(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    months = clock.months_between(first, last)
    assert months[0] == clock.month_of(first)
    assert months[-1] == clock.month_of(last)
    assert months == sorted(set(months))


def test_the_board_is_seven_hours_ahead() -> None:
    assert clock.local(datetime(2026, 11, 21, 18, 0, tzinfo=UTC)).date() == date(2026, 11, 22)
