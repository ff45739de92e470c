"""The ledger is computed by a process of its own, from everything at once, and replaced in one go.

A run is claimed by the process that works on it. The entries and the mark 'done' are one transaction, so a
process that dies leaves the old entries whole, and the next look finds its run claimed by nobody alive.
"""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from flask import current_app
from sqlalchemy import Connection, delete, insert, select, text, update

from outreach import background, clock
from outreach.campaigns.models import Intervention
from outreach.database import db, only_read, record
from outreach.i18n import gettext as _
from outreach.rates.effects import constants  # plain numbers: numpy stays outside
from outreach.rates.models import LedgerEntry, LedgerRun
from outreach.rates.queries.ledger import is_alive, newest_runs, subject_of
from outreach.rates.rules.ledger import Entry, Outcome
from outreach.revisions import revision

if TYPE_CHECKING:
    from outreach.rates.effects.inputs import Inputs

LEDGER_LOCK = 7_203_116  # any number of its own; jobs.py and dossiers have others
RUNS_KEPT = 20


class Method(Protocol):
    """How entries are computed: `outreach.rates.effects.compute`, or a stand-in of the tests."""

    def entries(self, inputs: "Inputs", outcome: Outcome) -> Iterator[Entry]:
        """One entry for each intervention."""

    def entry_of_type(self, inputs: "Inputs", type: str, outcome: Outcome) -> Entry:
        """The entry of all interventions of a type."""

    def mark_discoveries(self, entries: list[Entry]) -> Sequence[Entry]:
        """The same entries, each told whether it stands out among all."""


class Look(NamedTuple):
    """The data's revision, the newest run that is done (None: none yet), and the runs begun since."""

    revision: int
    done: Any
    since: list[Any]

    @property
    def stale(self) -> bool:
        """Whether the entries rest on other data, or on another method, than those of now."""
        done = self.done
        return done is None or done.revision != self.revision or not _same_method(done.fingerprint)

    @property
    def running(self) -> bool:
        """Whether somebody is at it."""
        return any(run.state == "running" and is_alive(run) for run in self.since)


def look_at(connection: Connection) -> Look:
    """How the ledger stands."""
    seen = revision(connection)  # first: what changes after it shows at the next look
    runs = newest_runs(connection)
    done = runs.pop() if runs and runs[-1].state == "done" else None
    return Look(seen, done, runs)


@dataclass
class _Run:
    """A run that this process has claimed."""

    id: int
    me: str
    before: str | None  # the fingerprint behind the entries of now
    done: int = 0
    total: int = 0
    said_at: float = 0.0

    def step(self) -> None:
        """One entry more; the page that shows progress is told every second."""
        self.done += 1
        if time.monotonic() - self.said_at >= 1:
            self.said_at = time.monotonic()
            with record() as connection:
                self.mark(connection, done=self.done, total=self.total)

    def mark(self, connection: Connection, **values: Any) -> None:
        """Write to the run as long as it is this process's own."""
        own = (LedgerRun.id == self.id, LedgerRun.claimed_by == self.me, LedgerRun.state == "running")
        if not connection.execute(update(LedgerRun).where(*own).values(**values)).rowcount:
            raise _TakenOver


class _TakenOver(Exception):
    """Somebody took this run for dead: their entries count, not ours."""


def run_ledger(method: Method | None = None) -> bool:
    """Compute the ledger if it is stale; False when it is not, when another process is at it, or on a fault.

    The session must have no open transaction. The fault is kept with the run, for people to read.
    """
    run = _claim()
    if run is None:
        return False
    try:
        _compute(run, method or _method())
    except _TakenOver:
        return False
    except Exception as fault:
        current_app.logger.exception("the ledger could not be computed")
        said = _("hết bộ nhớ") if isinstance(fault, MemoryError) else f"{type(fault).__name__}: {fault}"
        with record() as connection:
            run.mark(connection, state="failed", finished_at=clock.now(), fault=said[:500])
        return False
    finally:
        db.session.remove()
    return True


def _claim() -> _Run | None:
    me = background.this_process()
    with record() as connection:
        if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LEDGER_LOCK})
        look = look_at(connection)
        if not look.stale or look.running:
            return None
        connection.execute(
            update(LedgerRun).where(LedgerRun.state == "running")
            .values(state="interrupted", finished_at=clock.now())
        )  # fmt: skip
        made = connection.execute(
            insert(LedgerRun)
            .values(revision=look.revision, state="running", done=0, claimed_by=me, started_at=clock.now())
            .returning(LedgerRun.id)
        )
        return _Run(made.scalar_one(), me, look.done.fingerprint if look.done else None)


def _compute(run: _Run, method: Method) -> None:
    seen, inputs = _read()
    fingerprint = f"{_method_key()}:{inputs.fingerprint() if inputs else 'empty'}"
    found: list[Entry] | None = None  # None: those stored hold
    if fingerprint != run.before:
        found = _entries(run, inputs, method) if inputs else []
    rows = None if found is None else [_columns(entry) for entry in found]
    with record() as connection:
        run.mark(
            connection, state="done", finished_at=clock.now(), revision=seen, fingerprint=fingerprint,
            done=run.total, total=run.total,
        )  # fmt: skip
        if rows is not None:
            _replace(connection, rows)
        connection.execute(delete(LedgerRun).where(LedgerRun.id <= run.id - RUNS_KEPT))


def _read() -> "tuple[int, Inputs | None]":
    """The revision first: what changes while the rest is read shows at the next look."""
    from outreach.rates.queries.inputs import effect_inputs

    only_read()
    try:
        return revision(), effect_inputs()
    finally:
        db.session.rollback()


def _entries(run: _Run, inputs: "Inputs", method: Method) -> list[Entry]:
    """Every outcome that the register says anything about, the first one in any case."""
    types = sorted({reach.type for reach in inputs.reaches})
    outcomes = [one for one in Outcome if one is Outcome.ONLINE or (inputs.outcomes[one] >= 0).any()]
    run.total = len(outcomes) * (len(inputs.deeds) + len(types))
    entries: list[Entry] = []
    for outcome in outcomes:
        of_deeds: list[Entry] = []
        for entry in method.entries(inputs, outcome):
            of_deeds.append(entry)
            run.step()
        entries += method.mark_discoveries(of_deeds)
        for type in types:
            entries.append(method.entry_of_type(inputs, type, outcome))
            run.step()
    return entries


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "subject": subject_of(entry.intervention_id, entry.type), "intervention_id": entry.intervention_id,
        "type": entry.type, "outcome": entry.outcome.value, "verdict": entry.verdict.value,
        "entry": entry.as_json(), "computed_at": clock.now(),
    }  # fmt: skip


def _replace(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """These entries instead of all others; interventions deleted meanwhile have none."""
    connection.execute(delete(LedgerEntry))
    there = set(connection.scalars(select(Intervention.id)))
    kept = [row for row in rows if row["intervention_id"] is None or row["intervention_id"] in there]
    if kept:
        connection.execute(insert(LedgerEntry), kept)


def _method() -> Method:
    from outreach.rates.effects import compute

    return compute


def _method_key() -> str:
    """The method's constants in short: changing one makes every stored entry stale."""
    said = sorted((name, repr(value)) for name, value in vars(constants).items() if name.isupper())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _same_method(fingerprint: str | None) -> bool:
    return fingerprint is not None and fingerprint.startswith(f"{_method_key()}:")
