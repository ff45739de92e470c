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
from outreach.rates.rules.ledger import SPOKEN, Entry, Estimate, Outcome, Trend, Verdict

PROCESSES = 2
RESHUFFLES = 19  # here only the verdict is counted, which does not rest on them

Interval = tuple[float, float, float]  # effect, low, high


@dataclass
class Aim:
    """How intervals hit the truth over the replicates that gave one."""

    count: int = 0
    bias: float = 0.0  # summed
    covered: int = 0
    leaves_zero: int = 0

    def add(self, truth: float, found: Interval | None) -> None:
        """One replicate."""
        if found is not None:
            effect, low, high = found
            self.count += 1
            self.bias += effect - truth
            self.covered += low <= truth <= high
            self.leaves_zero += not low <= 0 <= high

    def share(self, of: int) -> float:
        """A count as a share of the replicates that gave an interval."""
        return of / max(self.count, 1)

    @property
    def mean_bias(self) -> float:
        """The mean of effect − truth."""
        return self.bias / max(self.count, 1)

    @property
    def coverage(self) -> float:
        """How often the interval holds the truth."""
        return self.share(self.covered)


@dataclass
class Tally:
    """What came of the replicates. Both comparisons are counted whatever the verdict lets be said."""

    replicates: int = 0
    own: Aim = field(default_factory=Aim)  # imputation; the step of the trend where everyone was reached
    matched: Aim = field(default_factory=Aim)
    joint: dict[str, Aim] = field(default_factory=dict)
    verdicts: dict[Verdict, int] = field(default_factory=dict)

    def add(self, board: Board, entry: Entry, own: Interval | None, second: Interval | None) -> None:
        """One replicate."""
        self.replicates += 1
        self.verdicts[entry.verdict] = self.verdicts.get(entry.verdict, 0) + 1
        self.own.add(board.truth, own)
        self.matched.add(board.truth, second)
        for part in entry.joint:
            aim = self.joint.setdefault(part.type, Aim())
            aim.add(board.truths[part.type], (part.effect, part.low, part.high))

    def share(self, *verdicts: Verdict) -> float:
        """Of all replicates, how often one of these verdicts came out."""
        return sum(self.verdicts.get(each, 0) for each in verdicts) / max(self.replicates, 1)

    @property
    def speaks(self) -> float:
        """How often a comparison is said at all."""
        return self.share(*SPOKEN)

    @property
    def says_effect(self) -> float:
        """When it speaks, how often it says up or down."""
        return self.share(Verdict.UP, Verdict.DOWN) / self.speaks if self.speaks else 0.0


def try_once(scenario: Scenario, replicate: int) -> tuple[Board, Entry, Interval | None, Interval | None]:
    """One board, its entry, and both comparisons whether or not the verdict lets them be said."""
    board = scenario.board(replicate)
    inputs, outcome = board.inputs, Outcome.ONLINE
    if board.deed is None:
        entry = entry_of_type(inputs, board.type, outcome)
    else:
        with patch.object(lots, "reshuffle", partial(lots.reshuffle, reshuffles=RESHUFFLES)):
            entry = entry_of(inputs, board.deed, outcome)
    if scenario.everyone:
        return board, entry, _step(entry.trend), None
    if entry.by_dossier is not None:
        return board, entry, _interval(entry.by_dossier), _interval(entry.matched)
    assert board.deed is None, "a list drawn by lot is always spoken of"
    fit = fits.fit_together(inputs, board.type, outcome)
    unsaid = estimate(fit.by_dossier, 0, fit.members(0))
    return board, entry, _interval(unsaid), _interval(next(iter(fit.matched.after.values()), None))


def _interval(found: Estimate | None) -> Interval | None:
    return None if found is None else (found.effect, found.low, found.high)


def _step(found: Trend | None) -> Interval | None:
    return None if found is None else (found.level, found.level_low, found.level_high)


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
    false_change: float  # of the trend, which simulations know to be a little too sure of itself
    speaks: float  # where a fair comparison exists
    refusal: float  # added to the scenario's own


OF_200 = Limits(bias=1.0, coverage=0.90, false_up=0.06, false_change=0.10, speaks=0.80, refusal=0.0)
OF_20 = Limits(bias=2.5, coverage=0.75, false_up=0.15, false_change=0.25, speaks=0.65, refusal=-0.15)


def faults(scenario: Scenario, tally: Tally, limits: Limits) -> list[str]:
    """What does not hold of the expectations, in words; [] when all do."""
    if not scenario.fair:
        held = {"refuses too seldom": 1 - tally.speaks >= scenario.refusal + limits.refusal}
    elif scenario.jointly:
        aims = {f" for {type_}": aim for type_, aim in tally.joint.items()}
        held = {"types not told apart": len(aims) > 1, **_aimed(scenario, tally, limits, aims)}
    elif scenario.everyone:
        nothing_found = tally.own.share(tally.own.leaves_zero) <= limits.false_change
        held = {
            **_aimed(scenario, tally, limits, {"": tally.own}),
            "another verdict than everyone": tally.share(Verdict.EVERYONE) == 1,
            "says change of nothing": scenario.effect or nothing_found,
        }
    else:
        held = {
            **_aimed(scenario, tally, limits, {"": tally.own}),
            "too silent": tally.speaks >= limits.speaks,
            "says up of nothing": scenario.effect or tally.share(Verdict.UP) <= limits.false_up,
        }
    return [fault for fault, holds in held.items() if not holds]


def _aimed(scenario: Scenario, tally: Tally, limits: Limits, aims: dict[str, Aim]) -> dict[str, bool]:
    held = {}
    for whose, aim in aims.items():
        held[f"not always estimated{whose}"] = aim.count == tally.replicates
        held[f"biased{whose}"] = abs(aim.mean_bias) <= scenario.bias * limits.bias
        held[f"too narrow{whose}"] = aim.coverage >= limits.coverage
    return held


@contextmanager
def two_processes() -> Iterator[ProcessPoolExecutor]:
    """Workers whose linear algebra keeps to one thread each: two cores are all there is."""
    with (
        patch.dict(os.environ, {"OPENBLAS_NUM_THREADS": "1"}),
        ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool,
    ):
        yield pool
