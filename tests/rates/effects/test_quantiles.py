"""Against tabulated values: Student's t and F as printed in any table of them."""

from math import inf

import pytest

from outreach.rates.effects import quantiles


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [(1, 12.7062047), (4, 2.77644511), (9, 2.26215716), (30, 2.04227246), (inf, 1.95996398)],
)
def test_two_sided_t(degrees: float, expected: float) -> None:
    assert quantiles.t_quantile(degrees) == pytest.approx(expected, rel=1e-8)


def test_t_takes_other_levels_and_part_degrees() -> None:
    assert quantiles.t_quantile(9, 0.90) == pytest.approx(1.83311293, rel=1e-8)
    assert quantiles.t_quantile(5) < quantiles.t_quantile(4.5) < quantiles.t_quantile(4)


def test_the_tail_is_the_quantiles_other_way_round() -> None:
    assert quantiles.t_tail(quantiles.t_quantile(7.3), 7.3) == pytest.approx(0.05, rel=1e-9)
    assert quantiles.t_tail(-2.26215716, 9) == pytest.approx(0.05, rel=1e-7)
    assert quantiles.t_tail(0, 3) == 1.0
    assert quantiles.t_tail(1.95996398, inf) == pytest.approx(0.05, rel=1e-7)


@pytest.mark.parametrize(
    ("df1", "df2", "expected"), [(2, 10, 4.10282102), (2, 60, 3.15041131), (1, 9, 5.11735503)]
)
def test_upper_tail_of_f(df1: float, df2: float, expected: float) -> None:
    assert quantiles.f_tail(expected, df1, df2) == pytest.approx(0.05, rel=1e-7)


def test_f_with_one_degree_is_t_squared() -> None:
    assert quantiles.f_tail(2.1**2, 1, 8.5) == pytest.approx(quantiles.t_tail(2.1, 8.5), rel=1e-12)


def test_normal() -> None:
    assert quantiles.normal_quantile(0.8) == pytest.approx(0.84162123, rel=1e-8)


@pytest.mark.parametrize("degrees", [0, -1, float("nan")])
def test_no_degrees_no_interval(degrees: float) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        quantiles.t_quantile(degrees)
    with pytest.raises(ValueError, match="degrees of freedom"):
        quantiles.t_tail(1.0, degrees)
    with pytest.raises(ValueError, match="degrees of freedom"):
        quantiles.f_tail(1.0, degrees, 3)


@pytest.mark.parametrize("p", [0.0, 1.0, float("nan")])
def test_no_quantile_at_the_ends(p: float) -> None:
    with pytest.raises(ValueError, match="no normal quantile"):
        quantiles.normal_quantile(p)
