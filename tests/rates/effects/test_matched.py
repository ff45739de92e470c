"""The matched comparison against one written plainly, business by business."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from outreach.rates.effects.inputs import Inputs
from outreach.rates.effects.matched import compare
from outreach.rates.effects.panel import NOBODY, clock_of, months_later, sample_of
from outreach.rates.rules.ledger import Outcome
from tests.rates.effects.builders import day, inputs, random_board, reach


def kind_of(share: float | None) -> str:
    """The class as the method names it."""
    if share is None:
        return "none"
    for name, limit in (("0", 0.0), ("25", 0.25), ("50", 0.5), ("75", 0.75)):
        if share <= limit:
            return name
    return "100" if share == 1 else "99.9"


def plainly(board: Inputs, without: int | None = None, *, placebo: bool = False) -> float:
    """The Wald ratio over all exposures, with the classes that the whole board allows."""
    rows = list(
        zip(board.business.tolist(), board.day.tolist(), board.outcomes[Outcome.ONLINE].tolist(), strict=True)
    )
    start: dict[int, int] = {}
    for each in board.reaches:
        start.setdefault(each.business, each.day)
    outcome = exposure = 0.0
    for on in sorted(set(start.values())):
        shift = {k: int(months_later(np.array([on]), k)[0]) for k in (-18, -6, 12)}
        first, last = (shift[-18], shift[-6]) if placebo else (on, shift[12])
        seen, later = defaultdict(list), defaultdict(list)
        for who, at, y in rows:
            if shift[-6] < at <= on:
                seen[who].append(y)
            if first < at <= last:
                later[who].append((y, float(not placebo and at > start.get(who, 10**7))))
        kind = {
            who: kind_of(np.mean(seen[who]) if seen[who] else None) for who in range(len(board.businesses))
        }
        for name in set(kind.values()):
            reached = [w for w in kind if kind[w] == name and start.get(w) == on]
            waiting = [w for w in kind if kind[w] == name and start.get(w, 10**7) > on]
            if sum(bool(later[w]) for w in waiting) < 3 or sum(len(later[w]) for w in waiting) < 5:
                continue
            mine = [pair for w in reached if w != without for pair in later[w]]
            theirs = [pair for w in waiting if w != without for pair in later[w]]
            if mine and theirs:
                outcome += len(mine) * (np.mean([y for y, _x in mine]) - np.mean([y for y, _x in theirs]))
                exposure += len(mine) * (1 - np.mean([x for _y, x in theirs]))
    return outcome / exposure


SESSIONS = ((1, "training", 19, 8), (2, "training", 24, 8))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("placebo", [False, True])
def test_effect_and_jackknife_are_those_of_the_plain_comparison(seed: int, placebo: bool) -> None:
    board = random_board(seed, businesses=30, gain=0.2, sessions=SESSIONS)
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 30)
    matched = compare(sample, clock, together=True)
    found = (matched.placebo if placebo else matched.after)[NOBODY]
    assert found is not None
    assert found.effect == pytest.approx(plainly(board, placebo=placebo), abs=1e-12)
    part = np.unique(board.business)
    left_out = np.array([plainly(board, int(i), placebo=placebo) for i in part])
    error = np.sqrt((len(part) - 1) / len(part) * ((left_out - found.effect) ** 2).sum())
    assert found.error == pytest.approx(error, abs=1e-12)


def test_each_deed_is_compared_with_those_not_yet_reached_by_the_type() -> None:
    board = random_board(7, businesses=30, sessions=SESSIONS)
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 30)
    found = compare(sample, clock).after
    assert set(found) == {1, 2}
    # Those reached first do not serve as comparison for those reached second.
    later = replace(board, reaches=tuple(r for r in board.reaches if r.deed == 2))
    alone = compare(sample_of(later, Outcome.ONLINE), clock_of(later.reaches, 30)).after[2]
    assert alone is not None
    assert found[2] is not None
    assert alone.effect != found[2].effect


def test_two_businesses_are_no_comparison() -> None:
    on = day(2023, 6, 1)
    rows = [(who, on + 30 * k, k % 2) for who in range(3) for k in range(-6, 9)]
    board = inputs(rows, [reach(1, 0, on)])
    assert compare(sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 3)).after == {1: None}
