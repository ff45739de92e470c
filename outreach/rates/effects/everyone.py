"""What reached everyone: who counts as everyone, and the board's months around it."""

import numpy as np

from outreach.rates.effects.constants import EVERYONE
from outreach.rates.effects.inputs import Inputs, Ints
from outreach.rates.effects.panel import Sample, months_later
from outreach.rates.effects.segmented import trend
from outreach.rates.rules.ledger import Trend


def reached_everyone(inputs: Inputs, business: Ints, day: Ints) -> bool:
    """Whether within some month nine in ten active businesses were reached; one first exposure each."""
    active = inputs.active[business] if len(business) else np.zeros(0, dtype=bool)
    days = np.sort(day[active])
    if not len(days):
        return False
    within = np.searchsorted(days, months_later(days, 1), side="right") - np.arange(len(days))
    return bool(within.max() >= EVERYONE * inputs.active.sum())


def trend_around(sample: Sample, day: int) -> Trend | None:
    """The step after the month of `day` (ordinal); None without enough months on both sides."""
    everything = np.ones(len(sample.day), dtype=bool)
    received = sample.table(everything).sum(axis=0)
    online = sample.table(everything, sample.y).sum(axis=0)
    at = sample.month_of(day) + 1
    return trend(online.astype(np.int64), received.astype(np.int64), at)
