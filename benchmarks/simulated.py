"""Simulated boards whose truth is known: what the ledger's estimator is tried on, by the bench and the tests.

300 businesses over 36 months with lognormal volumes of 0.9 dossiers a month. The share that files online is
logistic in a business's level and a common trend, so trends are alike only among businesses invited without
regard to their level; an effect adds to the share itself. `benchmarks.scenarios` says who is invited where.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from outreach import clock
from outreach.rates.effects.inputs import Deed, Inputs, Reach
from outreach.rates.rules.ledger import Outcome

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

YEAR = 2022
MONTHS = 36
NEVER = 10**7  # a day that does not come
STARTS = np.array([date(YEAR + m // 12, m % 12 + 1, 1).toordinal() for m in range(MONTHS + 1)])
HABIT = 0.8  # how often a business of habit files as it did the last time
FULLEST = 0.98  # no share gets beyond it


def session_day(month: int) -> int:
    """The 15th of that month of the board, as an ordinal."""
    return int(STARTS[month]) + 14


def a_year_after(days: Ints) -> Ints:
    """The same day of the next year, the 28th after a 29 February; where the day comes at all."""
    known = [day for day in np.unique(days).tolist() if day < NEVER]
    later = {day: clock.add_months(date.fromordinal(day), 12).toordinal() for day in known}
    return np.array([later.get(day, NEVER) for day in days.tolist()], dtype=np.int64)


@dataclass(frozen=True)
class Board:
    """What the estimator is given, and the truth it does not see.

    `truths` holds per type the effect that there really was on the dossiers of the 12 months after, each
    dossier counting once. `deed` is the intervention to ask about, None for all of `type` together.
    """

    inputs: Inputs
    type: str
    truths: Mapping[str, float]
    deed: int | None = None

    @property
    def truth(self) -> float:
        """The effect of the type asked about."""
        return self.truths[self.type]


@dataclass
class World:
    """A board before anybody has been invited: who files when, and how likely online."""

    chance: np.random.Generator
    volume: Floats
    level: Floats
    business: Ints
    day: Ints
    share: Floats  # per dossier, without any intervention
    luck: Floats  # online when below the share
    again: Flags  # filed as the last time, whatever the share; never where filing is no habit
    reached: dict[str, Ints] = field(
        default_factory=dict
    )  # type → per business: the day of its first exposure
    deeds: list[Deed] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)

    def observed(self, before: int) -> Floats:
        """Per business: the share of the 6 months before a day as officers see it; NaN without a dossier."""
        seen = (self.day <= before) & (self.day > before - 183)
        online = self.outcomes(self.share)
        filed = np.bincount(self.business[seen], minlength=len(self.volume))
        told = np.bincount(self.business[seen], online[seen], len(self.volume))
        return np.where(filed > 0, told / np.maximum(filed, 1), np.nan)

    def outcomes(self, share: Floats) -> Flags:
        """Filed online or not; by habit as the last time, save for one time in five."""
        online = self.luck < share
        if self.again.any():
            for now in _ranks(self.business)[1:]:
                online[now] = np.where(self.again[now], online[now - 1], online[now])
        return online

    def hold(
        self, type_: str, day: int, invited: Ints, listed: tuple[int, ...] = (), everyone: bool = False
    ) -> int:
        """An intervention that reaches `invited` (indices) on a day (ordinal); its id."""
        deed = len(self.deeds) + 1
        first = self.reached.setdefault(type_, np.full(len(self.volume), NEVER, dtype=np.int64))
        first[invited] = np.minimum(first[invited], day)
        self.deeds.append(Deed(deed, type_, day, everyone, listed))
        self.reaches += [Reach(deed, type_, index, day, True) for index in invited.tolist()]
        return deed


def _ranks(business: Ints) -> list[Ints]:
    """Dossiers sorted by business: positions of every business's first, of every second, and so on."""
    begins = np.r_[True, business[1:] != business[:-1]]
    starts = np.flatnonzero(begins)
    rank = np.arange(len(business)) - np.repeat(starts, np.diff(np.r_[starts, len(business)]))
    order = np.argsort(rank, kind="stable")
    return np.split(order, np.cumsum(np.bincount(rank))[:-1])


