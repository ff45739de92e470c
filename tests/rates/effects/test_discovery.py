"""Which interventions stand out among many, against rates worked by hand."""

import pytest

from outreach.rates.effects import discovery
from outreach.rates.effects.quantiles import t_point
from outreach.rates.rules.ledger import Estimate


def estimate(tail: float, degrees: float = 12.0, sign: int = 1) -> Estimate:
    """One whose two-sided tail probability is `tail`."""
    effect = sign * 0.1
    error = abs(effect) / t_point(degrees, 1 - tail / 2)
    return Estimate(effect, error, 0.0, 0.0, degrees, 50, 20, degrees + 1)


def test_the_worked_example_of_benjamini_and_hochberg() -> None:
    """Their 15 comparisons of 1995 (section 3.2) at 5 %: the first four, where Bonferroni takes three."""
    tails = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
             0.6528, 0.7590, 0.999]  # fmt: skip
    assert discovery.standing_out([estimate(each) for each in tails], 0.05) == [True] * 4 + [False] * 11


def test_a_later_one_carries_those_before_it() -> None:
    """0.06 alone fails its own limit of 0.033, but 0.09 ≤ 0.10 takes all three in."""
    found = discovery.standing_out([estimate(0.09), estimate(0.06, sign=-1), estimate(0.08, degrees=5)])
    assert found == [True, True, True]
    assert discovery.standing_out([estimate(0.11), estimate(0.06), estimate(0.08)]) == [False, False, False]


def test_order_and_direction() -> None:
    assert discovery.standing_out([estimate(0.6), estimate(0.001, sign=-1), estimate(0.4)]) == [
        False,
        True,
        False,
    ]


def test_nothing_to_measure_by_does_not_stand_out() -> None:
    certain = Estimate(0.2, 0.0, 0.2, 0.2, 8.0, 50, 20, 9.0)
    lonely = Estimate(0.2, 0.01, 0.2, 0.2, 0.0, 50, 1, 1.0)
    unknown = Estimate(float("nan"), float("nan"), 0.0, 0.0, 8.0, 50, 20, 9.0)
    assert discovery.standing_out([certain, lonely, unknown, estimate(0.001)]) == [False, False, False, True]
    assert discovery.standing_out([]) == []


@pytest.mark.parametrize("useless", [18, 200])
def test_useless_sessions_seldom_stand_out(useless: int) -> None:
    """Tails spread evenly are what useless sessions give: none stands out, however many there are."""
    tails = [(rank + 0.5) / useless for rank in range(useless)]
    assert not any(discovery.standing_out([estimate(each) for each in tails]))
