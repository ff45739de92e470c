"""How large a change must be for a planned campaign to reveal it: said before the money is spent.

Four times in five (80 % power), in a 95 % interval. Compared are those reached with those not reached, each
after against before, so with N businesses of which a share r is reached

    change = (t(97.5 %) + t(80 %)) · √( V · (1 ÷ (N·r) + 1 ÷ (N·(1 − r))) )

where V is the variance of one business's share after minus its share before. A business that decides anew
for every dossier has V = v·(1÷a + 1÷b), with a dossiers after, b before, and v = 0.25, the variance of a
yes/no matter that is open. If filing is a habit, the channel of a dossier is that of the last one with
probability 0.8: then the dossiers of a business say much the same, V is that of a first-order chain, and
large businesses no longer count for more, which costs as much as having 1.4 times fewer businesses.
Student's t has N·r÷1.4 − 1 degrees of freedom. So calibrated it keeps within 15 % of simulated boards (0.4
dossiers a month each, half reached, 24 months before and 12 after): 50 businesses 39 points by habit and
27 if independent; 100: 29 and 16; 200: 21 and 12; 500: 13 and 7; 1,000: 9.5 and 5; 2,000: 7 and 4.
"""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

HABIT = 0.8  # how often a business files as it did the last time
UNEVEN = 1.4  # (Σ1)² against (Σn)² ÷ Σn², for volumes as uneven as boards' are
OPEN = 0.25  # the variance of a yes/no matter at a share of one half, where it is largest
FEWEST_LINKS = 6.0  # after: with fewer a chain seems to vary less, only because it has had no time to change
MONTHS_BEFORE = 24
MONTHS_AFTER = 12
SHOWN = 0.975  # one side of a 95 % interval
POWER = 0.80


class SmallestChange(NamedTuple):
    """Shares (0.15 = 15 points). The truth lies between the two; 1 or more: no change could be seen."""

    habit: float
    independent: float


def smallest_change(
    businesses: int,
    monthly: float,
    reached: float,
    months: int = MONTHS_AFTER,
    months_before: int = MONTHS_BEFORE,
) -> SmallestChange | None:
    """The smallest change that a campaign reaching a share `reached` of `businesses` can hope to reveal.

    `monthly` dossiers a month of each business; `months` of them after, `months_before` before. None where
    the question has no answer: nobody or everybody reached, fewer than three businesses reached, no dossiers.
    """
    if not (0 < reached < 1 and monthly > 0 and months > 0 and months_before > 0):
        return None
    degrees = businesses * reached / UNEVEN - 1
    if degrees < 1:
        return None
    errors = (_t(SHOWN, degrees) + _t(POWER, degrees)) * sqrt(
        1 / (businesses * reached) + 1 / (businesses * (1 - reached))
    )
    after, before = monthly * months, monthly * months_before
    independent = errors * sqrt(OPEN * (1 / after + 1 / before))
    longer = max(1.0, FEWEST_LINKS / after)
    by_habit = errors * sqrt(UNEVEN * OPEN * _chained(after * longer, before * longer))
    return SmallestChange(habit=max(by_habit, independent), independent=independent)


def _chained(after: float, before: float) -> float:
    """The variance of: mean of `after` links − mean of the `before` links just before; of each link 1."""
    shared = HABIT * _faded(after) * _faded(before) / ((1 - HABIT) ** 2 * after * before)
    return _mean_of_chain(after) + _mean_of_chain(before) - 2 * shared


def _mean_of_chain(links: float) -> float:
    """The variance of the mean of so many links; that of one link when there is not even one."""
    links = max(links, 1.0)
    return ((1 + HABIT) / (1 - HABIT) - 2 * HABIT * _faded(links) / (links * (1 - HABIT) ** 2)) / links


def _faded(links: float) -> float:
    """What is forgotten over so many links."""
    return float(1 - HABIT**links)


def _t(share: float, degrees: float) -> float:
    """Student's t from the normal quantile, by the first two terms of its expansion in 1 ÷ degrees."""
    z = NormalDist().inv_cdf(share)
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
