"""What reached everyone has nobody to be compared with: the board's months against their own earlier trend.

Segmented regression: `share = level + slope·t + step·after + change·after·t`, least squares weighted by
dossiers, errors by Newey–West over `TREND_LAG` months with Bartlett weights. In series this short that is
too narrow (Turner et al. 2020): of simulated boards without change it called 15 % changed. So variances are
widened by n ÷ (n − 4), n being the months that count, Student's t takes n − 4 degrees of freedom, and months
that happen to move against each other never make an error smaller than lag 0 alone gives it: 7 % then.
"""

import numpy as np
from numpy.typing import NDArray

from outreach.rates.effects import constants
from outreach.rates.effects.inputs import Ints
from outreach.rates.effects.quantiles import t_quantile
from outreach.rates.rules.ledger import Trend

Floats = NDArray[np.float64]

_COLUMNS = 4
_STEP, _CHANGE = 2, 3
_DECIMALS = 12  # a board always at 100 % must come out as exactly unchanged, not as 1e-16 of rounding


def trend(online: Ints, received: Ints, at: int) -> Trend | None:
    """The step at month `at`, the first month wholly after the intervention, and the change of the slope.

    `online` and `received` hold one element per calendar month, in order and without gaps. The month of the
    intervention itself, `at − 1`, is partly before and partly after: it is left out. Months without dossiers
    carry no weight and are not counted. None with fewer months that count than `TREND_LEAST_BEFORE` before
    and `TREND_LEAST_AFTER` after.
    """
    weights = received.astype(np.float64)
    weights[at - 1 : at] = 0.0
    before, after = int((weights[: max(at, 0)] > 0).sum()), int((weights[max(at, 0) :] > 0).sum())
    if at < 1 or before < constants.TREND_LEAST_BEFORE or after < constants.TREND_LEAST_AFTER:
        return None
    share = np.where(weights > 0, online / np.maximum(received, 1), 0.0)
    columns = _columns(len(weights), at)
    bread = np.linalg.inv(columns.T @ (columns * weights[:, None]))
    found = bread @ (columns.T @ (weights * share))
    scores = columns * (weights * (share - columns @ found))[:, None]
    months = before + after
    alone, together = (np.diag(bread @ each @ bread) for each in (scores.T @ scores, _together(scores)))
    variance = np.maximum(alone, together) * (months / (months - _COLUMNS))
    width = t_quantile(months - _COLUMNS) * np.sqrt(variance)
    middle, low, high = (np.round(each, _DECIMALS) for each in (found, found - width, found + width))
    return Trend(
        float(middle[_STEP]), float(low[_STEP]), float(high[_STEP]),
        float(middle[_CHANGE]), float(low[_CHANGE]), float(high[_CHANGE]), before, after,
    )  # fmt: skip


def _columns(months: int, at: int) -> Floats:
    """Level, slope, step, change of slope; time is 0 in the first month after: the step is read there."""
    time = np.arange(months, dtype=np.float64) - at
    after = (time >= 0).astype(np.float64)
    return np.column_stack((np.ones(months), time, after, after * time))


def _together(scores: Floats) -> Floats:
    """Newey–West: how the months' scores vary, and vary together up to the lag."""
    summed: Floats = scores.T @ scores
    for lag in range(1, constants.TREND_LAG + 1):
        shared = scores[lag:].T @ scores[:-lag]
        summed = summed + (1 - lag / (constants.TREND_LAG + 1)) * (shared + shared.T)
    return summed
