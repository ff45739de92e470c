"""Trying the ledger on many replicates of a scenario, and what came of it."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from unittest.mock import patch

from benchmarks.scenarios import BY_NAME, Scenario
from benchmarks.simulated import Board
from outreach.rates.effects import fits, lots
from outreach.rates.effects.compute import entry_of, entry_of_type
from outreach.rates.effects.imputation import estimate
from outreach.rates.rules.ledger import SPOKEN, Entry, Estimate, JointEffect, Outcome, Verdict

PROCESSES = 2
RESHUFFLES = 19  # here only the verdict is counted, which does not rest on them


@dataclass
class Tally:
    """Counts over replicates. Both comparisons are counted whatever the verdict lets be said."""

    replicates: int = 0
    bias: float = 0.0  # summed
    covered: int = 0
    estimated: int = 0
    excludes: int = 0  # 0, by the imputation's interval alone
    matched_bias: float = 0.0
    matched_covered: int = 0
    matched_estimated: int = 0
    verdicts: dict[Verdict, int] = field(default_factory=dict)
    joint_bias: dict[str, float] = field(default_factory=dict)
    joint_covered: dict[str, int] = field(default_factory=dict)

    def add(self, board: Board, own: Estimate | None, entry: Entry, second: Estimate | None) -> None:
        """One replicate."""
        self.replicates += 1
        self.verdicts[entry.verdict] = self.verdicts.get(entry.verdict, 0) + 1
        if own is not None:
            self.estimated += 1
            self.bias += own.effect - board.truth
            self.covered += own.low <= board.truth <= own.high
            self.excludes += not own.low <= 0 <= own.high
        if second is not None:
            self.matched_estimated += 1
            self.matched_bias += second.effect - board.truth
            self.matched_covered += second.low <= board.truth <= second.high
        for part in entry.joint:
            self._add_joint(board, part)

    def _add_joint(self, board: Board, part: JointEffect) -> None:
        truth = board.truths[part.type]
        self.joint_bias[part.type] = self.joint_bias.get(part.type, 0.0) + part.effect - truth
        covered = part.low <= truth <= part.high
        self.joint_covered[part.type] = self.joint_covered.get(part.type, 0) + covered

    def share(self, *verdicts: Verdict) -> float:
        """Of all replicates, how often one of these verdicts came out."""
        return sum(self.verdicts.get(each, 0) for each in verdicts) / self.replicates

    @property
    def mean_bias(self) -> float:
        """Of the imputation, against the truth of each replicate."""
        return self.bias / max(self.estimated, 1)

    @property
    def coverage(self) -> float:
        """How often its interval holds the truth."""
        return self.covered / max(self.estimated, 1)

    @property
    def speaks(self) -> float:
        """How often a number is said at all."""
        return self.share(*SPOKEN)

    @property
    def false_up(self) -> float:
        """How often "up" is said, of all replicates."""
        return self.share(Verdict.UP)

    @property
    def says_effect(self) -> float:
        """When it speaks, how often it says up or down."""
        spoken = self.speaks
        return self.share(Verdict.UP, Verdict.DOWN) / spoken if spoken else 0.0


def try_once(scenario: Scenario, replicate: int) -> tuple[Board, Estimate | None, Entry, Estimate | None]:
    """One board, its entry, and both comparisons whether or not the verdict lets them be said."""
    board = scenario.board(replicate)
    inputs, outcome = board.inputs, Outcome.ONLINE
    if board.deed is None:
        entry = entry_of_type(inputs, board.type, outcome)
        fit, key = fits.fit_together(inputs, board.type, outcome), -1
    else:
        with patch.object(lots, "reshuffle", partial(lots.reshuffle, reshuffles=RESHUFFLES)):
            entry = entry_of(inputs, board.deed, outcome)
        listed = {deed.id: deed.listed for deed in inputs.deeds}[board.deed]
        fit, key = fits.fit_list(inputs, board.type, outcome, board.deed, listed), board.deed
    return board, estimate(fit.by_dossier, 0, fit.members(0)), entry, fit.matched.after.get(key)


def try_many(name: str, replicates: range) -> Tally:
    """All of them, of the scenario of that name, in this process."""
    tally = Tally()
    for replicate in replicates:
        tally.add(*try_once(BY_NAME[name], replicate))
    return tally


@dataclass(frozen=True)
class Limits:
    """How near the expectations so many replicates can be held: fewer of them stray further."""

    bias: float  # times the scenario's own
    coverage: float
    false_up: float
    speaks: float  # where a fair comparison exists
    refusal: float  # added to the scenario's own


OF_200 = Limits(bias=1.0, coverage=0.90, false_up=0.06, speaks=0.80, refusal=0.0)
OF_20 = Limits(bias=2.5, coverage=0.75, false_up=0.15, speaks=0.65, refusal=-0.15)


def faults(scenario: Scenario, tally: Tally, limits: Limits) -> list[str]:
    """What does not hold of the expectations, in words; [] when all do."""
    if not scenario.fair:
        held = {"refuses too seldom": 1 - tally.speaks >= scenario.refusal + limits.refusal}
    elif scenario.jointly:
        held = {}
        for type_, summed in tally.joint_bias.items():
            bias = abs(summed) / tally.replicates
            held[f"biased for {type_}"] = bias <= scenario.bias * limits.bias
            covered = tally.joint_covered[type_] / tally.replicates
            held[f"too narrow for {type_}"] = covered >= limits.coverage
        held["types not told apart"] = len(tally.joint_bias) > 1
    else:
        held = {
            "biased": abs(tally.mean_bias) <= scenario.bias * limits.bias,
            "too narrow": tally.coverage >= limits.coverage,
            "not estimated": tally.estimated == tally.replicates,
            "too silent": tally.speaks >= limits.speaks,
            "says up of nothing": scenario.effect or tally.false_up <= limits.false_up,
        }
    return [fault for fault, holds in held.items() if not holds]


def trend_once(scenario: Scenario, replicate: int) -> tuple[float, Entry]:
    """One board that was reached as a whole: its truth and its entry."""
    board = scenario.board(replicate)
    return board.truth, entry_of(board.inputs, board.deed or 0, Outcome.ONLINE)


@contextmanager
def two_processes() -> Iterator[ProcessPoolExecutor]:
    """Workers whose linear algebra keeps to one thread each: two cores are all there is."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield pool
