"""Overlapping types together: what each adds when the others are taken into account.

The first stage uses dossiers filed before any exposure; what later ones differ from their prediction is
regressed on one indicator per type (exposed to it before this dossier), without each business in turn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach.rates.effects.imputation import FirstStage, estimate_from, fit, jackknife_error
from outreach.rates.effects.inputs import Ints
from outreach.rates.effects.panel import NEVER, Clock, Floats, Sample
from outreach.rates.rules.ledger import JointEffect


@dataclass(frozen=True)
class Later:
    """Dossiers after any exposure: whose, when, their outcome, and one 0/1 column per type (D × K)."""

    business: Ints
    month: Ints
    y: Floats
    columns: Floats


@dataclass(frozen=True)
class Sums:
    """Per business: types × types, types × (outcome less own mean), types × months."""

    crosses: Floats  # (G, K, K)
    rights: Floats  # (G, K)
    shares: Floats  # (G, K, T)


def together(sample: Sample, clocks: Mapping[str, Clock]) -> tuple[JointEffect, ...]:
    """One effect per type; () when fewer than two types overlap or their parts cannot be told apart."""
    types = sorted(type for type, clock in clocks.items() if clock.exposed.any())
    if len(types) < 2:
        return ()
    first = np.min([clocks[type].start for type in types], axis=0)
    before = sample.day <= first[sample.business]
    stage = fit(sample.table(before), sample.table(before, sample.y))
    chosen = ~before & (first[sample.business] != NEVER)
    exposed = np.stack([sample.day > clocks[type].start[sample.business] for type in types], axis=1)
    later = Later(
        sample.business[chosen], sample.month[chosen], sample.y[chosen], exposed[chosen].astype(np.float64)
    )
    found = _coefficients(stage, later)
    if found is None:
        return ()
    effects, left_out = found
    answer = []
    for index, type in enumerate(types):
        weights = np.bincount(later.business, later.columns[:, index], sample.size).astype(np.float64)
        weights = weights[weights > 0]
        if len(weights) >= 2:
            error = jackknife_error(float(effects[index]), left_out[stage.taking_part, index])
            own = estimate_from(float(effects[index]), error, weights)
            answer.append(JointEffect(type, own.effect, own.low, own.high, own.dossiers))
    return tuple(answer)


def _coefficients(stage: FirstStage, later: Later) -> tuple[Floats, Floats] | None:
    """The effects (K,), and the same without each business (G, K); None when some cannot be told apart."""
    sums = _sums(stage, later, stage.reaches(stage.labels))
    crosses, rights, shares = (each.sum(axis=0) for each in (sums.crosses, sums.rights, sums.shares))
    rest = crosses - sums.crosses
    remaining = rights - sums.rights - np.einsum("gkt,gt->gk", shares - sums.shares, stage.left_out)
    for i, labels in stage.labels_without.items():
        n = stage.n.copy()
        n[i] = 0
        own = _sums(stage, later, replace(stage, n=n).reaches(labels))
        rest[i] = own.crosses.sum(axis=0)
        remaining[i] = own.rights.sum(axis=0) - own.shares.sum(axis=0) @ stage.left_out[i]
    count = len(crosses)
    if np.linalg.matrix_rank(crosses) < count or (np.linalg.matrix_rank(rest) < count).any():
        return None
    effects = np.linalg.solve(crosses, rights - shares @ stage.months)
    return effects, np.linalg.solve(rest, remaining[:, :, None])[:, :, 0]


def _sums(stage: FirstStage, later: Later, reached: NDArray[np.bool_]) -> Sums:
    """Sums over the dossiers that can be predicted (`reached`, G × T)."""
    kept = reached[later.business, later.month]
    who, month, columns = later.business[kept], later.month[kept], later.columns[kept]
    size, (months, types) = len(stage.n), (stage.n.shape[1], columns.shape[1])
    crosses = np.zeros((size, types, types))
    by_month = np.zeros((size, months, types))
    rights = np.zeros((size, types))
    np.add.at(crosses, who, columns[:, :, None] * columns[:, None, :])
    np.add.at(rights, who, columns * later.y[kept][:, None])
    np.add.at(by_month, (who, month), columns)
    shares = by_month.transpose(0, 2, 1).copy()
    base = np.maximum(stage.n.sum(axis=1), 1)
    counts = shares.sum(axis=2)
    rights -= counts * (stage.k.sum(axis=1) / base)[:, None]
    shares -= counts[:, :, None] * (stage.n / base[:, None])[:, None, :]
    return Sums(crosses, rights, shares)
