"""What is staged goes into the register, or comes out again: in one transaction with what the import says."""

from typing import Any

from sqlalchemy import select, update

from outreach import clock
from outreach.database import db, may_spill, reading
from outreach.dossiers.actions import staging
from outreach.dossiers.actions.staging import Shape
from outreach.dossiers.actions.undoing import undo_import
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.front import in_front
from outreach.dossiers.importing.laying import Bearer, clear_abandoned, done
from outreach.dossiers.importing.staging import shape_of
from outreach.dossiers.importing.taking_back import Taker, undone
from outreach.dossiers.models import ImportRun


def write(run_id: int, me: str, *, source: str) -> staging.Counts:
    """Everything staged of an import, and that it is done. Raises Lost when the run is somebody else's.

    It becomes valid at once. On SQLite, where everybody who writes would wait, it goes in a little at a time.
    """
    with reading() as connection:
        columns = select(ImportRun.recognised, ImportRun.marked_at).where(ImportRun.id == run_id)
        recognised, marked_at = connection.execute(columns).one()
    shape = shape_of(recognised)
    if db.engine.dialect.name == "sqlite":
        counts = Bearer(run_id, me, source=source, shape=shape, marked_at=marked_at).carry()
        if counts is not None:
            return counts
    return in_front(lambda: _at_once(run_id, me, source, shape, marked_at))


def _at_once(run_id: int, me: str, source: str, shape: Shape, marked_at: int | None) -> staging.Counts:
    try:
        may_spill()
        counts = staging.carry_out(run_id, source=source, shapes=[shape], marked_at=marked_at)
        mark(run_id, me, **done(counts))
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return counts


def undo(run_id: int, me: str) -> None:
    """Everything an import did, taken back. Raises Refused when something depends on it by now, or Lost.

    On SQLite others write meanwhile, as while it was written.
    """
    if db.engine.dialect.name == "sqlite":
        if Taker(run_id, me).take_back():
            return
        clear_abandoned(run_id)
    in_front(lambda: _undo_at_once(run_id, me))


def _undo_at_once(run_id: int, me: str) -> None:
    try:
        may_spill()
        undo_import(run_id)
        mark(run_id, me, **undone())
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
