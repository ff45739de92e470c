"""Reads of imports: which files came in, and what became of them."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select

from outreach.accounts.models import User
from outreach.database import db
from outreach.dossiers.models import Dossier, ImportRow, ImportRun, ImportSpan
from outreach.revisions import REGISTER, number


class ImportLine(NamedTuple):
    """One row of the list of imports; `first` and `last`: the days that it is about, where that is known."""

    public_id: str
    kind: str
    source: str
    filename: str
    state: str
    read: int | None
    created: int | None
    updated: int | None
    unchanged: int | None
    rejected: int | None
    uploaded_at: datetime
    uploaded_by: str | None
    fetched_from: str | None
    first: date | None
    last: date | None


class ImportFilter(NamedTuple):
    """Which imports are listed: words of the file's name, kind, source, and one of STATES."""

    words: str = ""
    kind: str | None = None
    source: str | None = None
    state: str | None = None


# What the list can be narrowed to; without one, all but those thrown away.
STATES: dict[str, tuple[str, ...]] = {
    "done": ("done",),
    "waiting": ("staging", "uploaded", "queued", "running", "undoing"),
    "failed": ("failed",),
    "undone": ("undone",),
}


def list_imports(
    wanted: ImportFilter = ImportFilter(), *, offset: int, limit: int
) -> tuple[list[ImportLine], int]:
    """One page of the imports, newest first, without those thrown away; and how many."""
    shown = _listed(wanted)
    total = db.session.scalar(select(func.count()).select_from(ImportRun).where(*shown)) or 0
    statement = (
        select(
            ImportRun.public_id, ImportRun.kind, ImportRun.source, ImportRun.filename, ImportRun.state,
            ImportRun.read, ImportRun.created, ImportRun.updated, ImportRun.unchanged,
            ImportRun.rejected, ImportRun.uploaded_at, User.name.label("uploaded_by"), ImportRun.fetched_from,
            ImportSpan.first, ImportSpan.last,
        )
        .outerjoin(User, User.id == ImportRun.uploaded_by_id)
        .outerjoin(ImportSpan, ImportSpan.import_id == ImportRun.id)
        .where(*shown)
        .order_by(ImportRun.uploaded_at.desc(), ImportRun.id.desc())
    )  # fmt: skip
    rows = db.session.execute(statement.offset(offset).limit(limit))
    return [ImportLine(**row._mapping) for row in rows], total


def import_sources() -> list[str]:
    """The sources that anything was imported from, by name."""
    return list(db.session.scalars(select(ImportRun.source).distinct().order_by(ImportRun.source)))


def _listed(wanted: ImportFilter) -> list[ColumnElement[bool]]:
    conditions = [ImportRun.state != "discarded"]
    if wanted.words:
        # Names are stored as they came: letters with marks are told from those without.
        conditions.append(ImportRun.filename.icontains(wanted.words, autoescape=True))
    if wanted.kind:
        conditions.append(ImportRun.kind == wanted.kind)
    if wanted.source:
        conditions.append(ImportRun.source == wanted.source)
    if wanted.state:
        conditions.append(ImportRun.state.in_(STATES[wanted.state]))
    return conditions


def has_moved(run: ImportRun) -> bool:
    """Whether the register has changed since the rows of an upload were compared with it."""
    return run.kind == "dossiers" and run.state == "uploaded" and run.marked_at != number(REGISTER)


def find_import(public_id: str) -> ImportRun | None:
    """The import with this unguessable id."""
    return db.session.scalar(select(ImportRun).where(ImportRun.public_id == public_id))


def find_same_import(run: ImportRun) -> ImportRun | None:
    """The last earlier import of the very same file that was carried out."""
    statement = select(ImportRun).where(
        ImportRun.sha256 == run.sha256, ImportRun.kind == run.kind, ImportRun.source == run.source,
        ImportRun.state == "done", ImportRun.id != run.id,
    )  # fmt: skip
    return db.session.scalar(statement.order_by(ImportRun.id.desc()).limit(1))


def uploader_of(run: ImportRun) -> str | None:
    """The name of who uploaded it; None for a command on the server, or somebody gone."""
    return db.session.scalar(select(User.name).where(User.id == run.uploaded_by_id))


def has_rows(import_id: int) -> bool:
    """Whether it is known what an import did to each dossier: earlier versions did not note it."""
    return bool(db.session.scalar(select(exists().where(ImportRow.import_id == import_id))))


def received_days(import_id: int) -> tuple[date, date] | None:
    """First and last day on which the dossiers written by an import were received; None without any."""
    days = select(func.min(Dossier.received_on), func.max(Dossier.received_on))
    first, last = db.session.execute(days.where(Dossier.import_id == import_id)).one()
    return (first, last) if first else None


def last_imports(kind: str) -> dict[str, datetime]:
    """When each source last gave a file of a kind that was taken in."""
    last = func.max(ImportRun.uploaded_at)
    done = (ImportRun.kind == kind, ImportRun.state == "done")
    rows = db.session.execute(select(ImportRun.source, last).where(*done).group_by(ImportRun.source))
    return dict(rows.all())
