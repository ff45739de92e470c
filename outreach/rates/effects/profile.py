"""Month by month around the exposure: the share seen and the share expected without it.

Before the exposure the dossiers are those the first stage was fitted on, so the two lie close by design; how
they wander there shows what chance alone does.
"""

import numpy as np

from outreach.rates.effects.constants import HORIZON_MONTHS
from outreach.rates.effects.imputation import FirstStage, estimate, impute, usable
from outreach.rates.effects.inputs import Ints
from outreach.rates.effects.panel import Floats, Sample
from outreach.rates.rules.ledger import ProfilePoint


def profiles(
    sample: Sample, stage: FirstStage, event_month: Ints, groups: Ints, count: int
) -> list[tuple[ProfilePoint, ...]]:
    """One profile per group; months without a usable dossier are left out. `groups` as in `impute`."""
    found: list[list[ProfilePoint]] = [[] for _ in range(count)]
    for month in range(-HORIZON_MONTHS, HORIZON_MONTHS):
        chosen = event_month == month
        if chosen.any():
            n, k = sample.table(chosen), sample.table(chosen, sample.y)
            for group, point in _points(stage, month, (n, k), groups, count):
                found[group].append(point)
    return [tuple(points) for points in found]


def _points(
    stage: FirstStage, month: int, dossiers: tuple[Floats, Floats], groups: Ints, count: int
) -> list[tuple[int, ProfilePoint]]:
    n, k = dossiers
    told = usable(stage, n) & (groups >= 0)[:, None]
    seen, online = np.where(told, n, 0.0).sum(axis=1), np.where(told, k, 0.0).sum(axis=1)
    found = impute(stage, n, k, groups, count)
    points = []
    for group in range(count):
        own = groups == group
        dossiers_seen = seen[own].sum()
        if not dossiers_seen or not np.isfinite(found.effects[group]):
            continue
        observed = online[own].sum() / dossiers_seen
        limits = estimate(found, group, own)
        point = ProfilePoint(
            month=month, observed=float(observed), expected=float(observed - found.effects[group]),
            low=limits.low if limits else None, high=limits.high if limits else None,
            dossiers=int(dossiers_seen),
        )  # fmt: skip
        points.append((group, point))
    return points
