"""Among many interventions some look good by chance: which stand out when false discoveries are held down.

Benjamini–Hochberg. With 18 useless sessions two boards in three would otherwise show one that "worked".
The tail probabilities it needs never leave this module: nobody is to read them.
"""

from collections.abc import Sequence

from outreach.rates.effects import constants
from outreach.rates.effects.quantiles import t_tail
from outreach.rates.rules.ledger import Estimate


def standing_out(
    estimates: Sequence[Estimate], false_share: float = constants.FALSE_DISCOVERIES
) -> list[bool]:
    """For each estimate, in the order given, whether it stands out among all of them, upwards or downwards.

    At most `false_share` of those that stand out are expected to be chance. An estimate without degrees of
    freedom, or without any error to measure it by, does not stand out.
    """
    tails = [_tail(estimate) for estimate in estimates]
    limit = 0.0
    for rank, tail in enumerate(sorted(tails), start=1):
        if tail <= false_share * rank / len(tails):
            limit = tail
    return [tail <= limit and tail < 1 and limit > 0 for tail in tails]


def _tail(estimate: Estimate) -> float:
    """How often an estimate of nothing would be as far from 0 as this one."""
    if not (estimate.error > 0 and estimate.degrees > 0):
        return 1.0
    return t_tail(estimate.effect / estimate.error, estimate.degrees)
