"""The kinds of simulated boards, and what the ledger must make of each over many replicates.

The same scenario and replicate give the same board, anywhere. Nine sessions of twenty businesses out of 300,
unless a scenario says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from benchmarks.simulated import (
    Board,
    Effect,
    Ints,
    World,
    always,
    building_up,
    by_cohort,
    nothing,
    per_type,
    play,
    session_day,
    smaller_for_large,
    world,
)

SESSIONS = tuple(range(10, 27, 2))  # months
SEATS = 20
MIDDLE = 18  # the month of a single wave

Draw = Callable[[np.random.Generator], Board]


@dataclass(frozen=True)
class Scenario:
    """A kind of board: whether a fair comparison exists on it (else it must be refused), and its limits."""

    name: str
    draw: Draw
    fair: bool = True
    effect: bool = True
    bias: float = 0.02
    refusal: float = 0.95  # at least, where no fair comparison exists
    jointly: bool = False  # types that only the joint regression tells apart
    everyone: bool = False  # nobody to compare with: the trend is asked

    def board(self, replicate: int) -> Board:
        """The same for the same replicate."""
        return self.draw(np.random.default_rng([crc32(self.name.encode()), replicate]))


def by_chance(effect: Effect, **kind: object) -> Draw:
    """Nine sessions, their businesses drawn without regard to anything."""

    def draw(chance: np.random.Generator) -> Board:
        board = world(chance, **kind)  # type: ignore[arg-type]
        invited = chance.permutation(len(board.volume))
        for turn, month in enumerate(SESSIONS):
            board.hold("training", session_day(month), invited[turn * SEATS : (turn + 1) * SEATS])
        return play(board, effect)

    return draw


def sparse(effect: Effect) -> Draw:
    """60 businesses with 0.4 dossiers a month each; one session of 36."""

    def draw(chance: np.random.Generator) -> Board:
        board = world(chance, businesses=60, monthly=0.4)
        board.hold("training", session_day(MIDDLE), chance.permutation(60)[:36])
        return play(board, effect)

    return draw


def lowest_seen(board: World, month: int, count: int, open_to: Ints) -> Ints:
    """Whom officers would name: the lowest share in the last six months, among those who filed at all."""
    seen = board.observed(session_day(month))[open_to]
    order = np.lexsort((board.chance.random(len(open_to)), np.nan_to_num(seen, nan=2.0)))
    return open_to[order[:count]]


def picked_once(chance: np.random.Generator) -> Board:
    """One wave out of those with a low observed share: regression to the mean looks like an effect."""
    board = world(chance)
    low = lowest_seen(board, MIDDLE, 150, np.arange(300))
    board.hold("training", session_day(MIDDLE), chance.permutation(low)[:100])
    return play(board, nothing)


def picked_each_time(chance: np.random.Generator) -> Board:
    """Every session takes the lowest observed shares among those not yet trained."""
    board, left = world(chance), np.arange(300)
    for month in SESSIONS:
        invited = lowest_seen(board, month, SEATS, left)
        board.hold("training", session_day(month), invited)
        left = np.setdiff1d(left, invited)
    return play(board, nothing)


def picked_by_level(chance: np.random.Generator) -> Board:
    """Officers know the laggards whatever the last months look like: the lowest levels are trained."""
    board = world(chance)
    lowest = np.argsort(board.level + chance.normal(0, 0.3, 300))[: len(SESSIONS) * SEATS]
    invited = chance.permutation(lowest)
    for turn, month in enumerate(SESSIONS):
        board.hold("training", session_day(month), invited[turn * SEATS : (turn + 1) * SEATS])
    return play(board, nothing)


def diverging(chance: np.random.Generator) -> Board:
    """Those who get trained were moving faster from the first month on."""
    invited = chance.permutation(300)[: len(SESSIONS) * SEATS]
    own_trend = np.zeros(300)
    own_trend[invited] = 0.055
    board = world(chance, own_trend=own_trend)
    for turn, month in enumerate(SESSIONS):
        board.hold("training", session_day(month), invited[turn * SEATS : (turn + 1) * SEATS])
    return play(board, nothing)


def self_selected(chance: np.random.Generator) -> Board:
    """Businesses turn to filing online one by one, and ask the help desk on the day they do."""
    board = world(chance)
    turning = chance.permutation(300)[:200]
    month = chance.integers(6, 30, len(turning))
    day = np.full(300, 10**7)
    day[turning] = [session_day(each) for each in month.tolist()]
    board.share = np.where(board.day > day[board.business], 0.95, 0.05)
    for each in np.unique(month).tolist():
        board.hold("helpdesk", session_day(each), turning[month == each])
    return play(board, nothing, "helpdesk")


def linked(chance: np.random.Generator) -> Board:
    """The trained get leaflets and visits around the same time; leaflets alone change nothing."""
    board = world(chance)
    trained = chance.permutation(300)[: len(SESSIONS) * SEATS]
    others = np.setdiff1d(np.arange(300), trained)
    for turn, month in enumerate(SESSIONS):
        group = trained[turn * SEATS : (turn + 1) * SEATS]
        board.hold("training", session_day(month), group)
        board.hold(
            "leaflet", session_day(month + 1), np.r_[group[:17], chance.choice(others, 3, replace=False)]
        )
        board.hold(
            "visit", session_day(month + 2), np.r_[group[4:18], chance.choice(others, 4, replace=False)]
        )
    return play(board, per_type({"training": 0.10, "visit": 0.06, "leaflet": 0.0}))


def by_lot(effect: Effect) -> Draw:
    """Officers list 120 of the lowest shares; lots order them: 60 now, the others wait a year."""

    def draw(chance: np.random.Generator) -> Board:
        board = world(chance)
        listed = chance.permutation(lowest_seen(board, MIDDLE, 120, np.arange(300)))
        ids = tuple((listed + 1).tolist())
        deed = board.hold("training", session_day(MIDDLE), listed[:60], ids)
        board.hold("training", session_day(MIDDLE + 13), listed[60:])
        return play(board, effect, deed=deed)

    return draw


def told_everyone(effect: Effect) -> Draw:
    """A campaign in the press reaches the whole board on one day."""

    def draw(chance: np.random.Generator) -> Board:
        board = world(chance)
        deed = board.hold("media", session_day(20), np.arange(300), everyone=True)
        return play(board, effect, "media", deed)

    return draw


SCENARIOS = (
    Scenario("no effect", by_chance(nothing), effect=False),
    Scenario("constant +15", by_chance(always(0.15))),
    Scenario("differing by cohort", by_chance(by_cohort)),
    Scenario("building up", by_chance(building_up)),
    Scenario("strong trend", by_chance(always(0.15), trend=0.06)),
    Scenario("strong trend, no effect", by_chance(nothing, trend=0.06), effect=False),
    Scenario("heavy tail", by_chance(smaller_for_large, uneven=1.3)),
    Scenario("heavy tail, no effect", by_chance(nothing, uneven=1.3), effect=False),
    Scenario("habit", by_chance(always(0.2), habit=True)),
    Scenario("habit, no effect", by_chance(nothing, habit=True), effect=False),
    Scenario("sparse", sparse(always(0.3)), bias=0.03),
    Scenario("sparse, no effect", sparse(nothing), effect=False, bias=0.03),
    Scenario("drawn by lot", by_lot(always(0.2))),
    Scenario("drawn by lot, no effect", by_lot(nothing), effect=False),
    Scenario("linked types", linked, jointly=True),
    Scenario("picked once, no effect", picked_once, fair=False, effect=False),
    Scenario("picked each time, no effect", picked_each_time, fair=False, effect=False),
    Scenario("picked by level, no effect", picked_by_level, fair=False, effect=False),
    Scenario("diverging trends, no effect", diverging, fair=False, effect=False, refusal=0.85),
    Scenario("self-selected, no effect", self_selected, fair=False, effect=False),
    Scenario("told everyone", told_everyone(always(0.1)), everyone=True),
    Scenario("told everyone, no effect", told_everyone(nothing), effect=False, everyone=True),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
