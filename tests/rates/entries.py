"""Entries of the ledger as the worker would have stored them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.rates.models import LedgerEntry, LedgerRun
from outreach.rates.rules.ledger import (
    Checks,
    Entry,
    Estimate,
    Headline,
    JointEffect,
    LotTest,
    Outcome,
    ProfilePoint,
    Trend,
    Unusable,
    Verdict,
)
from outreach.revisions import revision

COMPUTED = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
ESTIMATE = Estimate(0.154, 0.05, 0.05, 0.25, 20.4, 214, 36, 21.4)
UP = Headline(0.154, 0.04, 0.27, 33.1, 8.6, 57.4)
DOWN = Headline(-0.154, -0.27, -0.04, -33.1, -57.4, -8.6)
PASSED = Checks(True, (0.012, -0.005), True, (-0.02, -0.09, 0.05))
FAILED = Checks(False, (0.212, 0.105), True, (-0.02, -0.09, 0.05))
UNASKED = Checks(None, (), None, None)
PROFILE = tuple(ProfilePoint(m, 0.4, 0.3, -0.1, 0.3, 12) for m in range(-12, 12))
TREND = Trend(0.06, 0.01, 0.11, 0.002, -0.001, 0.005, 24, 12)


def entry(verdict: Verdict, **values: Any) -> Entry:
    """An entry with everything that may stand beside this verdict; `values` replace some of it."""
    found = Entry(
        7, "training", Outcome.ONLINE, verdict, 38, 230, share_before=0.31, by_dossier=ESTIMATE,
        by_business=ESTIMATE, matched=ESTIMATE, checks=PASSED, profile=PROFILE, smallest_change=0.21,
    )  # fmt: skip
    match verdict:
        case Verdict.UP:
            found = replace(found, headline=UP)
        case Verdict.DOWN:
            found = replace(found, headline=DOWN)
        case Verdict.NO_FAIR_COMPARISON:
            found = replace(found, checks=FAILED)
        case Verdict.TOO_FEW:
            found = replace(found, by_dossier=replace(ESTIMATE, dossiers=12, businesses=4))
        case Verdict.CEILING:
            found = replace(found, share_before=0.975, next_outcome=Outcome.ALONE)
        case Verdict.EVERYONE:
            found = replace(found, trend=TREND, by_dossier=None, matched=None, checks=None, profile=())
    return replace(found, **values)


def full(verdict: Verdict, **values: Any) -> Entry:
    """The same with every further finding, so that all of its sentences are said."""
    more: dict[str, Any] = {
        "repeats": (1, 2), "stands_out": True, "lot": LotTest(999, 3),
        "unusable": tuple(Unusable(3 + i, why, 1) for i, why in enumerate(REASONS)),
        "joint": (JointEffect("training", 0.1, 0.02, 0.18, 90), JointEffect("visit", 0.0, -0.1, 0.1, 60)),
        "warnings": ("unfinished", "starts_late", "overlap", "learnt_since"),
    }  # fmt: skip
    return entry(verdict, **(more | values))


REASONS = ("no_earlier", "no_after", "no_comparison")


def store(
    held: Intervention, found: Entry, *, revised: int = 0, running: tuple[int, int] | None = None
) -> None:
    """The entry of an intervention and the run it came from; `revised`: changes of the data since.

    `running` is (done, total) of a run that is at it now.
    """
    found = replace(found, intervention_id=held.id, type=held.type)
    db.session.add(
        LedgerEntry(
            subject=f"intervention:{held.id}", intervention_id=held.id, type=held.type,
            outcome=found.outcome.value, verdict=found.verdict.value, entry=found.as_json(),
            computed_at=COMPUTED,
        )
    )  # fmt: skip
    finish(revised=revised)
    if running:
        begin(*running)
    db.session.commit()


def finish(*, revised: int = 0) -> None:
    """A run that is done, `revised` changes of the data ago."""
    db.session.add(
        LedgerRun(
            revision=revision() - revised, fingerprint="x", state="done", done=4, total=4, claimed_by="vm:1",
            started_at=COMPUTED, finished_at=COMPUTED,
        )
    )  # fmt: skip
    db.session.commit()


def begin(done: int, total: int) -> None:
    """A run of this very process, which is alive."""
    from outreach import clock
    from outreach.background import this_process

    db.session.add(
        LedgerRun(
            revision=revision(), fingerprint=None, state="running", done=done, total=total,
            claimed_by=this_process(), started_at=clock.now(), finished_at=None,
        )
    )  # fmt: skip
    db.session.commit()
