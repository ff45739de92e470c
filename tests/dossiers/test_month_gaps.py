"""Months that a register lacks: which are called missing, thin or the end, and which are not."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import clock
from outreach.dossiers.month_gaps import Gap, find_gaps

START = date(2024, 1, 1)


def month(number: int) -> date:
    return clock.add_months(START, number)


def gaps(*counts: int) -> list[Gap]:
    return find_gaps({month(n): count for n, count in enumerate(counts)}, month(len(counts) - 1))


def kinds(*counts: int) -> list[tuple[str, int, int]]:
    """(kind, number of its first month, months)."""
    return [(gap.kind, len(clock.months_between(START, gap.first)) - 1, gap.months) for gap in gaps(*counts)]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((20, 22, 19, 21), []),
        ((20, 22, 0, 21, 19), [("missing", 2, 1)]),
        ((20, 22, 0, 0, 21, 19), [("missing", 2, 2)]),
        ((20, 22, 19, 0, 0), [("stopped", 3, 2)]),
        ((100, 110, 95, 30, 105, 90), [("thin", 3, 1)]),
        ((100, 110, 60, 100), []),  # Tết
        ((20, 19, 8, 21), []),  # chance makes as much
        ((100, 9, 110, 0, 95, 105), [("thin", 1, 1), ("missing", 3, 1)]),
        ((3, 100, 110, 95), []),  # a register that begins late in its first month
        ((0, 0, 20, 22, 19), []),  # nor before it
        ((1, 0, 0, 2, 0, 1, 0, 0, 0, 1), []),  # few at any time
        ((2, 3, 2, 3, 2, 3, 0, 2, 3), []),  # one month of two or three may well have none
        ((2, 3, 2, 3, 2, 3, 0, 0, 0, 0, 2, 3, 2), [("missing", 6, 4)]),  # four in a row hardly
        ((), []),
        ((0, 0), []),
    ],
)
def test_what_is_a_gap(counts: tuple[int, ...], found: list[tuple[str, int, int]]) -> None:
    assert kinds(*counts) == found


def test_a_gap_says_what_is_usual_around_it() -> None:
    (gap,) = gaps(100, 110, 95, 30, 105, 90)
    assert (gap.received, gap.usual, gap.first, gap.last) == (30, 100, month(3), month(3))


def test_what_comes_after_the_last_whole_month_is_not_judged() -> None:
    counts = {month(0): 50, month(1): 48, month(2): 52, month(3): 4}
    assert find_gaps(counts, month(2)) == []
    assert [gap.kind for gap in find_gaps(counts, month(3))] == ["thin"]
    assert find_gaps({month(5): 50}, month(2)) == []


@given(st.lists(st.integers(0, 300), max_size=40))
def test_gaps_lie_in_the_register_and_never_on_each_other(counts: list[int]) -> None:
    found = gaps(*counts) if counts else []
    for gap in found:
        inside = clock.months_between(gap.first, gap.last)
        at = [len(clock.months_between(START, one)) - 1 for one in inside]
        assert sum(counts[place] for place in at) == gap.received
        assert (gap.received == 0) == (gap.kind != "thin")
        assert at[0] > 0
        assert gap.received * 2 < gap.usual * gap.months
    assert all(one.last < other.first for one, other in pairwise(found))
    assert [gap.kind for gap in found[:-1]].count("stopped") == 0


@given(st.lists(st.integers(80, 120), min_size=1, max_size=40))
def test_a_steady_register_has_none(counts: list[int]) -> None:
    assert gaps(*counts) == []
