"""Imputation and its jackknife against published numbers, and against refitting by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from outreach.rates.effects.imputation import estimate, fit, impute
from outreach.rates.effects.panel import Floats

DATA = Path(__file__).parents[2] / "data" / "mpdta.csv"
# Borusyak–Jaravel–Spiess on the minimum-wage data of Callaway and Sant'Anna (2021), as packages give it.
EFFECT, ERROR = -0.047709918278, 0.013552645
BY_EVENT_TIME = (-0.031066927193, -0.052234856749, -0.136078114440, -0.104707471577)


def counties() -> tuple[Floats, Floats, Floats, Floats, np.ndarray]:
    """500 counties × 5 years: counts and sums before and after, and the years since the first wage rise."""
    with DATA.open() as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["countyreal"] for row in rows})
    years = sorted({int(row["year"]) for row in rows})
    shape = (len(names), len(years))
    n0, k0, n1, k1 = (np.zeros(shape) for _ in range(4))
    event = np.full(shape, -99)
    for row in rows:
        at = names.index(row["countyreal"]), years.index(int(row["year"]))
        first = int(float(row["first.treat"]))
        later = first != 0 and int(row["year"]) >= first
        (n1 if later else n0)[at] += 1
        (k1 if later else k0)[at] += float(row["lemp"])
        event[at] = int(row["year"]) - first if first else -99
    return n0, k0, n1, k1, event


def test_the_published_effect_and_jackknife_error() -> None:
    n0, k0, n1, k1, _event = counties()
    groups = np.where(n1.sum(axis=1) > 0, 0, -1)
    found = estimate(impute(fit(n0, k0), n1, k1, groups, 1), 0, groups == 0)
    assert found is not None
    assert found.effect == pytest.approx(EFFECT, abs=1e-9)
    assert found.error == pytest.approx(ERROR, abs=1e-9)


def test_the_published_effects_by_event_time() -> None:
    n0, k0, n1, k1, event = counties()
    stage, groups = fit(n0, k0), np.where(n1.sum(axis=1) > 0, 0, -1)
    found = [
        impute(stage, np.where(event == e, n1, 0.0), np.where(event == e, k1, 0.0), groups, 1).effects[0]
        for e in range(4)
    ]
    assert found == pytest.approx(BY_EVENT_TIME, abs=1e-9)


# ── refitting by hand ────────────────────────────────────────────────────────────────────────────────────


def refit(n0: Floats, k0: Floats, n1: Floats, k1: Floats) -> float:
    """The effect by dense least squares over one dummy per business and month; nan when nothing is usable."""
    businesses, months = n0.shape
    rows, values = [], []
    for (i, t), count in np.ndenumerate(n0):
        for _ in range(int(count)):
            row = np.zeros(businesses + months)
            row[i] = row[businesses + t] = 1
            rows.append(row)
            values.append(k0[i, t] / count)
    design = np.array(rows).reshape(-1, businesses + months)
    solution = np.linalg.lstsq(design, np.array(values), rcond=None)[0]
    basis = np.linalg.pinv(design) @ design
    total, number = 0.0, 0.0
    for (i, t), count in np.ndenumerate(n1):
        row = np.zeros(businesses + months)
        row[i] = row[businesses + t] = 1
        if count and np.allclose(row @ basis, row):  # predicted by the dossiers before, whatever the solution
            total += k1[i, t] - count * (row @ solution)
            number += count
    return total / number if number else float("nan")


def small_board(
    seed: int, businesses: int, months: int, rate: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Sparse counts: a third of the businesses are exposed from some month on."""
    chance = np.random.default_rng(seed)
    n = chance.poisson(rate, (businesses, months)).astype(float)
    k = chance.binomial(n.astype(int), 0.4).astype(float)
    later = np.zeros(n.shape, dtype=bool)
    for i in range(businesses // 3):
        later[i, chance.integers(1, months) :] = True
    return np.where(later, 0, n), np.where(later, 0, k), np.where(later, n, 0), np.where(later, k, 0)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("rate", [0.15, 0.4, 1.2])
def test_the_effect_and_each_leave_one_out_are_those_of_a_refit(seed: int, rate: float) -> None:
    n0, k0, n1, k1 = small_board(seed, 12, 7, rate)
    if not n0.any():
        return
    groups = np.where(np.arange(12) < 4, 0, -1)
    found = impute(fit(n0, k0), n1, k1, groups, 1)
    assert found.effects[0] == pytest.approx(refit(n0, k0, n1, k1), abs=1e-9, nan_ok=True)
    for i in np.flatnonzero(found.counted):
        rest = [np.delete(each, i, axis=0) for each in (n0, k0, n1, k1)]
        assert found.left_out[0, i] == pytest.approx(refit(*rest), abs=1e-9, nan_ok=True), i


def test_effects_of_groups_are_those_of_each_group_alone() -> None:
    n0, k0, n1, k1 = small_board(3, 30, 10, 0.8)
    groups = np.where(np.arange(30) < 10, np.arange(30) % 3, -1)
    found = impute(fit(n0, k0), n1, k1, groups, 3)
    for group in range(3):
        alone = impute(fit(n0, k0), n1, k1, np.where(groups == group, 0, -1), 1)
        assert found.effects[group] == pytest.approx(alone.effects[0])
        assert found.left_out[group] == pytest.approx(alone.left_out[0])


def test_each_business_counts_once_when_weighted_by_business() -> None:
    n0, k0, n1, k1 = small_board(5, 30, 10, 1.5)
    groups, stage = np.where(np.arange(30) < 10, 0, -1), fit(n0, k0)
    alone = [impute(stage, n1, k1, np.where(np.arange(30) == i, 0, -1), 1).effects[0] for i in range(10)]
    found = impute(stage, n1, k1, groups, 1, by_business=True)
    assert found.effects[0] == pytest.approx(np.nanmean(alone))
