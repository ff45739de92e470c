"""Whose a run is: the process that works on it says so, and says again and again that it is still there."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, text, update

from outreach import background, clock
from outreach.database import reading, record
from outreach.dossiers.models import ImportRun
from outreach.i18n import LazyText

LONGEST = timedelta(minutes=60)
WORKING = ("staging", "running", "undoing")  # what somebody works on, or did when it died
# What a claim makes of a state.
BEGUN = {"staging": "staging", "queued": "running", "running": "running", "undoing": "undoing"}


# Asked for every thousand rows: building it anew would cost more than asking.
_MINE = text(
    "SELECT 1 FROM import_runs WHERE id = :run_id AND claimed_by = :me "
    "AND state IN ('staging', 'running', 'undoing')"
)


class Lost(Exception):
    """Somebody else has the run now, or it was thrown away: nothing more of it may be written."""


def alive(run: Any) -> bool:
    """Whether the process that has a run may still be at it."""
    return background.alive(run.claimed_by, run.claimed_at, LONGEST)


def claim(public_id: str, me: str) -> Row[Any] | None:
    """Make a run this process's own: one that waits, or whose process died. The run as it is now."""
    with reading() as connection:
        run = _run(connection, ImportRun.public_id == public_id)
    if run is None or run.state not in BEGUN or (run.state in WORKING and alive(run)):
        return None
    claimed_by = ImportRun.claimed_by
    before = claimed_by.is_(None) if run.claimed_by is None else claimed_by == run.claimed_by
    at = clock.now()
    with record() as connection:
        mine = connection.execute(
            update(ImportRun)
            .where(ImportRun.id == run.id, ImportRun.state == run.state, before)
            .values(
                state=BEGUN[run.state], claimed_by=me, claimed_at=at, started_at=at,
                attempts=ImportRun.attempts + 1,
            )
        )  # fmt: skip
        return _run(connection, ImportRun.id == run.id) if mine.rowcount else None


def check(connection: Connection, run_id: int, me: str) -> None:
    """Raises Lost when the run is not this process's own any more."""
    if connection.scalar(_MINE, {"run_id": run_id, "me": me}) is None:
        raise Lost


def note(connection: Connection, run_id: int, me: str, **values: Any) -> None:
    """Write to a run that is this process's own. Raises Lost when it is not."""
    own = (ImportRun.id == run_id, ImportRun.claimed_by == me, ImportRun.state.in_(WORKING))
    if not connection.execute(update(ImportRun).where(*own).values(**values)).rowcount:
        raise Lost


def fail(run_id: int, claimed_by: str | None, fault: LazyText) -> None:
    """Say why a run could not be done; what it had done is not there, or was done before."""
    with record() as connection:
        connection.execute(
            update(ImportRun)
            .where(ImportRun.id == run_id, ImportRun.claimed_by == claimed_by, ImportRun.state != "undoing")
            .values(state="failed", fault=fault, finished_at=clock.now())
        )
        connection.execute(
            update(ImportRun)
            .where(ImportRun.id == run_id, ImportRun.claimed_by == claimed_by, ImportRun.state == "undoing")
            .values(state="done", fault=fault)
        )


def _run(connection: Connection, condition: Any) -> Row[Any] | None:
    return connection.execute(select(ImportRun.__table__).where(condition)).one_or_none()
