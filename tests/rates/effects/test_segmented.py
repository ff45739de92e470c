"""The board against its own earlier trend: frozen numbers, a dense formula, and what must not be answered."""

import numpy as np
import pytest

from outreach.rates.effects import segmented
from outreach.rates.effects.quantiles import t_quantile
from outreach.rates.rules.ledger import Trend

AT = 18
ONLINE = np.array([
    7, 6, 7, 10, 11, 12, 16, 11, 14, 5, 13, 13, 9, 8, 12, 12, 9, 8, 24, 14, 9, 9, 10, 16, 11, 19, 10,
    14, 18, 23,
])  # fmt: skip
RECEIVED = np.array([
    26, 15, 25, 28, 33, 24, 29, 27, 33, 22, 33, 29, 26, 21, 31, 20, 25, 22, 31, 26, 18, 24, 24, 27, 30,
    29, 21, 19, 28, 31,
])  # fmt: skip


def parts(trend: Trend | None) -> tuple[float, ...]:
    assert trend is not None
    return (trend.level, trend.level_low, trend.level_high, trend.slope, trend.slope_low, trend.slope_high)


def test_as_statsmodels_gives_it() -> None:
    """statsmodels 0.15.0, `WLS(...).fit(cov_type="HAC", cov_kwds={"maxlags": 3})`, month 17 with weight 0.

    The larger of its `bse` and that of `cov_type="HC0"`, × √(29 ÷ 25), and t(97.5 %, 25) of scipy 1.17.
    """
    found = segmented.trend(ONLINE, RECEIVED, AT)
    assert parts(found) == pytest.approx(
        (0.07785203797619067, -0.16013631797994082, 0.31584039393232216,
         0.003812348593468032, -0.02664065945769425, 0.03426535664463032), abs=1e-11,
    )  # fmt: skip
    assert found is not None
    assert (found.months_before, found.months_after, found.changed) == (17, 12, False)


def test_empty_months_keep_their_place_in_time() -> None:
    """statsmodels as above, months 4, 5 and 22 empty: × √(26 ÷ 22), t(97.5 %, 22)."""
    online, received = ONLINE.copy(), RECEIVED.copy()
    online[[4, 5, 22]] = received[[4, 5, 22]] = 0
    found = segmented.trend(online, received, AT)
    assert parts(found) == pytest.approx(
        (0.09786428705261233, -0.1423920078120522, 0.33812058191727684,
         0.001702030486451074, -0.028204717414162233, 0.031608778387064385), abs=1e-11,
    )  # fmt: skip
    assert found is not None
    assert (found.months_before, found.months_after) == (15, 11)


def test_months_that_hang_together_widen_the_step() -> None:
    """statsmodels as above: here HAC is larger for the step, HC0 for the slope."""
    online = np.array([
        5, 3, 5, 5, 2, 5, 8, 7, 10, 7, 9, 9, 8, 6, 8, 6, 7, 7, 12, 11, 7, 11, 11, 13, 15, 13, 11, 12, 15, 14,
    ])  # fmt: skip
    assert parts(segmented.trend(online, RECEIVED, AT)) == pytest.approx(
        (0.06744180124486239, 0.003841922337481929, 0.13104168015224285,
         0.0020293882624443094, -0.009078029326398339, 0.013136805851286957), abs=1e-11,
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_as_a_dense_formula_gives_it(seed: int) -> None:
    """The sandwich written out month by month, without matrices of scores."""
    chance = np.random.default_rng(seed)
    received = chance.poisson(9, 40) + 1
    online = chance.binomial(received, 0.4)
    at, root = 21, np.sqrt(np.where(np.arange(40) == 20, 0, received))
    rows = np.array([[1.0, m - at, m >= at, (m - at) * (m >= at)] for m in range(40)])
    found, *_ = np.linalg.lstsq(rows * root[:, None], online / received * root, rcond=None)
    left = [root[m] ** 2 * (online[m] / received[m] - rows[m] @ found) for m in range(40)]
    meat, alone = np.zeros((4, 4)), np.zeros((4, 4))
    for one in range(40):
        alone += left[one] ** 2 * np.outer(rows[one], rows[one])
        for other in range(max(0, one - 3), min(40, one + 4)):
            meat += (1 - abs(one - other) / 4) * left[one] * left[other] * np.outer(rows[one], rows[other])
    bread = np.linalg.pinv((rows * root[:, None]).T @ (rows * root[:, None]))
    larger = np.maximum(np.diag(bread @ meat @ bread), np.diag(bread @ alone @ bread))
    width = t_quantile(35) * np.sqrt(larger * 39 / 35)
    trend = segmented.trend(online, received, at)
    expected = [value for k in (2, 3) for value in (found[k], found[k] - width[k], found[k] + width[k])]
    assert parts(trend) == pytest.approx(expected, abs=1e-10)


def test_a_step_and_a_new_slope_are_found() -> None:
    month = np.arange(36)
    share = 0.2 + 0.005 * month + (month >= 20) * (0.12 + 0.01 * (month - 20))
    received = np.full(36, 100_000)
    found = segmented.trend(np.round(share * received).astype(np.int64), received, 20)
    assert found is not None
    assert found.level == pytest.approx(0.12, abs=1e-4)
    assert found.slope == pytest.approx(0.01, abs=1e-4)
    assert found.changed


def test_the_month_of_the_intervention_is_left_out() -> None:
    online = ONLINE.copy()
    online[AT - 1] = RECEIVED[AT - 1]
    assert segmented.trend(online, RECEIVED, AT) == segmented.trend(ONLINE, RECEIVED, AT)


@pytest.mark.parametrize("share", [0, 1])
def test_a_board_that_never_changes_has_not_changed(share: int) -> None:
    found = segmented.trend(RECEIVED * share, RECEIVED, AT)
    assert parts(found) == (0.0,) * 6
    assert found is not None
    assert not found.changed


@pytest.mark.parametrize(
    ("at", "answers"), [(12, False), (13, True), (24, True), (25, False), (0, False), (30, False)]
)
def test_a_year_before_and_half_a_year_after_are_needed(at: int, answers: bool) -> None:
    """Of 30 months the one of the intervention does not count: 12 before, and 6 after."""
    assert (segmented.trend(ONLINE, RECEIVED, at) is not None) == answers


def test_months_without_dossiers_do_not_count() -> None:
    received = RECEIVED.copy()
    received[:6] = 0
    assert segmented.trend(np.minimum(ONLINE, received), received, AT) is None
