"""Imputation and its jackknife against published numbers, and against refitting by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from outreach.rates.effects.imputation import estimate, fit, impute
from outreach.rates.effects.panel import Floats

DATA = Path(__file__).parents[2] / "data" / "mpdta.csv"
# Borusyak–Jaravel–Spiess on the minimum-wage data of Callaway and Sant'Anna (2021), as their packages give it.
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
