"""Whom to reach next, by rule: shrinkage, order, choice. All numbers here are made up."""

import random
from datetime import date
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rates.rules.reach_next import (
    Counted,
    Paper,
    Shares,
    Volumes,
    Wanted,
    choose,
    fit_shares,
    fit_volumes,
    gathered,
    rank,
)

TODAY = date(2026, 3, 5)
tallies = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
boards = st.lists(tallies, min_size=1, max_size=40)


def counted(board: list[tuple[int, int]]) -> list[Counted]:
    """Businesses 1, 2, … with these (online, received), named in that order."""
    return [Counted(i, f"{i:04}", i % 3 + 1, n, k) for i, (k, n) in enumerate(board, 1)]


# ── volumes ──────────────────────────────────────────────────────────────────────────────────────────────


def test_volumes_worked_by_hand() -> None:
    """Counts 0, 2, 4, 10: mean 4, variance 56/3, so shape 16 ÷ (56/3 − 4) = 12/11."""
    volumes = fit_volumes([0, 2, 4, 10])
    assert volumes.mean == 4
    assert volumes.shape == pytest.approx(12 / 11)
    assert volumes.expected(0) == pytest.approx(4 * (12 / 11) / (12 / 11 + 4))
    assert volumes.expected(10) == pytest.approx(4 * (12 / 11 + 10) / (12 / 11 + 4))


def test_businesses_that_differ_by_chance_alone_share_one_volume() -> None:
    assert fit_volumes([3, 4, 3, 4]) == Volumes(3.5, None)
    assert fit_volumes([3, 4, 3, 4]).expected(40) == 3.5
    assert fit_volumes([7]).expected(7) == 7
    assert fit_volumes([]).expected(0) == 0


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_volumes_move_towards_the_mean_and_keep_the_sum_and_the_order(received: list[int]) -> None:
    volumes = fit_volumes(received)
    expected = [volumes.expected(one) for one in received]
    assert isclose(sum(expected), sum(received), rel_tol=1e-9, abs_tol=1e-9)
    for own, shrunk in zip(received, expected, strict=True):
        low, high = sorted((float(own), volumes.mean))
        assert low - 1e-9 <= shrunk <= high + 1e-9
    ordered = [volumes.expected(one) for one in sorted(received)]
    assert ordered == sorted(ordered)


# ── shares ───────────────────────────────────────────────────────────────────────────────────────────────


def test_shares_worked_by_hand() -> None:
    """2/4, 0/4, 4/4: mean ½, spread 2, room 12 − 4 − 2 = 6, so two dossiers correlate by (8 − 2) ÷ 6 = 1."""
    assert fit_shares([(2, 4), (0, 4), (4, 4)]) == Shares(0.5, 0.0)
    assert fit_shares([(2, 4), (0, 4), (4, 4)]).expected(0, 4) == 0
    # 1/4, 3/4, 2/4, 4/4: mean 0.625, spread 1.25, 1.25 ÷ 0.234375 = 5⅓; room 16 − 4 − 3 = 9
    shares = fit_shares([(1, 4), (3, 4), (2, 4), (4, 4)])
    alike = (16 / 3 - 3) / 9
    assert shares.strength == pytest.approx(1 / alike - 1)
    assert shares.expected(1, 4) == pytest.approx((shares.strength * 0.625 + 1) / (shares.strength + 4))  # type: ignore[operator]


def test_shares_that_differ_by_chance_alone_are_one() -> None:
    assert fit_shares([(2, 4), (2, 4), (2, 4)]).expected(0, 40) == 0.5


def test_boards_at_the_ends_and_without_dossiers() -> None:
    assert fit_shares([(0, 3), (0, 9)]).expected(0, 3) == 0
    assert fit_shares([(3, 3), (9, 9)]).expected(3, 3) == 1
    assert fit_shares([]).expected(0, 0) == 0
    assert fit_shares([(0, 0)]).expected(0, 0) == 0
    assert fit_shares([(1, 1), (0, 1)]).expected(0, 1) == 0.5  # one dossier each says nothing of habits


@given(boards, tallies)
def test_shares_lie_between_the_own_and_the_boards(
    board: list[tuple[int, int]], own: tuple[int, int]
) -> None:
    shares = fit_shares(board)
    online, received = own
    found = shares.expected(online, received)
    low, high = sorted((online / received if received else shares.mean, shares.mean))
    assert low - 1e-9 <= found <= high + 1e-9


def test_the_parameters_of_a_drawn_board_are_found_again() -> None:
    chance = random.Random(7)
    board = []
    for _ in range(4000):
        received = _poisson(chance, chance.gammavariate(1.5, 8 / 1.5))
        share = chance.betavariate(1.2, 1.8)
        board.append((sum(chance.random() < share for _ in range(received)), received))
    volumes, shares = fit_volumes([n for _k, n in board]), fit_shares(board)
    assert volumes.mean == pytest.approx(8, rel=0.05)
    assert volumes.shape == pytest.approx(1.5, rel=0.1)
    assert shares.mean == pytest.approx(0.4, rel=0.05)
    assert shares.strength == pytest.approx(3.0, rel=0.1)


def _poisson(chance: random.Random, mean: float) -> int:
    count, waited = 0, chance.expovariate(1)
    while waited < mean:
        count, waited = count + 1, waited + chance.expovariate(1)
    return count


# ── the order ────────────────────────────────────────────────────────────────────────────────────────────


