"""The look back against a dense regression with one dummy per business, month and lead window."""

import numpy as np
import pytest

from outreach.rates.effects.imputation import fit
from outreach.rates.effects.inputs import Inputs
from outreach.rates.effects.lookback import lead_columns, look_back
from outreach.rates.effects.panel import clock_of, months_later, sample_of
from outreach.rates.effects.quantiles import f_tail
from outreach.rates.rules.ledger import Outcome
from tests.rates.effects.builders import day, inputs, random_board, reach


def dense(board: Inputs, members: set[int], without: int | None = None) -> np.ndarray:
    """Coefficients of "0–3 months before" and "3–6 months before" by least squares."""
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, len(board.businesses))
    kept = clock.before(sample) & (sample.business != (-1 if without is None else without))
    who, month, on, y = sample.business[kept], sample.month[kept], sample.day[kept], sample.y[kept]
    start = clock.start
    ours = np.isin(who, list(members))
    edges = [start[who], months_later(start, -3)[who], months_later(start, -6)[who]]
    leads = [ours & (edges[1] < on) & (on <= edges[0]), ours & (edges[2] < on) & (on <= edges[1])]
    columns = [np.eye(sample.size)[who], np.eye(sample.months)[month], np.stack(leads, axis=1).astype(float)]
    return np.linalg.lstsq(np.hstack(columns), y, rcond=None)[0][-2:]


@pytest.mark.parametrize("seed", range(3))
def test_differences_and_test_are_those_of_the_dense_regression(seed: int) -> None:
    board = random_board(seed, businesses=24, sessions=((1, "training", 19, 6), (2, "training", 26, 6)))
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 24)
    before = clock.before(sample)
    stage = fit(sample.table(before), sample.table(before, sample.y))
    members = np.flatnonzero(clock.deed == 1)
    found = look_back(stage, lead_columns(sample, clock), members)
    expected = dense(board, set(members.tolist()))
    assert found.differences == pytest.approx(tuple(expected), abs=1e-9)
    part = np.flatnonzero(stage.taking_part)
    deviations = np.array([dense(board, set(members.tolist()), int(i)) for i in part]) - expected
    covariance = (len(part) - 1) / len(part) * deviations.T @ deviations
    weights = lead_columns(sample, clock).n[members].sum(axis=1)
    effective = weights.sum() ** 2 / (weights**2).sum()
    tail = f_tail(float(expected @ np.linalg.solve(covariance, expected)) / 2, 2, float(effective) - 1)
    assert found.passed is bool(tail >= 0.05)


def test_those_who_had_begun_to_move_fail() -> None:
    on, rows = day(2023, 6, 1), []
    for who in range(40):
        for k in range(-12, 8):
            moved = who < 15 and k >= -3
            rows.append((who, on + 30 * k + who % 20 - 9, int(moved or (who + k) % 5 == 0)))
    board = inputs(rows, [reach(1, who, on) for who in range(15)])
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 40)
    before = clock.before(sample)
    stage = fit(sample.table(before), sample.table(before, sample.y))
    found = look_back(stage, lead_columns(sample, clock), np.arange(15))
    assert found.passed is False
    assert found.differences[0] > 0.5


def test_without_dossiers_in_the_windows_nothing_can_be_asked() -> None:
    on = day(2023, 6, 1)
    rows = [(who, on + 30 * k, k % 2) for who in range(6) for k in (-12, -11, -10, -9, -8, -7, 2, 3)]
    board = inputs(rows, [reach(1, 0, on), reach(1, 1, on)])
    sample, clock = sample_of(board, Outcome.ONLINE), clock_of(board.reaches, 6)
    before = clock.before(sample)
    stage = fit(sample.table(before), sample.table(before, sample.y))
    assert look_back(stage, lead_columns(sample, clock), np.arange(2)).passed is None
