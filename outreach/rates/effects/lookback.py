"""The look back: whether those reached had begun to move before anybody reached them.

To the first stage two columns are added, "0–3 months before the exposure" and "3–6 months before"; both must
be nothing, by a joint F test from the jackknife's covariance. The month effects are eliminated first, so that
one set of inverses serves every intervention of a type.
"""

from dataclasses import dataclass

import numpy as np

from outreach.rates.effects.constants import FAILS_BELOW, LEAD_MONTHS
from outreach.rates.effects.imputation import FirstStage
from outreach.rates.effects.inputs import Ints
from outreach.rates.effects.panel import Clock, Floats, Sample, months_later
from outreach.rates.effects.quantiles import f_tail


@dataclass(frozen=True)
class Leads:
    """Whether the look back passed, and the difference in each window; None: no dossiers to ask."""

    passed: bool | None
    differences: tuple[float, ...]


@dataclass(frozen=True)
class LeadColumns:
    """Not-yet-exposed dossiers in each lead window: L counts and sums per business, and counts by month."""

    n: Floats  # (G, L)
    k: Floats  # (G, L)
    by_month: Floats  # (G, L, T)


def lead_columns(sample: Sample, clock: Clock) -> LeadColumns:
    """Count the dossiers of the months before each business's exposure."""
    before = clock.before(sample)
    edge = clock.start
    tables, sums = [], []
    for months in LEAD_MONTHS:
        earlier = months_later(clock.start, -months)
        day = sample.day
        chosen = before & (day > earlier[sample.business]) & (day <= edge[sample.business])
        chosen &= clock.exposed[sample.business]
        tables.append(sample.table(chosen))
        sums.append(sample.table(chosen, sample.y).sum(axis=1))
        edge = earlier
    by_month = np.stack(tables, axis=1)
    return LeadColumns(by_month.sum(axis=2), np.stack(sums, axis=1), by_month)


def look_back(stage: FirstStage, columns: LeadColumns, members: Ints) -> Leads:
    """The two differences of these businesses together (indices), and whether both may be nothing."""
    used = np.flatnonzero(columns.n[members].sum(axis=0) > 0)
    if not len(used):
        return Leads(None, ())
    n, k = columns.n[members][:, used], columns.k[members][:, used]
    by_month = columns.by_month[members][:, used]
    base = np.maximum(stage.n[members].sum(axis=1), 1)
    mean = stage.k[members].sum(axis=1) / base
    # Per business: leads × leads, leads × months, leads × outcome, with the business effect taken out.
    own = -(n[:, :, None] * n[:, None, :]) / base[:, None, None]
    own[:, np.arange(len(used)), np.arange(len(used))] += n
    cross = by_month - n[:, :, None] * stage.n[members][:, None, :] / base[:, None, None]
    right = k - n * mean[:, None]
    solved = _solve_without_each(stage, (own, cross, right), members)
    if solved is None:
        return Leads(None, ())
    found, left_out = solved
    weights = n.sum(axis=1)
    weights = weights[weights > 0]
    effective = float(weights.sum() ** 2 / np.sum(weights**2))
    taking_part = left_out[stage.taking_part]
    deviations = taking_part - found
    covariance = (len(deviations) - 1) / len(deviations) * deviations.T @ deviations
    if effective <= 1 or np.linalg.matrix_rank(covariance) < len(used):
        return Leads(None, tuple(found))
    value = float(found @ np.linalg.solve(covariance, found)) / len(used)
    return Leads(f_tail(value, len(used), effective - 1) >= FAILS_BELOW, tuple(float(each) for each in found))


def _solve_without_each(
    stage: FirstStage, columns: tuple[Floats, Floats, Floats], members: Ints
) -> tuple[Floats, Floats] | None:
    """The leads' coefficients (L,) and the same without each business (G, L); None when they are not told."""
    own, cross, right = columns
    whole, whole_cross, whole_right = own.sum(axis=0), cross.sum(axis=0), right.sum(axis=0)
    count = len(stage.n)
    leads = np.broadcast_to(whole, (count, *whole.shape)).copy()
    crosses = np.broadcast_to(whole_cross, (count, *whole_cross.shape)).copy()
    rights = np.broadcast_to(whole_right, (count, *whole_right.shape)).copy()
    leads[members] -= own
    crosses[members] -= cross
    rights[members] -= right
    through = np.einsum("glt,gts->gls", crosses, stage.inverses)
    reduced = leads - np.einsum("gls,gms->glm", through, crosses)
    remaining = rights - np.einsum("glt,gt->gl", crosses, stage.left_out)
    everyone = whole - whole_cross @ stage.inverse @ whole_cross.T
    if np.linalg.matrix_rank(everyone) < len(whole) or (np.abs(np.linalg.det(reduced)) < 1e-9).any():
        return None
    found = np.linalg.solve(everyone, whole_right - whole_cross @ stage.months)
    return found, np.linalg.solve(reduced, remaining[:, :, None])[:, :, 0]
