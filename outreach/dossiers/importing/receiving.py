"""A file that somebody uploaded: kept, understood, compared with the register, and noted for a second look.

A small file is looked at while its owner waits; of a large one the worker says how far it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO

from sqlalchemy import delete, insert

from outreach import background, clock
from outreach.database import db, record
from outreach.dossiers.actions import create_import
from outreach.dossiers.actions.imports import import_values
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.reading import KINDS, Origin, look, understand, understood
from outreach.dossiers.importing.staging import LAYOUT, Staging, clear
from outreach.dossiers.models import ImportRun
from outreach.i18n import lazy_gettext as _l
from outreach.kept import Folder, Kept
from outreach.sheets.cells import FileFault
from outreach.sheets.columns import recognise
from outreach.sheets.reading import open_table

UPLOADS = Folder("imports")
LONGEST_WAIT = 30  # seconds
SMALL = 1024 * 1024  # about 3,000 dossiers of a CSV, 9,000 of a workbook: a second
_one_by_one = Lock()  # looking a file through takes memory and the time of everybody's pages


def receive(
    stream: IO[bytes], *, filename: str, kind: str, source: str, by: int, period: str = ""
) -> ImportRun:
    """Keep a file and note what taking it in would do, or let the worker find out.

    `period` is what a form is about, for one that does not say it itself.

    FileFault or OSError leave no file behind. The session may not be in a transaction.
    """
    kept = UPLOADS.keep(stream)
    path = UPLOADS.path_of(kept.name)
    assert path is not None
    try:
        if kind != "dossiers":
            return _look(path, kept, Origin(source, None, period), filename=filename, kind=kind, by=by)
        small = path.stat().st_size <= SMALL
        run_id = _note(kept, filename=filename, source=source, by=by, at_once=small)
        if small:
            _stage(path, run_id, filename=filename, source=source)
        return db.session.get_one(ImportRun, run_id)
    except BaseException:
        UPLOADS.forget(kept.name)
        raise


def stage(path: Path, run_id: int, me: str, *, filename: str, source: str) -> Staging:
    """A dossiers file on the stage, not yet compared. Raises FileFault or Lost."""
    table = open_table(path, filename=filename)
    staging = Staging(run_id, me, source=source)
    staging.fill(table, recognise(table, LAYOUT))
    return staging


def forget(run_id: int) -> None:
    """There never was such an import."""
    clear(run_id)
    with record() as connection:
        connection.execute(delete(ImportRun).where(ImportRun.id == run_id))


def _note(kept: Kept, *, filename: str, source: str, by: int, at_once: bool) -> int:
    """The import exists before its rows do: they belong to it."""
    values = import_values(
        kind="dossiers", source=source, filename=filename, sha256=kept.sha256, stored_as=kept.name,
        uploaded_by_id=by, state="staging", claimed_by=background.this_process() if at_once else None,
        claimed_at=clock.now(),
    )  # fmt: skip
    with record() as connection:
        return connection.execute(insert(ImportRun).values(**values).returning(ImportRun.id)).scalar_one()


def _stage(path: Path, run_id: int, *, filename: str, source: str) -> None:
    me = background.this_process()
    try:
        with _turn():
            staging = stage(path, run_id, me, filename=filename, source=source)
            staging.compare()
    except BaseException:
        forget(run_id)
        raise
    with record() as connection:
        claims.note(connection, run_id, me, state="uploaded", claimed_by=None, attempts=0)


def _look(path: Path, kept: Kept, origin: Origin, *, filename: str, kind: str, by: int) -> ImportRun:
    with _turn():
        parsed = understand(path, KINDS[kind], filename=filename)
        outcome = look(parsed, KINDS[kind], origin)
    return create_import(
        kind=kind, source=origin.source, filename=filename, sha256=kept.sha256, stored_as=kept.name,
        recognised=understood(parsed, KINDS[kind], origin), uploaded_by_id=by, **outcome.columns(),
    )  # fmt: skip


@contextmanager
def _turn() -> Iterator[None]:
    """One file at a time."""
    if not _one_by_one.acquire(timeout=LONGEST_WAIT):
        raise FileFault(_l("Máy chủ đang đọc tệp khác; Anh/Chị thử lại sau ít phút."))
    try:
        yield
    finally:
        _one_by_one.release()
