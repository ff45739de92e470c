"""Imports in the background: the worker starts a process per import, which writes everything or nothing.

A run is claimed by the process that works on it. The write and the mark 'done' are one transaction, so a
process that dies leaves no row behind, and the next look finds the run claimed by nobody alive.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import Row, insert, or_, select, update

from outreach import background, clock
from outreach.accounts.models import Setting, User
from outreach.database import db, reading, record
from outreach.dossiers.importing.reading import KINDS, carry_out, understand
from outreach.dossiers.importing.receiving import UPLOADS
from outreach.dossiers.models import ImportRun
from outreach.i18n import gettext as _
from outreach.sheets.cells import FileFault

LONGEST = timedelta(minutes=15)
MOST_ATTEMPTS = 3

SEEN = "imports_seen_at"
SEEN_EVERY = timedelta(seconds=15)
SEEN_LATELY = timedelta(seconds=60)


# ── the worker's part ────────────────────────────────────────────────────────────────────────────────────


def run_due_imports() -> int:
    """Start a process for each import that waits or whose process died; how many were started."""
    _say_that_somebody_looks()
    due = _due()
    for run in due:
        if run.attempts >= MOST_ATTEMPTS:
            _fail(run.id, run.claimed_by, _gave_up())
        else:
            background.run_in_a_process("import-run", "--", run.public_id, longest=LONGEST)
            _note_false_start(run.id)
    return len(due)


def worker_is_running() -> bool:
    """Whether somebody looked for imports lately."""
    with reading() as connection:
        seen = connection.scalar(select(Setting.value).where(Setting.key == SEEN))
    return seen is not None and clock.now() - datetime.fromisoformat(seen) < SEEN_LATELY


def _say_that_somebody_looks() -> None:
    at = clock.now()
    with reading() as connection:
        seen = connection.scalar(select(Setting.value).where(Setting.key == SEEN))
    if seen is not None and at - datetime.fromisoformat(seen) < SEEN_EVERY:
        return
    with record() as connection:
        changed = connection.execute(update(Setting).where(Setting.key == SEEN).values(value=at.isoformat()))
        if not changed.rowcount:
            connection.execute(insert(Setting).values(key=SEEN, value=at.isoformat()))


def _due() -> list[Any]:
    columns = (ImportRun.id, ImportRun.public_id, ImportRun.state, ImportRun.claimed_by, ImportRun.claimed_at)
    waiting = or_(ImportRun.state == "queued", ImportRun.state == "running")
    with reading() as connection:
        runs = connection.execute(
            select(*columns, ImportRun.attempts).where(waiting).order_by(ImportRun.id)
        ).all()
    return [run for run in runs if run.state == "queued" or not _alive(run)]


def _alive(run: Any) -> bool:
    return background.alive(run.claimed_by, run.claimed_at, LONGEST)


def _note_false_start(run_id: int) -> None:
    """A process that ended without having claimed its run counts as an attempt too."""
    with record() as connection:
        connection.execute(
            update(ImportRun)
            .where(ImportRun.id == run_id, ImportRun.state == "queued")
            .values(attempts=ImportRun.attempts + 1)
        )


# ── the part of the process that does one import ─────────────────────────────────────────────────────────


def run_import(public_id: str) -> bool:
    """Do one import; False when another process has it, or the file could not be used."""
    me = background.this_process()
    run = _claim(public_id, me)
    if run is None:
        return False
    with _language_of(run.uploaded_by_id):
        path, kind = UPLOADS.path_of(run.stored_as), KINDS[run.kind]
        if path is None:
            _fail(run.id, me, _("Không còn tệp đã tải lên; Anh/Chị tải lại tệp."))
            return False
        try:
            parsed = understand(path, kind, filename=run.filename)
        except FileFault as fault:
            _fail(run.id, me, str(fault))
            return False
        _note_progress(run.id, parsed.read)
        outcome = carry_out(parsed, kind, source=run.source, import_id=run.id)
        done = _mark(run.id, me, state="done", finished_at=clock.now(), fault=None, **outcome.columns())
        if done:
            db.session.commit()
        else:  # somebody took over: their rows, not ours
            db.session.rollback()
    return done


def _claim(public_id: str, me: str) -> Row[Any] | None:
    """Make a run this process's own: one that waits, or whose process died."""
    with reading() as connection:
        run = connection.execute(
            select(ImportRun.__table__).where(ImportRun.public_id == public_id)
        ).one_or_none()
    if run is None or run.state not in ("queued", "running"):
        return None
    if run.state == "running" and _alive(run):
        return None
    claimed_by = ImportRun.claimed_by
    before = claimed_by.is_(None) if run.claimed_by is None else claimed_by == run.claimed_by
    at = clock.now()
    with record() as connection:
        mine = connection.execute(
            update(ImportRun)
            .where(ImportRun.id == run.id, ImportRun.state == run.state, before)
            .values(
                state="running", claimed_by=me, claimed_at=at, started_at=at, done_rows=0,
                attempts=ImportRun.attempts + 1,
            )
        )  # fmt: skip
    return run if mine.rowcount else None


def _mark(run_id: int, me: str, **values: Any) -> bool:
    """Write to a run in the open transaction, as long as it is this process's own."""
    own = update(ImportRun).where(ImportRun.id == run_id, ImportRun.claimed_by == me)
    changed = db.session.execute(
        own.where(ImportRun.state == "running").values(**values),
        execution_options={"synchronize_session": False},
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _note_progress(run_id: int, rows: int) -> None:
    with record() as connection:
        connection.execute(update(ImportRun).where(ImportRun.id == run_id).values(done_rows=rows, read=rows))


def _fail(run_id: int, claimed_by: str | None, fault: str) -> None:
    with record() as connection:
        connection.execute(
            update(ImportRun)
            .where(ImportRun.id == run_id, ImportRun.claimed_by == claimed_by)
            .values(state="failed", fault=fault, finished_at=clock.now())
        )


def _gave_up() -> str:
    return str(_("Việc nhập bị ngắt nhiều lần nên đã dừng; chưa có gì được ghi. Anh/Chị thử lại sau."))


@contextlib.contextmanager
def _language_of(user_id: int | None) -> Iterator[None]:
    """Reasons are written in the language of whoever uploaded the file."""
    with reading() as connection:
        chosen = connection.scalar(select(User.locale).where(User.id == user_id))
    with force_locale(chosen or "vi"):
        yield
