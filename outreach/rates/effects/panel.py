"""The dossiers one outcome can be told of, and the clocks that say which came before an exposure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from outreach import clock
from outreach.rates.effects.constants import HORIZON_MONTHS
from outreach.rates.effects.inputs import Inputs, Ints, Reach
from outreach.rates.rules.ledger import Outcome

NEVER = 10**7  # an ordinal after every date
NOBODY = -1

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Dossiers in date order. `business` counts 0…size−1; `month` counts from the first dossier's month."""

    size: int  # businesses, with or without dossiers
    months: int
    business: Ints
    day: Ints
    month: Ints
    y: Floats  # 1 yes, 0 no
    first_month: int = 0  # what month 0 is, as months since 1970

    def month_of(self, day: int) -> int:
        """The month of an ordinal, counted as in `month`; it may lie outside."""
        return int(_month_numbers(np.array([day]))[0]) - self.first_month

    def table(self, chosen: NDArray[np.bool_], values: Floats | None = None) -> Floats:
        """size × months: how many of the chosen dossiers, or the sum of their values."""
        cell = self.business[chosen] * self.months + self.month[chosen]
        weights = None if values is None else values[chosen]
        sums = np.bincount(cell, weights, self.size * self.months)
        return sums.astype(np.float64).reshape(self.size, self.months)


@dataclass(frozen=True)
class Clock:
    """Per business: the first exposure's ordinal (NEVER without one), its twelve months' end, its deed."""

    start: Ints
    end: Ints
    deed: Ints  # intervention id, NOBODY without an exposure

    @property
    def exposed(self) -> NDArray[np.bool_]:
        """Which businesses were reached at all."""
        return np.not_equal(self.start, NEVER)

    def before(self, sample: Sample) -> NDArray[np.bool_]:
        """Dossiers received on or before the exposure's own day: not yet exposed."""
        return np.less_equal(sample.day, self.start[sample.business])

    def after(self, sample: Sample) -> NDArray[np.bool_]:
        """Dossiers received in the twelve months that follow."""
        start, end = self.start[sample.business], self.end[sample.business]
        return (start < sample.day) & (sample.day <= end)


def sample_of(inputs: Inputs, outcome: Outcome, members: Ints | None = None) -> Sample:
    """The dossiers whose outcome is known and that could be filed online, of all or of some businesses.

    `members` are indices into `inputs.businesses`; with them, business 0 of the sample is `members[0]`.
    """
    values = inputs.outcomes[outcome]
    chosen = (values >= 0) & inputs.may_be_online
    position = np.arange(len(inputs.businesses))
    if members is not None:
        position = np.full(len(inputs.businesses), NOBODY)
        position[members] = np.arange(len(members))
        chosen &= position[inputs.business] != NOBODY
    order = np.argsort(inputs.day[chosen], kind="stable")
    day = inputs.day[chosen][order]
    month = _month_numbers(day)
    first = int(month[0]) if len(month) else 0
    return Sample(
        size=len(inputs.businesses) if members is None else len(members),
        months=int(month[-1]) - first + 1 if len(month) else 1,
        business=position[inputs.business[chosen][order]],
        day=day,
        month=month - first,
        y=values[chosen][order].astype(np.float64),
        first_month=first,
    )


def clock_of(reaches: Iterable[Reach], size: int, members: Ints | None = None) -> Clock:
    """The first exposure of each business; `reaches` come by day, then intervention id."""
    start, deed = np.full(size, NEVER), np.full(size, NOBODY)
    place = None if members is None else {int(index): i for i, index in enumerate(members)}
    for reach in reaches:
        who = reach.business if place is None else place.get(reach.business, NOBODY)
        if who != NOBODY and reach.day < start[who]:
            start[who], deed[who] = reach.day, reach.deed
    return Clock(start, months_later(start, HORIZON_MONTHS), deed)


def months_later(days: Ints, months: int) -> Ints:
    """The same day of the month so many months on (its last day where there is none); NEVER stays NEVER."""
    return np.array([_shifted(int(day), months) for day in days], dtype=np.int64)


def event_months(sample: Sample, clock_: Clock, span: int = HORIZON_MONTHS) -> Ints:
    """Per dossier: months from its business's exposure, −span … span − 1; 0 begins the day after it.

    Dossiers outside, and those of businesses never exposed, get `span`.
    """
    found = np.full(len(sample.day), span, dtype=np.int64)
    start = clock_.start[sample.business]
    for day in np.unique(clock_.start[clock_.exposed]):
        edges = np.array([_shifted(int(day), k) for k in range(-span, span + 1)])
        own = np.flatnonzero(start == day)
        place = np.searchsorted(edges, sample.day[own], side="left")
        inside = (place > 0) & (place <= 2 * span)
        found[own[inside]] = place[inside] - 1 - span
    return found


@lru_cache(maxsize=100_000)
def _shifted(day: int, months: int) -> int:
    return day if day == NEVER else clock.add_months(date.fromordinal(day), months).toordinal()


def _month_numbers(days: Ints) -> Ints:
    """Calendar months since January 1970 of ordinals."""
    epoch = date(1970, 1, 1).toordinal()
    return (days - epoch).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
