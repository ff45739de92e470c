"""What an intervention costs for each dossier it is said to have added."""

from math import floor
from typing import NamedTuple

from outreach.rates.rules.ledger import Entry, Verdict


class CostPerDossier(NamedTuple):
    """Whole đồng for each additional dossier, with the limits that the interval gives."""

    vnd: int
    low_vnd: int
    high_vnd: int


def cost_per_additional(entry: Entry, cost_vnd: int | None) -> CostPerDossier | None:
    """Cost ÷ additional dossiers; None without a cost, or where not even their lower limit is above 0."""
    found = entry.headline
    if cost_vnd is None or entry.verdict is not Verdict.UP or found is None or found.additional_low <= 0:
        return None
    return CostPerDossier(
        _rounded(cost_vnd / found.additional),
        _rounded(cost_vnd / found.additional_high),
        _rounded(cost_vnd / found.additional_low),
    )


def _rounded(vnd: float) -> int:
    """To hundreds from 10.000 đồng on: the estimate knows no more."""
    return floor(vnd / 100 + 0.5) * 100 if vnd >= 10_000 else floor(vnd + 0.5)
