"""A file that somebody uploaded: kept, understood, compared with the register, and noted for a second look.

A small file is looked at while its owner waits; of a large one the worker says how far it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO, Any

from sqlalchemy import delete, insert

from outreach import background, clock
from outreach.database import db, record
from outreach.dossiers.actions import create_import
from outreach.dossiers.actions.imports import import_values
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.choosing import Asking, Chosen, Said, asked, open_file
from outreach.dossiers.importing.new_names import note_new_names
from outreach.dossiers.importing.reading import KINDS, Kind, Origin, look, understand, understood
from outreach.dossiers.importing.staging import LAYOUT, Staging, clear
from outreach.dossiers.models import ImportRun
from outreach.i18n import lazy_gettext as _l
from outreach.kept import Folder, Kept
from outreach.sheets.cells import FileFault

UPLOADS = Folder("imports")
LONGEST_WAIT = 30  # seconds
SMALL = 1024 * 1024  # about 3,000 dossiers of a CSV, 9,000 of a workbook: a second
_one_by_one = Lock()  # looking a file through takes memory and the time of everybody's pages


def receive(
    stream: IO[bytes], *, filename: str, kind: str, source: str, by: int | None, period: str = "",
    fetched_from: str | None = None,
) -> ImportRun:  # fmt: skip
    """Keep a file and note what taking it in would do, or let the worker find out.

    `period` is what a form is about, for one that does not say it itself. `fetched_from`: nobody uploaded it.

    FileFault or OSError leave no file behind. The session may not be in a transaction.
    """
    kept = UPLOADS.keep(stream)
    path = UPLOADS.path_of(kept.name)
    assert path is not None
    try:
        if kind != "dossiers":
            origin = Origin(source, None, period)
            return _look(path, kept, origin, filename=filename, kind=kind, by=by, fetched_from=fetched_from)
        small = path.stat().st_size <= SMALL
        run_id = _note(
            kept, at_once=small, filename=filename, source=source, uploaded_by_id=by,
            fetched_from=fetched_from,
        )  # fmt: skip
        if small:
            _stage_or_forget(path, run_id, filename=filename, source=source)
        return db.session.get_one(ImportRun, run_id)
    except BaseException:
        UPLOADS.forget(kept.name)
        raise


def stage(
    path: Path, run_id: int, me: str, *, filename: str, source: str, chosen: Chosen | None = None,
    said: Said | None = None,
) -> Staging:  # fmt: skip
    """A dossiers file on the stage, not yet compared. Raises FileFault or Lost."""
    chosen = said.chosen() if said else chosen
    opened = open_file(path, LAYOUT, filename=filename, source=source, chosen=chosen)
    if said:
        said.check(opened)
    staging = Staging(run_id, me, source=source)
    staging.fill(opened)
    return staging


def prepare(
    path: Path, run_id: int, me: str, *, filename: str, source: str, chosen: Chosen | None = None
) -> bool:
    """Stage a file and compare it; False when somebody has to say first what its columns mean.

    Raises FileFault or Lost.
    """
    try:
        stage(path, run_id, me, filename=filename, source=source, chosen=chosen).compare()
    except Asking as fault:
        values = asked(path, LAYOUT, fault, filename=filename)
        with record() as connection:
            claims.note(connection, run_id, me, **values)
        return False
    return True


def forget(run_id: int) -> None:
    """There never was such an import."""
    clear(run_id)
    with record() as connection:
        connection.execute(delete(ImportRun).where(ImportRun.id == run_id))


def _note(kept: Kept, *, at_once: bool, **values: Any) -> int:
    """The import exists before its rows do: they belong to it."""
    values = import_values(
        kind="dossiers", sha256=kept.sha256, stored_as=kept.name, state="staging",
        claimed_by=background.this_process() if at_once else None, claimed_at=clock.now(), **values,
    )  # fmt: skip
    with record() as connection:
        return connection.execute(insert(ImportRun).values(**values).returning(ImportRun.id)).scalar_one()


def _stage_or_forget(path: Path, run_id: int, *, filename: str, source: str) -> None:
    try:
        stage_now(path, run_id, filename=filename, source=source)
    except BaseException:
        forget(run_id)
        raise


def stage_now(path: Path, run_id: int, *, filename: str, source: str, chosen: Chosen | None = None) -> None:
    """Stage a small file of this process's own run while its owner waits. Raises FileFault or Lost."""
    me = background.this_process()
    with turn():
        ready = prepare(path, run_id, me, filename=filename, source=source, chosen=chosen)
        if ready:
            note_new_names(run_id, me, beside_pages=True)
    if ready:
        with record() as connection:
            claims.note(connection, run_id, me, state="uploaded", claimed_by=None, attempts=0)


def _look(
    path: Path, kept: Kept, origin: Origin, *, filename: str, kind: str, by: int | None,
    fetched_from: str | None,
) -> ImportRun:  # fmt: skip
    values = looked_at(path, KINDS[kind], origin, filename=filename)
    return create_import(
        kind=kind, source=origin.source, filename=filename, sha256=kept.sha256, stored_as=kept.name,
        uploaded_by_id=by, fetched_from=fetched_from, **values,
    )  # fmt: skip


def looked_at(
    path: Path, kind: Kind, origin: Origin, *, filename: str, chosen: Chosen | None = None
) -> dict[str, Any]:
    """What a small file says and would do, as columns of its import; or what somebody has to say first."""
    with turn():
        try:
            file = understand(path, kind, filename=filename, source=origin.source, chosen=chosen)
        except Asking as fault:
            values = asked(path, kind.layout, fault, filename=filename)
            period = {"period": origin.period} if origin.period else {}
            return values | {"recognised": values["recognised"] | period}
        return {**understood(file, kind, origin), **look(file.parsed, kind, origin).columns()}


@contextmanager
def turn() -> Iterator[None]:
    """One file at a time."""
    if not _one_by_one.acquire(timeout=LONGEST_WAIT):
        raise FileFault(_l("Máy chủ đang đọc tệp khác; Anh/Chị thử lại sau ít phút."))
    try:
        yield
    finally:
        _one_by_one.release()
