"""The second opinion: those reached on a day beside those not yet reached who filed alike until then.

Businesses are matched on their share in the six months up to the day. A comparison business reached later
stays in; the contrast in outcomes is divided by the contrast in exposed share (a Wald ratio), which makes up
for what its own exposure adds. The same window a year earlier is the placebo: nobody was exposed then.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from outreach.rates.effects.constants import (
    HORIZON_MONTHS,
    LEAST_MATCHED_BUSINESSES,
    LEAST_MATCHED_DOSSIERS,
    MATCH_EDGES,
    MATCH_MONTHS,
)
from outreach.rates.effects.imputation import estimate_from, jackknife_error
from outreach.rates.effects.inputs import Ints
from outreach.rates.effects.panel import NOBODY, Clock, Floats, Sample, months_later
from outreach.rates.rules.ledger import Estimate

NO_DOSSIER = -1


@dataclass(frozen=True)
class Window:
    """Per business between two days: dossiers, the sum of their outcomes, and how many came when exposed."""

    n: Floats
    k: Floats
    exposed: Floats


@dataclass
class Contrasts:
    """Sums of weighted contrasts of one group of businesses, and what leaving each business out changes."""

    outcome: float
    exposure: float
    outcome_change: Floats  # (G,)
    exposure_change: Floats
    weights: Floats  # (G,) dossiers of the reached that found a comparison

    @classmethod
    def none(cls, size: int) -> "Contrasts":
        """Nothing compared yet."""
        return cls(0.0, 0.0, np.zeros(size), np.zeros(size), np.zeros(size))

    def estimate(self, taking_part: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Estimate | None:
        """The ratio with its jackknife; None when nobody could be compared or one business carries it."""
        weights = self.weights[self.weights > 0]
        if len(weights) < 2 or self.exposure <= 0:
            return None
        effect = float(self.outcome / self.exposure)  # a plain value: what is stored must be read by pages
        exposure = self.exposure + self.exposure_change
        if (exposure <= 0).any():
            return None
        left_out = (self.outcome + self.outcome_change) / exposure
        return estimate_from(effect, jackknife_error(effect, left_out[taking_part]), weights)


@dataclass(frozen=True)
class Matched:
    """Of each deed: the contrast after the exposure, and the placebo before the matching window."""

    after: dict[int, Estimate | None]
    placebo: dict[int, Estimate | None]


def compare(sample: Sample, clock: Clock, *, together: bool = False) -> Matched:
    """Contrasts for every deed of the clock, or with `together` for all of them as deed NOBODY."""
    after: dict[int, Contrasts] = {}
    placebo: dict[int, Contrasts] = {}
    taking_part = np.bincount(sample.business, minlength=sample.size) > 0
    for day in np.unique(clock.start[clock.exposed]):
        classes, later, earlier = _around(sample, clock, int(day))
        waiting = clock.start > day
        for deed, reached in _reached(clock, int(day), together):
            for sums, window in ((after, later), (placebo, earlier)):
                own = sums.setdefault(deed, Contrasts.none(sample.size))
                for kind in np.unique(classes[reached]):
                    _add(own, window, reached & (classes == kind), waiting & (classes == kind))
    return Matched(
        {deed: own.estimate(taking_part) for deed, own in after.items()},
        {deed: own.estimate(taking_part) for deed, own in placebo.items()},
    )


def _reached(
    clock: Clock, day: int, together: bool
) -> Iterator[tuple[int, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]]:
    """Who was reached on a day, by deed."""
    today = clock.start == day
    if together:
        yield NOBODY, today
        return
    for deed in np.unique(clock.deed[today]):
        yield int(deed), today & (clock.deed == deed)


def _around(sample: Sample, clock: Clock, day: int) -> tuple[Ints, Window, Window]:
    """Classes by the share of the six months up to a day, the year after it, the year before those months."""
    at = np.array([day])
    matched_from = int(months_later(at, -MATCH_MONTHS)[0])
    ends = int(months_later(at, HORIZON_MONTHS)[0])
    placebo_from = int(months_later(at, -MATCH_MONTHS - HORIZON_MONTHS)[0])
    recent = _window(sample, clock, matched_from, day)
    share = np.where(recent.n > 0, recent.k / np.maximum(recent.n, 1), -1.0)
    classes = np.where(recent.n > 0, np.searchsorted(MATCH_EDGES, share, side="left"), NO_DOSSIER)
    # Just below all online is a class of its own side: 75 up to 99.9 %, then 100 %.
    classes = np.where(share >= MATCH_EDGES[-1], len(MATCH_EDGES), classes)
    placebo = _window(sample, clock, placebo_from, matched_from)
    # Nobody compared here was exposed before the day: the whole contrast counts.
    never_exposed = Window(placebo.n, placebo.k, np.zeros(sample.size))
    return classes, _window(sample, clock, day, ends), never_exposed


def _window(sample: Sample, clock: Clock, after: int, until: int) -> Window:
    """Dossiers received after one day and until another, per business."""
    first, last = np.searchsorted(sample.day, (after, until), side="right")
    who, y = sample.business[first:last], sample.y[first:last]
    exposed = (sample.day[first:last] > clock.start[who]).astype(np.float64)
    return Window(*(_count(who, values, sample.size) for values in (np.ones(len(y)), y, exposed)))


def _count(who: Ints, values: Floats, size: int) -> Floats:
    return np.bincount(who, values, size).astype(np.float64)


def _add(
    sums: Contrasts, window: Window,
    reached: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    waiting: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> None:  # fmt: skip
    """Add the contrast of one class, and what it becomes without each of its businesses."""
    filing = waiting & (window.n > 0)
    n, k, x = window.n[filing].sum(), window.k[filing].sum(), window.exposed[filing].sum()
    if filing.sum() < LEAST_MATCHED_BUSINESSES or n < LEAST_MATCHED_DOSSIERS:
        return
    mine, own = window.n[reached].sum(), window.k[reached].sum()
    if not mine:
        return
    outcome, exposure = own - mine * k / n, mine * (1 - x / n)
    sums.outcome += outcome
    sums.exposure += exposure
    sums.weights[reached] += window.n[reached]
    less = mine - window.n[reached]
    sums.outcome_change[reached] += (own - window.k[reached] - less * k / n) - outcome
    sums.exposure_change[reached] += less * (1 - x / n) - exposure
    rest = n - window.n[filing]
    left = np.maximum(rest, 1)
    kept = rest > 0  # three businesses or more: one of them never holds all dossiers of the others
    sums.outcome_change[filing] += np.where(
        kept, own - mine * (k - window.k[filing]) / left - outcome, -outcome
    )
    sums.exposure_change[filing] += np.where(
        kept, mine * (1 - (x - window.exposed[filing]) / left) - exposure, -exposure
    )
