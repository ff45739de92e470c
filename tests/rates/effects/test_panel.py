"""Which dossiers count, and on which side of an exposure they fall."""

import numpy as np

from outreach.rates.effects.panel import (
    NEVER,
    NOBODY,
    clock_of,
    event_months,
    months_later,
    sample_of,
)
from outreach.rates.rules.ledger import Outcome
from tests.rates.effects.builders import day, inputs, reach


def test_unknown_outcomes_and_what_could_not_be_filed_online_are_left_out() -> None:
    board = inputs([(0, day(2022, 1, 5), 1), (0, day(2022, 1, 6), -1), (0, day(2022, 1, 7), 0)])
    board.may_be_online[2] = False
    sample = sample_of(board, Outcome.ONLINE)
    assert sample.y.tolist() == [1.0]


def test_months_are_calendar_months_from_the_first_dossier() -> None:
    board = inputs([(0, day(2022, 1, 31), 1), (0, day(2022, 2, 1), 0), (1, day(2023, 1, 1), 0)])
    sample = sample_of(board, Outcome.ONLINE)
    assert sample.month.tolist() == [0, 1, 12]
    assert sample.months == 13
    assert sample.month_of(day(2022, 3, 15)) == 2
    assert sample.month_of(day(2021, 12, 1)) == -1


def test_the_exposures_own_day_is_before_and_a_year_later_is_still_after() -> None:
    days = [day(2022, 5, 10), day(2022, 5, 11), day(2023, 5, 10), day(2023, 5, 11)]
    board = inputs([(0, on, 1) for on in days], [reach(1, 0, days[0])])
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 1)
    assert clock.before(sample).tolist() == [True, False, False, False]
    assert clock.after(sample).tolist() == [False, True, True, False]


def test_the_clock_starts_at_the_first_exposure_and_ties_go_to_the_earlier_intervention() -> None:
    on = day(2022, 5, 10)
    board = inputs([(0, on, 1), (1, on, 0)], [reach(2, 0, on), reach(1, 0, on), reach(3, 0, on + 40)])
    clock = clock_of(board.reaches, 2)
    assert clock.start.tolist() == [on, NEVER]
    assert clock.deed.tolist() == [1, NOBODY]
    assert clock.end[1] == NEVER


def test_event_months_begin_the_day_after_the_exposure() -> None:
    g = day(2023, 1, 31)
    days = [
        day(2022, 1, 31),
        day(2022, 2, 1),
        g - 1,
        g,
        g + 1,
        day(2023, 2, 28),
        day(2023, 3, 1),
        day(2024, 1, 31),
    ]
    board = inputs([(0, on, 1) for on in days] + [(1, g, 0)], [reach(1, 0, g)])
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 2)
    found = event_months(sample, clock)
    assert found[sample.business == 0].tolist() == [12, -12, -1, -1, 0, 0, 1, 11]
    assert found[sample.business == 1].tolist() == [12]


def test_months_later_keeps_to_the_calendar() -> None:
    assert months_later(np.array([day(2024, 1, 31), NEVER]), 1).tolist() == [day(2024, 2, 29), NEVER]


def test_members_are_renumbered() -> None:
    board = inputs([(0, day(2022, 1, 5), 1), (1, day(2022, 1, 6), 0), (2, day(2022, 1, 7), 1)])
    sample = sample_of(board, Outcome.ONLINE, np.array([2, 0]))
    assert sample.size == 2
    assert sample.business.tolist() == [1, 0]


def test_a_board_without_dossiers_has_one_empty_month() -> None:
    sample = sample_of(inputs([], businesses=3), Outcome.ONLINE)
    assert (sample.size, sample.months, len(sample.y)) == (3, 1, 0)
