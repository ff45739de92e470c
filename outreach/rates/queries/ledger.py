"""The stored ledger: entries as the worker computed them, and how fresh they are."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from outreach.background import alive
from outreach.database import db
from outreach.rates.models import LedgerEntry, LedgerRun
from outreach.rates.rules.ledger import Entry, Outcome, entry_from_json
from outreach.revisions import revision

LONGEST = timedelta(minutes=15)  # of one computation; one older than that counts as dead


class LedgerState(NamedTuple):
    """How fresh the ledger is. `computed_at` None: never yet; `done` of `total`: entries while running.

    `fault` says why the last try failed; the entries are older ones then.
    """

    computed_at: datetime | None
    current: bool
    running: bool
    done: int
    total: int | None
    fault: str | None


def ledger_entry(intervention_id: int, outcome: Outcome) -> Entry | None:
    """What was found about one intervention; None while nothing was computed."""
    subject = subject_of(intervention_id, "")
    stored = db.session.scalar(
        select(LedgerEntry.entry).where(LedgerEntry.subject == subject, LedgerEntry.outcome == outcome.value)
    )
    return None if stored is None else entry_from_json(stored)


def ledger_state() -> LedgerState:
    """Whether the ledger rests on the data of now, and whether it is being computed; two statements."""
    runs = newest_runs()
    done = next((run for run in runs if run.state == "done"), None)
    running = next((run for run in runs if run.state == "running" and is_alive(run)), None)
    return LedgerState(
        computed_at=done.finished_at if done else None,
        current=done is not None and done.revision == revision(),
        running=running is not None,
        done=running.done if running else 0,
        total=running.total if running else None,
        fault=runs[0].fault if runs else None,
    )


def newest_runs(connection: Connection | None = None) -> list[Any]:
    """The newest run that is done and all begun after it, newest first; older ones say nothing any more."""
    newest = select(func.max(LedgerRun.id)).where(LedgerRun.state == "done").scalar_subquery()
    statement = select(LedgerRun.__table__).where(LedgerRun.id >= func.coalesce(newest, 0))
    return list((connection or db.session).execute(statement.order_by(LedgerRun.id.desc())))


def is_alive(run: Any) -> bool:
    """Whether the process that computes may still be at it."""
    return alive(run.claimed_by, run.started_at, LONGEST)


def subject_of(intervention_id: int | None, type: str) -> str:
    """What an entry is stored under: one intervention, or with None all of a type."""
    return f"type:{type}" if intervention_id is None else f"intervention:{intervention_id}"
