"""What is staged goes into the register, or comes out again: in one transaction with what the import says."""

from typing import Any

from sqlalchemy import select, update

from outreach import clock
from outreach.database import db, may_spill
from outreach.dossiers.actions import staging
from outreach.dossiers.actions.undoing import undo_import
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.staging import shape_of
from outreach.dossiers.models import ImportRun


def write(run_id: int, me: str, *, source: str) -> staging.Counts:
    """Everything staged of an import, and that it is done. Raises Lost when the run is somebody else's."""
    columns = select(ImportRun.recognised, ImportRun.marked_at).where(ImportRun.id == run_id)
    try:
        may_spill()
        recognised, marked_at = db.session.execute(columns).one()
        counts = staging.carry_out(run_id, source=source, shapes=[shape_of(recognised)], marked_at=marked_at)
        mark(run_id, me, state="done", **counts._asdict())
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return counts


def undo(run_id: int, me: str) -> None:
    """Everything an import did, taken back. Raises Refused when something depends on it by now, or Lost."""
    try:
        may_spill()
        undo_import(run_id)
        mark(run_id, me, state="undone", undone_at=clock.now())
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def mark(run_id: int, me: str, **values: Any) -> None:
    """Write to a run in the session's transaction. Raises Lost when it is not this process's own."""
    own = (ImportRun.id == run_id, ImportRun.claimed_by == me, ImportRun.state.in_(claims.WORKING))
    if values.get("state") == "done":
        values |= {"finished_at": clock.now(), "fault": None, "marked_at": None}
    changed = db.session.execute(
        update(ImportRun).where(*own).values(**values), execution_options={"synchronize_session": False}
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise claims.Lost
