"""Types together against a dense second stage, and against what one at a time would claim."""

import numpy as np
import pytest

from outreach.rates.effects.inputs import Inputs, Reach
from outreach.rates.effects.joint import together
from outreach.rates.effects.panel import NEVER, Clock, clock_of, sample_of
from outreach.rates.rules.ledger import Outcome
from tests.rates.effects.builders import day, inputs, random_board, reach

TYPES = ("leaflet", "training")
SESSIONS = ((1, "training", 17, 9), (2, "leaflet", 20, 9))


def clocks_of(board: Inputs) -> dict[str, Clock]:
    return {t: clock_of((r for r in board.reaches if r.type == t), len(board.businesses)) for t in TYPES}


def dense(board: Inputs, without: int | None = None) -> np.ndarray:
    """Both stages by least squares over dummies."""
    sample, clocks = sample_of(board, Outcome.ONLINE), clocks_of(board)
    starts = np.stack([clocks[t].start for t in TYPES])
    first = starts.min(axis=0)
    kept = sample.business != (-1 if without is None else without)
    before = (sample.day <= first[sample.business]) & kept
    later = (sample.day > first[sample.business]) & (first[sample.business] != NEVER) & kept
    dummies = np.hstack([np.eye(sample.size)[sample.business], np.eye(sample.months)[sample.month]])
    solution = np.linalg.lstsq(dummies[before], sample.y[before], rcond=None)[0]
    told = np.isclose(dummies[later] @ np.linalg.pinv(dummies[before]) @ dummies[before], dummies[later]).all(
        axis=1
    )
    residual = (sample.y[later] - dummies[later] @ solution)[told]
    columns = (sample.day[later] > starts[:, sample.business[later]]).T.astype(float)[told]
    return np.linalg.lstsq(columns, residual, rcond=None)[0]


@pytest.mark.parametrize(("seed", "rate"), [(1, 1.0), (2, 1.0), (4, 0.25), (5, 0.25)])
def test_effects_and_errors_are_those_of_the_dense_stages(seed: int, rate: float) -> None:
    board = random_board(seed, businesses=26, rate=rate, gain=0.2, sessions=SESSIONS)
    sample = sample_of(board, Outcome.ONLINE)
    found = together(sample, clocks_of(board))
    assert [each.type for each in found] == list(TYPES)
    expected = dense(board)
    assert [each.effect for each in found] == pytest.approx(list(expected), abs=1e-9)
    before = sample.day <= np.min([c.start for c in clocks_of(board).values()], axis=0)[sample.business]
    part = np.unique(sample.business[before])
    deviations = np.array([dense(board, int(i)) for i in part]) - expected
    errors = np.sqrt((len(part) - 1) / len(part) * (deviations**2).sum(axis=0))
    widths = [each.high - each.effect for each in found]
    assert [w / e for w, e in zip(widths, errors, strict=True)] == pytest.approx([2.0] * 2, abs=0.5)
    assert widths[0] / widths[1] == pytest.approx(errors[0] / errors[1], rel=0.2)


def test_a_useless_leaflet_handed_to_the_trained_is_found_out() -> None:
    chance, on, rows, reaches = np.random.default_rng(3), day(2023, 6, 1), [], []
    for who in range(120):
        trained, handed = who < 60, who < 48 or who >= 108
        reaches += [reach(1, who, on)] * trained + [reach(2, who, on + 20, "leaflet")] * handed
        for at in on + chance.integers(-500, 500, 40):
            rows.append((who, int(at), int(chance.random() < 0.3 + 0.3 * (trained and at > on))))
    board = inputs(rows, reaches)
    leaflet, training = together(sample_of(board, Outcome.ONLINE), clocks_of(board))
    assert leaflet.low < 0 < leaflet.high
    assert abs(leaflet.effect) < 0.06
    assert training.effect == pytest.approx(0.3, abs=0.06)


def test_types_that_always_come_together_cannot_be_told_apart() -> None:
    on = day(2023, 6, 1)
    rows = [(who, on + 20 * k, (who + k) % 2) for who in range(12) for k in range(-10, 10)]
    reaches: list[Reach] = [
        reach(d, who, on, t) for who in range(6) for d, t in ((1, "training"), (2, "leaflet"))
    ]
    board = inputs(rows, reaches)
    assert together(sample_of(board, Outcome.ONLINE), clocks_of(board)) == ()


def test_one_type_is_no_overlap() -> None:
    board = random_board(1, businesses=20, sessions=((1, "training", 17, 9),))
    assert together(sample_of(board, Outcome.ONLINE), clocks_of(board)) == ()
