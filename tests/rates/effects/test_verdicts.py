"""The gates, one by one and in their order."""

from dataclasses import replace

import pytest

from outreach.rates.effects.verdicts import Evidence, headline_of, verdict_of
from outreach.rates.rules.ledger import Checks, Estimate, Verdict

GOOD = Estimate(
    effect=0.2, error=0.05, low=0.1, high=0.3, degrees=9, dossiers=60, businesses=12, effective=10
)
PASSED = Checks(True, (0.0, 0.0), True, (0.0, -0.1, 0.1))
SPEAKS = Evidence(False, False, 0.4, GOOD, GOOD, PASSED)


def test_both_comparisons_above_zero_say_up() -> None:
    assert verdict_of(SPEAKS) is Verdict.UP


def test_both_below_zero_say_down() -> None:
    lower = replace(GOOD, effect=-0.2, low=-0.3, high=-0.1)
    assert verdict_of(replace(SPEAKS, by_dossier=lower, matched=lower)) is Verdict.DOWN


@pytest.mark.parametrize("which", ["by_dossier", "matched"])
def test_one_that_touches_zero_leaves_it_open(which: str) -> None:
    assert verdict_of(replace(SPEAKS, **{which: replace(GOOD, low=0.0)})) is Verdict.UNCLEAR


def test_opposite_sides_leave_it_open() -> None:
    assert verdict_of(replace(SPEAKS, matched=replace(GOOD, low=-0.3, high=-0.1))) is Verdict.UNCLEAR


@pytest.mark.parametrize("which", ["by_dossier", "matched"])
@pytest.mark.parametrize("few", [{"dossiers": 29}, {"effective": 4.9}])
def test_too_few_in_either_comparison(which: str, few: dict[str, float]) -> None:
    assert verdict_of(replace(SPEAKS, **{which: replace(GOOD, **few)})) is Verdict.TOO_FEW
    assert verdict_of(replace(SPEAKS, **{which: None})) is Verdict.TOO_FEW


@pytest.mark.parametrize(
    "checks",
    [
        replace(PASSED, lead_passed=False), replace(PASSED, placebo_passed=False),
        replace(PASSED, lead_passed=None), replace(PASSED, placebo_passed=None),
    ],
)  # fmt: skip
def test_a_look_back_that_fails_or_cannot_be_asked_refuses(checks: Checks) -> None:
    assert verdict_of(replace(SPEAKS, checks=checks)) is Verdict.NO_FAIR_COMPARISON


def test_a_list_drawn_by_lot_needs_no_look_back() -> None:
    assert verdict_of(replace(SPEAKS, checks=None)) is Verdict.UP


def test_the_gates_come_in_their_order() -> None:
    worst = Evidence(True, True, 0.99, None, None, replace(PASSED, lead_passed=False))
    order = [verdict_of(worst), verdict_of(replace(worst, self_selected=False))]
    rest = replace(worst, self_selected=False, everyone=False)
    order += [verdict_of(rest), verdict_of(replace(rest, share_before=0.949))]
    order.append(verdict_of(replace(rest, share_before=None, by_dossier=GOOD, matched=GOOD)))
    assert order == [
        Verdict.SELF_SELECTED, Verdict.EVERYONE, Verdict.CEILING, Verdict.TOO_FEW, Verdict.NO_FAIR_COMPARISON,
    ]  # fmt: skip


def test_the_ceiling_begins_at_ninety_five_per_cent() -> None:
    assert verdict_of(replace(SPEAKS, share_before=0.95)) is Verdict.CEILING


def test_the_interval_spans_both_comparisons_and_is_told_in_dossiers() -> None:
    found = headline_of(GOOD, replace(GOOD, low=0.05, high=0.25))
    assert (found.effect, found.low, found.high) == (0.2, 0.05, 0.3)
    assert (found.additional, found.additional_low, found.additional_high) == pytest.approx((12, 3, 18))
