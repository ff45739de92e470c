"""Stored entries for the tests of pages that read the ledger."""

from typing import Any

from outreach import clock
from outreach.campaigns.models import Intervention
from outreach.rates.models import LedgerEntry, LedgerRun
from outreach.rates.rules.ledger import Entry, Estimate, Headline, JointEffect, Outcome, Verdict
from outreach.revisions import revision
from tests import factories


def headline(additional: float = 12.0, low: float = 3.0, high: float = 20.0, of: int = 80) -> Headline:
    """Additional dossiers in an interval, of so many after the exposure."""
    return Headline(additional / of, low / of, high / of, additional, low, high)


def entry(verdict: Verdict, type: str = "training", **values: Any) -> Entry:
    """An entry as the worker would store it; 'up' and 'down' bring their numbers."""
    if verdict in (Verdict.UP, Verdict.DOWN) and "headline" not in values:
        values["headline"] = headline() if verdict is Verdict.UP else headline(-12.0, -20.0, -3.0)
    if values.get("headline") and "by_dossier" not in values:
        found = values["headline"]
        values["by_dossier"] = Estimate(found.effect, 0.05, found.low, found.high, 15.0, 80, 20, 16.0)
    whole = {
        "intervention_id": None, "type": type, "outcome": Outcome.ONLINE, "verdict": verdict,
        "exposed_businesses": 20, "dossiers_after": 80, **values,
    }  # fmt: skip
    return Entry(**whole)


def stored(of: Intervention, verdict: Verdict, **values: Any) -> LedgerEntry:
    """What was computed about an intervention."""
    found = entry(verdict, of.type, intervention_id=of.id, **values)
    return _stored(f"intervention:{of.id}", found, of.id)


def stored_type(type: str, verdict: Verdict, effect: float | None = None) -> LedgerEntry:
    """What was computed about a type, with its part when all types are taken together."""
    joint = () if effect is None else (JointEffect(type, effect, effect - 0.05, effect + 0.05, 80),)
    return _stored(f"type:{type}", entry(verdict, type, joint=joint), None)


def computed() -> LedgerRun:
    """A run that rests on the data as they are."""
    at = clock.now()
    return factories.add(  # type: ignore[no-any-return]
        LedgerRun(revision=revision(), state="done", claimed_by="here:1", started_at=at, finished_at=at)
    )


def _stored(subject: str, found: Entry, intervention_id: int | None) -> LedgerEntry:
    return factories.add(  # type: ignore[no-any-return]
        LedgerEntry(
            subject=subject, intervention_id=intervention_id, type=found.type, outcome=found.outcome.value,
            verdict=found.verdict.value, entry=found.as_json(), computed_at=clock.now(),
        )
    )  # fmt: skip
