"""Difference-in-differences by imputation, with the exact leave-one-business-out jackknife.

Borusyak, Jaravel and Spiess (2024); Gardner (2022): business and month effects are fitted on dossiers not yet
exposed, `y = a_i + l_t + e`; the effect is the mean of what later dossiers differ from their prediction. The
business effects are absorbed, which leaves one month × month system; leaving business i out is `A − A_i`
(MacKinnon, Nielsen and Webb 2023, CV3J). One fit serves every intervention of a type.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach.rates.effects import components
from outreach.rates.effects.inputs import Ints
from outreach.rates.effects.panel import Floats
from outreach.rates.effects.quantiles import t_quantile
from outreach.rates.rules.ledger import Estimate

BATCH = 256  # systems solved at once: enough to be quick, few enough to be small


@dataclass(frozen=True)
class FirstStage:
    """The fit on not-yet-exposed dossiers: G businesses × T months.

    `months` is l, `inverse` that of its system; `left_out[i]` and `inverses[i]` are those without business i.
    `labels` tells which months are linked by some business: only there can one be predicted from another.
    """

    n: Floats
    k: Floats
    labels: Ints
    labels_without: dict[int, Ints]  # businesses without whom some months come apart
    months: Floats
    inverse: Floats
    inverses: Floats
    left_out: Floats

    @property
    def taking_part(self) -> NDArray[np.bool_]:
        """The businesses with a dossier before any exposure."""
        return np.asarray(self.n.sum(axis=1) > 0)

    def reaches(self, labels: Ints) -> NDArray[np.bool_]:
        """G × T: which months can be predicted for which business."""
        home = labels[np.argmax(self.n > 0, axis=1)]
        linked = home[:, None] == labels[None, :]
        return np.asarray(linked & self.taking_part[:, None] & self.seen[None, :])

    @property
    def seen(self) -> NDArray[np.bool_]:
        """The months with a not-yet-exposed dossier."""
        return np.asarray(self.n.sum(axis=0) > 0)


@dataclass(frozen=True)
class Parts:
    """What each business adds over its later dossiers: `sums − shares · l`, of `weights` dossiers."""

    sums: Floats  # (G,)
    shares: Floats  # (G, T)
    weights: Floats  # (G,)


@dataclass(frozen=True)
class Imputed:
    """Effects of S groups of businesses, and the same without each of the G businesses."""

    effects: Floats  # (S,)
    left_out: Floats  # (S, G)
    weights: Floats  # (G,) usable later dossiers of each business
    counted: NDArray[np.bool_]  # (G,) the businesses that make up the jackknife


def fit(n: Floats, k: Floats, *, jackknife: bool = True) -> FirstStage:
    """Fit business and month effects to counts n and sums k of not-yet-exposed dossiers (both G × T).

    Without `jackknife` nothing is left out: `left_out` and `inverses` are empty.
    """
    labels, labels_without = components.of_months(n) if jackknife else (components.labels_of(n), {})
    system, right = absorbed(n, k)
    total, total_right = system.sum(axis=0), right.sum(axis=0)
    level = components.levels(labels)
    whole = np.linalg.inv(total + level)
    inverses = np.empty((len(n) if jackknife else 0, *total.shape))
    for first in range(0, len(inverses), BATCH):
        batch = slice(first, first + BATCH)
        levels = np.broadcast_to(level, system[batch].shape).copy()
        for i in labels_without.keys() & range(first, first + BATCH):
            levels[i - first] = components.levels(labels_without[i])
        inverses[batch] = np.linalg.inv(total - system[batch] + levels)
    left_out = np.einsum("gst,gt->gs", inverses, (total_right - right)[: len(inverses)])
    return FirstStage(n, k, labels, labels_without, whole @ total_right, whole, inverses, left_out)


def absorbed(n: Floats, k: Floats) -> tuple[Floats, Floats]:
    """A_i = diag(n_i) − n_i n_iᵀ ÷ n_i· (G × T × T) and b_i = k_i − n_i k_i· ÷ n_i· (G × T)."""
    total = np.maximum(n.sum(axis=1), 1)
    system = -(n[:, :, None] * n[:, None, :]) / total[:, None, None]
    months = np.arange(n.shape[1])
    system[:, months, months] += n
    return system, k - n * (k.sum(axis=1) / total)[:, None]


def parts(stage: FirstStage, n: Floats, k: Floats) -> Parts:
    """What each business adds with its later dossiers (counts n and sums k, G × T, usable ones only)."""
    base = np.maximum(stage.n.sum(axis=1), 1)
    later = n.sum(axis=1)
    return Parts(
        sums=k.sum(axis=1) - later * stage.k.sum(axis=1) / base,
        shares=n - (later / base)[:, None] * stage.n,
        weights=later,
    )


def usable(stage: FirstStage, n: Floats) -> NDArray[np.bool_]:
    """G × T: the later dossiers that can be predicted."""
    return np.asarray(stage.reaches(stage.labels) & (n > 0))


def effects_of(stage: FirstStage, n: Floats, k: Floats, groups: Ints, count: int) -> Floats:
    """The dossier-weighted effects (S,) without the jackknife; nan for a group without a usable dossier."""
    own, members = _prepared(stage, (n, k), groups, count, False)[1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        effects: Floats = (members @ own.sums - members @ own.shares @ stage.months) / (members @ own.weights)
    return effects


def impute(
    stage: FirstStage, n: Floats, k: Floats, groups: Ints, count: int, *, by_business: bool = False
) -> Imputed:
    """Effects for `count` groups; `groups` (G,) says to which a business belongs, −1 to none.

    `n`, `k` (G × T) are counts and sums of later dossiers. Each dossier counts 1, or each business with
    `by_business`. A group that nobody is left of gives nan.
    """
    later, own, members = _prepared(stage, (n, k), groups, count, by_business)
    sums, shares, weights = members @ own.sums, members @ own.shares, members @ own.weights
    inside = np.flatnonzero(groups >= 0)
    group = groups[inside]
    with np.errstate(invalid="ignore", divide="ignore"):
        effects = (sums - shares @ stage.months) / weights
        left_out = (sums[:, None] - shares @ stage.left_out.T) / weights[:, None]
        without = shares[group] - own.shares[inside]
        rest = sums[group] - own.sums[inside] - (without * stage.left_out[inside]).sum(axis=1)
        left_out[group, inside] = rest / (weights[group] - own.weights[inside])
        for i, labels in stage.labels_without.items():
            _come_apart(stage, later, i, labels, members, left_out, by_business)
    return Imputed(effects, left_out, later[0].sum(axis=1), stage.taking_part)


def _prepared(
    stage: FirstStage, later: tuple[Floats, Floats], groups: Ints, count: int, by_business: bool
) -> tuple[tuple[Floats, Floats], Parts, Floats]:
    """The usable later dossiers of the groups, what each business adds, and who is in which group (S × G)."""
    n = np.where(usable(stage, later[0]) & (groups >= 0)[:, None], later[0], 0.0)
    k = np.where(n > 0, later[1], 0.0)
    members = np.zeros((count, len(groups)))
    inside = np.flatnonzero(groups >= 0)
    members[groups[inside], inside] = 1
    return (n, k), _weighed(parts(stage, n, k), by_business), members


def _come_apart(
    stage: FirstStage, later: tuple[Floats, Floats], i: int, labels: Ints, members: Floats,
    left_out: Floats, by_business: bool,
) -> None:  # fmt: skip
    """Without business i some months are no longer linked: what cannot be predicted then is left out too."""
    rest = stage.n.copy()
    rest[i] = 0
    reached = replace(stage, n=rest).reaches(labels)
    n, k = later
    lost = (n > 0) & ~reached
    lost[i] = False
    if not lost.any():
        return
    kept = np.where(reached, n, 0.0)
    own = _weighed(parts(stage, kept, np.where(kept > 0, k, 0.0)), by_business)
    sums, shares, weights = members @ own.sums, members @ own.shares, members @ own.weights
    left_out[:, i] = (sums - shares @ stage.left_out[i]) / weights


def _weighed(own: Parts, by_business: bool) -> Parts:
    if not by_business:
        return own
    scale = 1 / np.maximum(own.weights, 1)
    return Parts(own.sums * scale, own.shares * scale[:, None], (own.weights > 0).astype(np.float64))


def jackknife_error(effect: float, left_out: Floats) -> float:
    """se² = (G − 1) ÷ G · Σ (θ without i − θ)², over the G businesses that take part."""
    count = len(left_out)
    return float(np.sqrt((count - 1) / count * np.sum((left_out - effect) ** 2)))


def estimate(found: Imputed, group: int, members: NDArray[np.bool_]) -> Estimate | None:
    """The estimate of one group; None with fewer than two businesses, or when leaving one out ends it."""
    weights = found.weights[members & (found.weights > 0)]
    left_out = found.left_out[group][found.counted]
    effect = float(found.effects[group])
    if len(weights) < 2 or not np.isfinite(effect) or not np.isfinite(left_out).all():
        return None
    return estimate_from(effect, jackknife_error(effect, left_out), weights)


def estimate_from(effect: float, error: float, weights: Floats) -> Estimate:
    """Student t with (Σw)² ÷ Σw² − 1 degrees of freedom; `weights` are later dossiers per business."""
    effect, error = float(effect), float(error)  # plain numbers: entries are stored as JSON
    effective = float(weights.sum() ** 2 / np.sum(weights**2))
    half = t_quantile(effective - 1) * error
    return Estimate(
        effect=effect, error=error, low=effect - half, high=effect + half, degrees=effective - 1,
        dossiers=int(weights.sum()), businesses=len(weights), effective=effective,
    )  # fmt: skip