def test_large_volumes_stand_above_low_shares() -> None:
    """What the page says of 0/1 and 40/200."""
    board = [(40, 200), (0, 1), (5, 10), (1, 12), (9, 9), (0, 0)]
    order = [one.counted.business_id for one in rank(counted(board), {}).candidates]
    assert order[0] == 1
    assert order.index(1) < order.index(2)
    assert set(order) == {1, 2, 3, 4}, "who filed nothing on paper is not listed"


def test_ranking_by_expected_paper_holds_more_of_it_than_by_lowest_share() -> None:
    """As in the study behind the order: heavy-tailed volumes, first 30 of 300, next year's paper."""
    chance = random.Random(11)
    board, next_year = [], []
    for _ in range(300):
        volume, share = chance.lognormvariate(0.9, 1.1), chance.betavariate(1.0, 1.2)
        received = _poisson(chance, volume)
        board.append((sum(chance.random() < share for _ in range(received)), received))
        next_year.append(volume * (1 - share))
    by_rule = [one.counted.business_id for one in rank(counted(board), {}).candidates][:30]
    with_dossiers = [i for i, (_k, n) in enumerate(board, 1) if n]
    by_share = sorted(with_dossiers, key=lambda i: board[i - 1][0] / board[i - 1][1])[:30]
    best = sum(sorted(next_year)[-30:])
    assert sum(next_year[i - 1] for i in by_rule) > 0.85 * best
    assert sum(next_year[i - 1] for i in by_share) < 0.5 * best


@given(boards, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_rows_came(
    board: list[tuple[int, int]], chance: random.Random
) -> None:
    rows = counted(board)
    shuffled = rows[:]
    chance.shuffle(shuffled)
    order = [one.counted.business_id for one in rank(rows, {}).candidates]
    assert len(order) == sum(k < n for k, n in board)
    # Sums of floats depend on their order, so equal ones may swap only within a hair.
    again = rank(shuffled, {}).candidates
    assert [one.ahead for one in again] == sorted((one.ahead for one in again), reverse=True)
    assert {one.counted.business_id for one in again} == set(order)
    for one, other in zip(rank(rows, {}).candidates, again, strict=True):
        assert one.ahead == pytest.approx(other.ahead)


@given(boards.filter(len), st.integers(0, 39))
def test_one_more_paper_dossier_never_moves_a_business_down_on_a_known_board(
    board: list[tuple[int, int]], index: int
) -> None:
    volumes, shares = fit_volumes([n for _k, n in board]), fit_shares(board)
    online, received = board[index % len(board)]

    def expected(k: int, n: int) -> float:
        return volumes.expected(n) * (1 - shares.expected(k, n))

    assert expected(online, received + 1) >= expected(online, received) - 1e-9


def test_equal_ones_stand_by_how_long_ago_they_were_reached_then_by_name() -> None:
    rows = counted([(1, 5), (1, 5), (1, 5), (1, 5)])
    reached = {1: (None, date(2026, 1, 1)), 2: (None, date(2025, 1, 1))}
    order = [one.counted.business_id for one in rank(rows, reached).candidates]
    assert order == [3, 4, 2, 1]


def test_a_short_register_is_stretched_to_twelve_months() -> None:
    rows = counted([(1, 5), (0, 9), (2, 2)])
    plain, stretched = rank(rows, {}), rank(rows, {}, scale=3.0)
    for one, other in zip(plain.candidates, stretched.candidates, strict=True):
        assert one.expected is not None
        assert other.expected == pytest.approx(3 * one.expected)
        assert other.ahead == one.ahead
    assert [one.expected for one in rank(rows, {}, scale=None).candidates] == [None, None]


# ── the choice ───────────────────────────────────────────────────────────────────────────────────────────


def test_filters() -> None:
    rows = [
        Counted(1, "a", 1, 9, 0), Counted(2, "b", None, 8, 0), Counted(3, "c", 1, 7, 0),
        Counted(4, "d", 2, 6, 0),
    ]  # fmt: skip
    reached = {
        1: (date(2025, 9, 5), date(2025, 12, 5)),
        3: (None, date(2025, 12, 6)),
        4: (None, date(2025, 3, 5)),
    }
    ranking = rank(rows, reached)

    def ids(**wanted: int | bool) -> list[int]:
        return [one.counted.business_id for one in choose(ranking, Wanted(**wanted), TODAY)]  # type: ignore[arg-type]

    assert ids() == [1, 2, 3, 4]
    assert ids(zone_id=1) == [1, 3]
    assert ids(zone_id=0) == [2]
    assert ids(never_trained=True) == [2, 3, 4]
    assert ids(quiet_months=3) == [1, 2, 4], "three months to the day are three months"
    assert ids(quiet_months=12) == [2, 4]
    assert ids(quiet_months=12, zone_id=2, never_trained=True) == [4]


def test_papers_of_a_business() -> None:
    def paper(id: int, procedure_id: int | None) -> Paper:
        return Paper(id, date(2026, 1, id), procedure_id, f"TT {procedure_id}" if procedure_id else None)

    filed = [paper(9, None), paper(8, 2), paper(7, 1), paper(6, 1), paper(5, 2)]
    found = gathered(filed)
    assert [one.id for one in found.last] == [9, 8]
    assert found.top is not None
    assert (found.top.procedure_id, found.top_count) == (2, 2), "of equally common ones the one filed last"
    assert gathered([paper(9, None)]).top is None
