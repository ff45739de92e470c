"""Working time: within the hours of worked days, whatever instants are asked about."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.clock import LOCAL
from outreach.workdays import rules

WEEK = rules.Week(rules.USUAL_HOURS, {})
MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=LOCAL)
INSTANTS = st.integers(0, 400_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
MINUTES = st.integers(0, 4_000)


def at(day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    [
        (at(2, "08:00"), at(2, "09:30"), 90),
        (at(2, "11:00"), at(2, "14:00"), 60),  # over lunch
        (at(2, "16:30"), at(3, "08:00"), 60),  # over night
        (at(6, "16:00"), at(9, "08:30"), 120),  # over the weekend
        (at(7, "08:00"), at(8, "17:00"), 0),  # within it
        (at(3, "09:00"), at(2, "09:00"), 0),  # backwards
    ],
)
def test_minutes_between(first: datetime, last: datetime, minutes: int) -> None:
    assert rules.working_minutes(first, last, WEEK) == minutes


@given(start=INSTANTS, minutes=MINUTES)
def test_what_is_added_can_be_counted(start: datetime, minutes: int) -> None:
    end = rules.add_working_minutes(start, minutes, WEEK)
    assert end is not None
    assert rules.working_minutes(start, end, WEEK) == minutes


@given(one=INSTANTS, two=INSTANTS, three=INSTANTS)
def test_parts_make_the_whole(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = (each.replace(second=0, microsecond=0) for each in sorted((one, two, three)))
    parts = rules.working_minutes(first, middle, WEEK) + rules.working_minutes(middle, last, WEEK)
    assert parts == rules.working_minutes(first, last, WEEK)


def test_holidays_are_off_and_exchanged_saturdays_have_the_hours_of_a_monday() -> None:
    week = rules.Week(rules.USUAL_HOURS, {at(3, "00:00").date(): True, at(7, "00:00").date(): False})
    assert rules.working_minutes(at(3, "00:00"), at(4, "00:00"), week) == 0
    assert rules.working_minutes(at(7, "00:00"), at(8, "00:00"), week) == 450
    assert rules.add_working_minutes(at(2, "16:59"), 2, week) == at(4, "07:31")


def test_open_and_when_next() -> None:
    assert rules.is_open(at(2, "07:30"), WEEK)
    assert not rules.is_open(at(2, "11:30"), WEEK)
    assert rules.opens_next(at(2, "12:00"), WEEK) == at(2, "13:30")
    assert rules.opens_next(at(2, "08:00"), WEEK) == at(2, "08:00")
    assert rules.opens_next(at(2, "08:00"), rules.Week({}, {})) is None


@pytest.mark.parametrize(
    "written", ["07:30–11:30, 13:30–17:00", "7h30-11h30;13h30 - 17h00", " 07.30—11.30 , 13:30–17:00 "]
)
def test_hours_are_read_as_people_write_them(written: str) -> None:
    read = rules.read_hours(written)
    assert read == (rules.Interval(time(7, 30), time(11, 30)), rules.Interval(time(13, 30), time(17)))
    assert rules.read_hours(rules.write_hours(read)) == read


def test_an_empty_day_is_off() -> None:
    assert rules.read_hours("  ") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "sáng", "07:30", "11:30–07:30", "07:30–07:30", "07:30–11:30, 11:00–12:00", "25:00–26:00",
        "07:61–08:00", "01:00–01:30, 02:00–02:30, 03:00–03:30, 04:00–04:30, 05:00–05:30",
    ],
)  # fmt: skip
def test_what_is_no_time_is_told(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"no hours|must be in"):
        rules.read_hours(wrong)


def test_no_endless_search() -> None:
    assert rules.add_working_minutes(MONDAY, 10**6, WEEK) is None
    assert rules.working_minutes(MONDAY, MONDAY + timedelta(days=7), WEEK) == 5 * 450
