"""Imports in the background: the worker starts a process per import, which writes everything or nothing.

A run is claimed by the process that works on it. The write and the mark 'done' are one transaction, so a
process that dies leaves no row behind, and the next look finds the run claimed by nobody alive.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import Row, insert, select, update

from outreach import background, clock
from outreach.accounts.models import Setting, User
from outreach.database import db, reading, record
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.choosing import Chosen
from outreach.dossiers.importing.laying import join_counts
from outreach.dossiers.importing.new_names import note_new_names
from outreach.dossiers.importing.reading import KINDS, Origin, carry_out, understand, understood
from outreach.dossiers.importing.receiving import UPLOADS, prepare
from outreach.dossiers.importing.staging import clear
from outreach.dossiers.importing.writing import mark, undo, write
from outreach.dossiers.models import ImportRun
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.sheets.cells import FileFault

MOST_ATTEMPTS = 3
GAVE_UP = _l("Việc nhập bị ngắt nhiều lần nên đã dừng; chưa có gì được ghi. Anh/Chị thử lại sau.")

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
            claims.fail(run.id, run.claimed_by, GAVE_UP)
        else:
            background.run_in_a_process("import-run", "--", run.public_id, longest=claims.LONGEST)
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
    waiting = ImportRun.state.in_(claims.BEGUN)
    with reading() as connection:
        runs = connection.execute(
            select(*columns, ImportRun.attempts).where(waiting).order_by(ImportRun.id)
        ).all()
    return [run for run in runs if run.state == "queued" or not claims.alive(run)]


def _note_false_start(run_id: int) -> None:
    """A process that ended without having claimed its run counts as an attempt too."""
    waits = (ImportRun.id == run_id, ImportRun.state.in_(claims.BEGUN), ImportRun.claimed_by.is_(None))
    with record() as connection:
        connection.execute(update(ImportRun).where(*waits).values(attempts=ImportRun.attempts + 1))


# ── the part of the process that does one import ─────────────────────────────────────────────────────────


def run_import(public_id: str) -> bool:
    """Do what a run waits for; False when another process has it, or it could not be done."""
    me = background.this_process()
    run = claims.claim(public_id, me)
    if run is None:
        return False
    with _language_of(run.uploaded_by_id):
        try:
            if run.state == "undoing":
                undo(run.id, me)
                join_counts()
            elif run.kind == "dossiers":
                _dossiers(run, me)
            else:
                _others(run, me)
        except (FileFault, Refused) as fault:
            db.session.rollback()
            claims.fail(run.id, me, fault.message)
            return False
        except claims.Lost:  # somebody took over, or threw it away: their rows, not ours
            db.session.rollback()
            return False
    return True


def _dossiers(run: Row[Any], me: str) -> None:
    """Stage what is not on the stage yet; then let its owner look, or write it when that was said already."""
    if run.state == "staging" or run.marked_at is None:
        chosen = Chosen.kept(run.chosen)
        if not prepare(_path(run), run.id, me, filename=run.filename, source=run.source, chosen=chosen):
            return
    if run.state == "running":
        write(run.id, me, source=run.source)
        clear(run.id)
        join_counts()
        return
    note_new_names(run.id, me)
    with record() as connection:
        claims.note(connection, run.id, me, state="uploaded", claimed_by=None, attempts=0)


def _others(run: Row[Any], me: str) -> None:
    kind, period = KINDS[run.kind], (run.recognised or {}).get("period", "")
    file = understand(
        _path(run), kind, filename=run.filename, source=run.source, chosen=Chosen.kept(run.chosen)
    )
    parsed = file.parsed
    with record() as connection:
        claims.note(connection, run.id, me, done_rows=parsed.read, read=parsed.read)
    origin = Origin(run.source, run.id, period)
    columns = {**carry_out(parsed, kind, origin).columns(), **understood(file, kind, origin)}
    mark(run.id, me, state="done", **columns)
    db.session.commit()


def _path(run: Row[Any]) -> Any:
    path = UPLOADS.path_of(run.stored_as)
    if path is None:
        raise Refused(_l("Không còn tệp đã tải lên; Anh/Chị tải lại tệp."))
    return path


@contextlib.contextmanager
def _language_of(user_id: int | None) -> Iterator[None]:
    """Reasons are written in the language of whoever uploaded the file."""
    with reading() as connection:
        chosen = connection.scalar(select(User.locale).where(User.id == user_id))
    with force_locale(chosen or "vi"):
        yield