def world(
    chance: np.random.Generator,
    businesses: int = 300,
    monthly: float = 0.9,
    uneven: float = 0.8,
    trend: float = 0.022,
    habit: bool = False,
    own_trend: Floats | None = None,
) -> World:
    """A board over 36 months; `uneven`: spread of log volumes; trends: per month, on the logistic scale."""
    volume = monthly * np.exp(chance.normal(-(uneven**2) / 2, uneven, businesses))
    level = chance.normal(-0.9, 1.0, businesses)
    filed = chance.poisson(np.repeat(volume[:, None], MONTHS, axis=1))
    business, month = (np.repeat(each.ravel(), filed.ravel()) for each in np.indices(filed.shape))
    day = STARTS[month] + (chance.random(len(month)) * np.diff(STARTS)[month]).astype(np.int64)
    order = np.lexsort((day, business))
    business, day = business[order], day[order]
    luck, again = chance.random(len(day)), (chance.random(len(day)) < HABIT) & habit
    months = (day - STARTS[0]) / 30.44
    slope = trend if own_trend is None else trend + own_trend[business]
    share = 1 / (1 + np.exp(-(level[business] + slope * months)))
    return World(chance, volume, level, business, day, share, luck, again)


# Given the world, months since the exposure (negative before) and the type: points that it adds, per dossier.
Effect = Callable[[World, Floats, str], Floats]


def nothing(world: World, since: Floats, type_: str) -> Floats:
    """No effect at all."""
    return np.zeros_like(since)


def always(points: float) -> Effect:
    """The same for everyone at all times."""
    return lambda world, since, type_: np.full_like(since, points)


def building_up(world: World, since: Floats, type_: str) -> Floats:
    """From nothing to 28 points in nine months."""
    return 0.28 * np.clip(since / 9, 0, 1)


def by_cohort(world: World, since: Floats, type_: str) -> Floats:
    """25 points for those reached in month 10, 6 for those in month 26, and between them by month."""
    first = (world.reached[type_][world.business] - STARTS[0]) / 30.44
    return np.clip(0.25 - 0.19 * (first - 10) / 16, 0.06, 0.25)


def smaller_for_large(world: World, since: Floats, type_: str) -> Floats:
    """The larger a business, the less it changes."""
    return 0.30 / (1 + world.volume[world.business] / 2)


def per_type(points: Mapping[str, float]) -> Effect:
    """Each type its own points."""
    return lambda world, since, type_: np.full_like(since, points[type_])


def play(world: World, effect: Effect, type_: str = "training", deed: int | None = None) -> Board:
    """What happens on the board, and what each type really changed there."""
    added: dict[str, Floats] = {}
    for each, first in world.reached.items():
        since = (world.day - first[world.business]) / 30.44
        added[each] = np.where(since > 0, effect(world, since, each), 0.0)
    everything = np.minimum(world.share + sum(added.values()), FULLEST)
    everything = np.maximum(everything, world.share)
    online = world.outcomes(everything)
    truths = {each: _truth(world, each, everything, added[each], deed) for each in added}
    return Board(_inputs(world, online), type_, truths, deed)


def _after(world: World, type_: str, deed: int | None = None) -> Flags:
    first = world.reached[type_]
    if deed is not None:
        first = np.where(first == world.deeds[deed - 1].day, first, NEVER)
    return (world.day > first[world.business]) & (world.day <= a_year_after(first)[world.business])


def _truth(world: World, type_: str, share: Floats, added: Floats, deed: int | None) -> float:
    """The mean of what the type added to each dossier; by habit that shows as the last dossier shows it."""
    shown = share - np.minimum(np.maximum(share - added, world.share), share)
    if world.again.any():
        for now in _ranks(world.business)[1:]:
            shown[now] = np.where(world.again[now], shown[now - 1], shown[now])
    return float(shown[_after(world, type_, deed)].mean())


def _inputs(world: World, online: Flags) -> Inputs:
    unknown = np.full(len(online), -1, dtype=np.int8)
    outcomes = dict.fromkeys(Outcome, unknown) | {Outcome.ONLINE: online.astype(np.int8)}
    businesses = len(world.volume)
    return Inputs(
        businesses=np.arange(1, businesses + 1),
        active=np.ones(businesses, dtype=np.bool_),
        business=world.business,
        day=world.day,
        outcomes=outcomes,
        may_be_online=np.ones(len(online), dtype=np.bool_),
        deeds=tuple(world.deeds),
        reaches=tuple(sorted(world.reaches, key=lambda reach: (reach.day, reach.deed))),
        first_day=int(STARTS[0]),
        last_day=int(STARTS[-1]) - 1,
    )
