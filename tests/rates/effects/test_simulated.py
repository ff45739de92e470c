"""The ledger on boards whose truth is known; `make bench` holds ten times as many to narrower limits."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import trials
from benchmarks.scenarios import BY_NAME, SCENARIOS
from benchmarks.simulated import Board
from outreach.rates.effects.compute import entry_of
from outreach.rates.rules.ledger import SPOKEN, Outcome, Verdict

REPLICATES = range(20)


@pytest.mark.parametrize("name", [scenario.name for scenario in SCENARIOS])
def test_expectations_hold(name: str) -> None:
    tally = trials.try_many(name, REPLICATES)
    assert trials.faults(BY_NAME[name], tally, trials.OF_20) == [], tally


def test_a_board_drawn_by_lot_answers() -> None:
    board = BY_NAME["drawn by lot"].board(0)
    entry = entry_of(board.inputs, board.deed or 0, Outcome.ONLINE)
    assert entry.verdict is Verdict.UP
    assert (entry.by_lot, entry.checks) == (True, None)
    assert entry.lot is not None
    assert entry.lot.as_large <= 0.01 * entry.lot.reshuffles
    assert entry.headline is not None
    assert entry.headline.low <= board.truth <= entry.headline.high


def test_an_order_that_changed_nothing_is_not_surprising() -> None:
    """Over boards without effect the redrawn orders come out as large about as often as chance has it."""
    board_of = BY_NAME["drawn by lot, no effect"].board
    shares = []
    for replicate in range(12):
        board = board_of(replicate)
        _, entry, _, _ = trials.try_once(BY_NAME["drawn by lot, no effect"], replicate)
        assert entry.verdict in SPOKEN, board.deed
        assert entry.lot is not None
        shares.append(entry.lot.as_large / entry.lot.reshuffles)
    assert 0.25 < np.mean(shares) < 0.75


def test_the_same_replicate_is_the_same_board() -> None:
    scenario = BY_NAME["habit"]
    assert scenario.board(3).inputs.fingerprint() == scenario.board(3).inputs.fingerprint()
    assert scenario.board(3).inputs.fingerprint() != scenario.board(4).inputs.fingerprint()


def test_the_expectations_can_fail() -> None:
    """A wrong truth is told from a right one: else the limits would hold anything."""
    scenario = BY_NAME["constant +15"]
    tally = trials.Tally()
    for replicate in range(5):
        board, entry, own, second = trials.try_once(scenario, replicate)
        shifted = Board(board.inputs, board.type, {board.type: board.truth + 0.12}, board.deed)
        tally.add(shifted, entry, own, second)
    assert "biased" in trials.faults(scenario, tally, trials.OF_20)
    assert "too narrow" in trials.faults(scenario, tally, trials.OF_20)
    unfair = replace(scenario, fair=False)
    assert trials.faults(unfair, tally, trials.OF_20) == ["refuses too seldom"]
    nothing = replace(scenario, effect=False)
    assert "says up of nothing" in trials.faults(nothing, tally, trials.OF_20)
