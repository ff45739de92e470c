"""When a monthly file is due, and which file was it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.dossiers.expecting import (
    Arrived,
    Expected,
    Rhythm,
    belongs,
    closed_periods,
    stands,
    usual_day,
)

LONG_AGO = date(2020, 1, 1)
OCTOBER = Expected(date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 5))


def periods(rhythm: Rhythm, today: date, most: int = 2, special: dict[date, bool] | None = None) -> list[str]:
    return [
        f"{one.first:%d/%m}–{one.last:%d/%m} by {one.due_on:%d/%m}"
        for one in closed_periods(rhythm, today, special or {}, most=most)
    ]


def file(on: date, first: date | None = None, last: date | None = None, done: bool = True) -> Arrived:
    return Arrived("tep", on, done, first, last)


@pytest.mark.parametrize(
    ("closes", "due", "today", "found"),
    [
        (None, 5, date(2026, 11, 22), ["01/10–31/10 by 05/11", "01/09–30/09 by 05/10"]),
        (None, 5, date(2026, 11, 30), ["01/10–31/10 by 05/11", "01/09–30/09 by 05/10"]),
        (None, 5, date(2026, 12, 1), ["01/11–30/11 by 07/12", "01/10–31/10 by 05/11"]),  # 5/12 is a Saturday
        (19, 25, date(2026, 11, 22), ["20/10–19/11 by 25/11", "20/09–19/10 by 26/10"]),  # 25/10: a Sunday
        (19, 5, date(2026, 11, 19), ["20/09–19/10 by 05/11", "20/08–19/09 by 05/10"]),
        (27, 28, date(2026, 3, 1), ["28/01–27/02 by 02/03", "28/12–27/01 by 28/01"]),
    ],
)
def test_periods_close_and_files_are_due(closes: int | None, due: int, today: date, found: list[str]) -> None:
    assert periods(Rhythm(closes, due, LONG_AGO), today) == found


def test_a_holiday_gives_time_until_the_next_working_day() -> None:
    off = {date(2026, 11, 5): True, date(2026, 11, 6): True, date(2026, 11, 7): False}
    assert periods(Rhythm(None, 5, LONG_AGO), date(2026, 11, 22), 1, off) == ["01/10–31/10 by 07/11"]


def test_nothing_is_expected_before_somebody_began_to() -> None:
    rhythm = Rhythm(None, 5, date(2026, 10, 1))
    assert periods(rhythm, date(2026, 10, 31), 12) == []
    assert periods(rhythm, date(2026, 11, 1), 12) == ["01/10–31/10 by 05/11"]


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        (file(date(2026, 11, 3), date(2026, 10, 1), date(2026, 10, 30)), True),
        (file(date(2026, 11, 3), date(2026, 1, 1), date(2026, 10, 30)), True),  # of the year so far
        (file(date(2026, 10, 31), date(2026, 10, 1), date(2026, 10, 30)), True),  # on the last evening
        (file(date(2026, 10, 30), date(2026, 10, 1), date(2026, 10, 30)), False),  # there may be more
        (file(date(2026, 11, 3), date(2026, 10, 1), date(2026, 10, 12)), False),  # half a month
        (file(date(2026, 11, 3), date(2026, 9, 1), date(2026, 9, 30)), False),  # an old one once more
        (file(date(2026, 12, 3), date(2026, 11, 1), date(2026, 11, 30)), False),  # the next one
        (file(date(2026, 11, 3)), True),  # about no days: by its own
        (file(date(2026, 12, 1)), False),
    ],
)
def test_which_file_it_was(arrived: Arrived, expected: bool) -> None:
    assert belongs(arrived, OCTOBER) is expected


def test_how_a_period_stands() -> None:
    days = (date(2026, 10, 1), date(2026, 10, 31))
    in_time, after = file(date(2026, 11, 5), *days), file(date(2026, 11, 9), *days)
    uploaded = file(date(2026, 11, 4), done=False)
    due = OCTOBER.due_on
    for files, today, state in (
        ([], due, "waiting"), ([], due + timedelta(days=1), "late"),
        ([uploaded], due + timedelta(days=1), "in_hand"),
        ([uploaded, after], date(2026, 11, 9), "afterwards"),
        ([after, in_time], date(2026, 11, 22), "in_time"),
    ):  # fmt: skip
        assert stands(OCTOBER, files, today).state == state
    assert stands(OCTOBER, [after, in_time], due).file is in_time
    over = [stands(OCTOBER, files, due + timedelta(days=1)).overdue for files in ([], [uploaded], [after])]
    assert over == [True, True, False]
    assert not stands(OCTOBER, [], due).overdue


def test_the_day_by_which_files_come() -> None:
    assert usual_day([date(2026, 9, 4), date(2026, 10, 7), date(2026, 11, 3)]) == 7
    assert usual_day([date(2026, 9, 4)]) is None
    assert usual_day([date(2026, 9, 4), date(2026, 9, 4), date(2026, 9, 30)]) is None  # one month's files
    assert usual_day([date(2026, 9, 4), date(2026, 10, 31)]) == 28


@given(
    st.none() | st.integers(1, 27), st.integers(1, 28),
    st.dates(date(2021, 3, 1), date(2030, 12, 31)), st.integers(1, 30),
)  # fmt: skip
def test_periods_follow_on_each_other(closes: int | None, due: int, today: date, most: int) -> None:
    found = closed_periods(Rhythm(closes, due, date.min), today, {}, most=most)
    assert len(found) == most
    assert found[0].last < today <= found[0].last + timedelta(days=31)
    for one, before in pairwise(found):
        assert before.last + timedelta(days=1) == one.first
    for one in found:
        assert one.first <= one.last < one.due_on <= one.last + timedelta(days=33)
        assert one.due_on.weekday() < 5
