"""Which of it may be said: the gates of the verdict, in their order."""

from dataclasses import dataclass

from outreach.rates.effects.constants import CEILING, LEAST_DOSSIERS, LEAST_EFFECTIVE
from outreach.rates.rules.ledger import Checks, Estimate, Headline, Outcome, Verdict

# What is offered when nothing is left to measure.
NEXT_OUTCOME = {
    Outcome.ONLINE: Outcome.ALONE,
    Outcome.ALONE: Outcome.PAID,
    Outcome.PAID: Outcome.NOT_SENT_BACK,
}


@dataclass(frozen=True)
class Evidence:
    """What the gates look at. `checks` None: the order was drawn by lot, nothing to look back for."""

    self_selected: bool
    everyone: bool
    share_before: float | None
    by_dossier: Estimate | None
    matched: Estimate | None
    checks: Checks | None


def verdict_of(evidence: Evidence) -> Verdict:
    """The first gate that holds, else what both comparisons agree on."""
    own, second = evidence.by_dossier, evidence.matched
    if evidence.self_selected:
        return Verdict.SELF_SELECTED
    if evidence.everyone:
        return Verdict.EVERYONE
    if evidence.share_before is not None and evidence.share_before >= CEILING:
        return Verdict.CEILING
    if own is None or second is None or not (_enough(own) and _enough(second)):
        return Verdict.TOO_FEW
    if evidence.checks is not None and not evidence.checks.passed:
        return Verdict.NO_FAIR_COMPARISON
    if own.low > 0 and second.low > 0:
        return Verdict.UP
    if own.high < 0 and second.high < 0:
        return Verdict.DOWN
    return Verdict.UNCLEAR


def headline_of(own: Estimate, second: Estimate) -> Headline:
    """The dossier-weighted effect in an interval that spans both comparisons; dossiers = share × n."""
    low, high = min(own.low, second.low), max(own.high, second.high)
    n = own.dossiers
    return Headline(own.effect, low, high, own.effect * n, low * n, high * n)


def _enough(estimate: Estimate) -> bool:
    return estimate.dossiers >= LEAST_DOSSIERS and estimate.effective >= LEAST_EFFECTIVE
