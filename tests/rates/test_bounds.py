"""Totals without their split: what follows, against every split written out."""

from fractions import Fraction
from itertools import product
from time import process_time

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from outreach.rates.rules.bounds import Counts, Shares, Splits, Totals, checked, splits_of
from outreach.refusals import Refused

HAU_GIANG = Totals(received=301, online=91, online_first=2)
few = st.integers(0, 12)


def test_hau_giang_2020() -> None:
    found = splits_of(HAU_GIANG)
    assert found is not None
    assert (found.first, found.second) == (Counts(2, 212), Counts(89, 299))
    assert found.first_rate == Shares(2 / 212, 1.0)
    assert found.second_rate == Shares(89 / 299, 1.0)
    assert (found.possible, found.higher, found.equal, found.lower, found.without_rate) == (211, 206, 0, 5, 0)


def test_the_even_split_is_not_among_them() -> None:
    """301 spread over twelve months leaves 75 for the last three, which hold 89 online alone."""
    found = splits_of(HAU_GIANG)
    assert found is not None
    assert found.second.low > 301 / 4


@given(received=few, online=few, online_first=few, low=st.none() | few, high=st.none() | few)
def test_as_every_split_written_out(
    received: int, online: int, online_first: int, low: int | None, high: int | None
) -> None:
    totals = Totals(received, online, online_first, low, high)
    assert splits_of(totals) == by_hand(totals)


def by_hand(totals: Totals) -> Splits | None:
    """The same by trying every pair of counts."""
    a, b = totals.online_first, totals.online_second
    low = 0 if totals.received_first_low is None else totals.received_first_low
    high = totals.received if totals.received_first_high is None else totals.received_first_high
    fits = [
        (n, m)
        for n, m in product(range(totals.received + 1), repeat=2)
        if n + m == totals.received and 0 <= a <= n and 0 <= b <= m and low <= n <= high
    ]
    if not fits:
        return None
    pairs = [(Fraction(a, n), Fraction(b, m)) for n, m in fits if n and m]
    return Splits(
        Counts(min(n for n, _m in fits), max(n for n, _m in fits)),
        Counts(min(m for _n, m in fits), max(m for _n, m in fits)),
        shares([Fraction(a, n) for n, _m in fits if n]),
        shares([Fraction(b, m) for _n, m in fits if m]),
        len(fits),
        sum(second > first for first, second in pairs),
        sum(second == first for first, second in pairs),
        sum(second < first for first, second in pairs),
    )


def shares(rates: list[Fraction]) -> Shares | None:
    return Shares(float(min(rates)), float(max(rates))) if rates else None


def test_large_totals_take_no_longer() -> None:
    began = process_time()
    found = splits_of(Totals(10**9, 10**7 + 1, 3))
    assert process_time() - began < 0.05
    assert found is not None
    assert found.possible == 10**9 - (10**7 - 2) - 3 + 1
    assert found.higher + found.equal + found.lower == found.possible
    even = 3 * 10**9 // (10**7 + 1)
    assert found.higher == found.first.high - even


@pytest.mark.parametrize(
    ("totals", "field"),
    [
        (Totals(10, 11, 2), "online"),
        (Totals(10, 5, 6), "online_first"),
        (Totals(10, 5, 2, 8, 7), "received_first_high"),
        (Totals(10, 5, 2, 8, None), "received_first_low"),
        (Totals(10, 5, 2, None, 1), "received_first_high"),
    ],
)
def test_contradictions_are_refused_where_they_stand(app: Flask, totals: Totals, field: str) -> None:
    assert splits_of(totals) is None
    with pytest.raises(Refused) as refusal:
        checked(totals)
    assert refusal.value.field == field


@given(received=few, online=few, online_first=few, low=st.none() | few, high=st.none() | few)
def test_whatever_is_not_refused_has_a_split(
    received: int, online: int, online_first: int, low: int | None, high: int | None
) -> None:
    totals = Totals(received, online, online_first, low, high)
    try:
        assert checked(totals) == splits_of(totals)
    except Refused:
        assert splits_of(totals) is None


def test_bounds_that_meet_leave_one_split() -> None:
    found = splits_of(Totals(301, 91, 2, 200, 200))
    assert found is not None
    assert found.possible == found.higher == 1
    assert found.first.known
    assert found.first_rate is not None
    assert found.first_rate.known
