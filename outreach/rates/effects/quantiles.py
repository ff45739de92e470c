"""Quantiles and tails the method needs, from `scipy.special` (importing `scipy.stats` takes 2 s)."""

from math import isfinite

from scipy.special import fdtrc, ndtri, stdtr, stdtrit  # type: ignore[import-untyped]

from outreach.rates.effects import constants


def t_quantile(degrees: float, level: float = constants.LEVEL) -> float:
    """Half the width, in standard errors, of a two-sided Student t interval at `level` (0.95 = 95 %).

    `degrees` of freedom need not be whole; infinitely many give the normal quantile. ValueError when they
    are not above 0: such an interval does not exist.
    """
    return t_point(degrees, (1 + level) / 2)


def t_point(degrees: float, share: float) -> float:
    """The point below which Student's t lies with probability `share`. ValueError as `t_quantile`."""
    if not degrees > 0:
        raise ValueError(f"{degrees} degrees of freedom")
    return float(stdtrit(degrees, share)) if isfinite(degrees) else normal_quantile(share)


def t_tail(value: float, degrees: float) -> float:
    """How often Student's t is at least as far from 0 as `value`, on either side."""
    if not degrees > 0:
        raise ValueError(f"{degrees} degrees of freedom")
    return 2 * float(stdtr(degrees, -abs(value)))


def f_tail(value: float, df1: float, df2: float) -> float:
    """How often F with `df1` and `df2` degrees of freedom is at least `value`. ValueError unless both > 0."""
    if not (df1 > 0 and df2 > 0):
        raise ValueError(f"{df1} and {df2} degrees of freedom")
    return float(fdtrc(df1, df2, value)) if value > 0 else 1.0


def normal_quantile(p: float) -> float:
    """The point below which the standard normal lies with probability `p`, 0 < p < 1; else ValueError."""
    if not 0 < p < 1:
        raise ValueError(f"no normal quantile at {p}")
    return float(ndtri(p))
