"""When the order of invitation was drawn by lot: the same order drawn again and again.

Had the intervention changed nothing, every order would have been as good: how often a redrawn order gives a
difference as large as the real one says how surprising the real one is (Fisher's randomisation test).
"""

from dataclasses import replace

import numpy as np

from outreach.rates.effects.constants import RESHUFFLES
from outreach.rates.effects.imputation import effects_of, fit
from outreach.rates.effects.panel import Clock, Sample
from outreach.rates.rules.ledger import LotTest

SEED = 20_200_917  # any fixed number: the same data give the same count


def reshuffle(sample: Sample, clock: Clock, *, reshuffles: int = RESHUFFLES) -> LotTest | None:
    """Hand the exposures of those listed round at random; None while the real order has no effect."""
    real = _effect(sample, clock)
    if not np.isfinite(real):
        return None
    chance = np.random.default_rng(SEED)
    redrawn = np.array([_effect(sample, _handed_round(clock, chance)) for _ in range(reshuffles)])
    as_large = np.abs(redrawn[np.isfinite(redrawn)]) >= abs(real) - 1e-12
    return LotTest(int(np.isfinite(redrawn).sum()), int(as_large.sum()))


def _handed_round(clock: Clock, chance: np.random.Generator) -> Clock:
    order = chance.permutation(len(clock.start))
    return replace(clock, start=clock.start[order], end=clock.end[order], deed=clock.deed[order])


def _effect(sample: Sample, clock: Clock) -> float:
    """The dossier-weighted effect of everybody reached; nan without any usable dossier."""
    before, after = clock.before(sample), clock.after(sample)
    stage = fit(sample.table(before), sample.table(before, sample.y), jackknife=False)
    groups = np.where(clock.exposed, 0, -1)
    return float(effects_of(stage, sample.table(after), sample.table(after, sample.y), groups, 1)[0])
