"""A kept file looked at anew: what its columns mean now, and read again as somebody said they do."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import update

from outreach import background, clock
from outreach.businesses.rules import Changed
from outreach.database import record
from outreach.dossiers.actions.mappings import forget_columns
from outreach.dossiers.actions.staging import preview
from outreach.dossiers.actions.staging.preview import Coming
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.choosing import Chosen, Opened, fingerprint
from outreach.dossiers.importing.reading import KINDS, Kind, Origin, look, understand
from outreach.dossiers.importing.receiving import SMALL, UPLOADS, looked_at, stage_now, turn
from outreach.dossiers.importing.staging import shape_of
from outreach.dossiers.models import ImportRun
from outreach.i18n import gettext as _
from outreach.lists import cut
from outreach.refusals import Refused
from outreach.sheets.cells import FileFault, Table
from outreach.sheets.columns import survey
from outreach.sheets.headings import show
from outreach.sheets.reading import open_table

CORRECTABLE = ("asking", "uploaded", "failed")
ROWS_OFFERED = 15
_NOTHING = dict.fromkeys(("marked_at", "read", "created", "updated", "unchanged", "rejected", "fault"))


class Inspected(NamedTuple):
    """A file's columns, and among which sheets and heading rows somebody may choose."""

    opened: Opened
    rows: list[tuple[int, str]]  # number and words of rows near the top


def inspect(run: Any, *, sheet: str | None = None, row: int | None = None) -> Inspected:
    """What the columns of an import's file mean now; another sheet or row of headings is read by synonyms.

    Raises FileFault, or Refused when the file is not there any more.
    """
    layout, chosen = KINDS[run.kind].layout, Chosen.kept(run.chosen) or Chosen()
    if sheet is not None and sheet != (run.recognised or {}).get("sheet"):
        chosen = Chosen(sheet if sheet in (run.recognised or {}).get("sheets", ()) else None)
    if row is not None and row != (run.recognised or {}).get("heading_row"):
        chosen = chosen._replace(row=row, columns={}, said=False)
    with turn():
        table = open_table(_path(run), filename=run.filename, sheet=chosen.sheet)
        found = survey(table, layout, chosen.columns, row=chosen.row)
        return Inspected(Opened(table, found, chosen), _first_rows(table))


def _first_rows(table: Table) -> list[tuple[int, str]]:
    top = islice(table.rows(), ROWS_OFFERED)
    return [(number, " · ".join(filter(None, map(show, cells)))) for number, cells in top]


def may_preview(run: Any) -> bool:
    """Whether it can be said what an import would change."""
    kind = KINDS.get(run.kind)
    staged = run.kind != "dossiers" or run.marked_at is not None
    return kind is not None and run.state == "uploaded" and staged


def coming(run: Any, *, offset: int, limit: int) -> tuple[Sequence[Coming | Changed], int]:
    """Some of what an import would change, former values beside new ones; and how many.

    Raises FileFault, or Refused when the file is not there any more.
    """
    if run.kind != "dossiers":
        kind, origin = KINDS[run.kind], Origin(run.source, None, (run.recognised or {}).get("period", ""))
        return cut(_changed(run, kind, origin), offset=offset, limit=limit)
    return preview.coming(run.id, shape_of(run.recognised), offset=offset, limit=limit)


def _changed(run: Any, kind: Kind, origin: Origin) -> Sequence[Changed]:
    path, chosen = _path(run), Chosen.kept(run.chosen)
    with turn():
        file = understand(path, kind, filename=run.filename, source=run.source, chosen=chosen)
        return look(file.parsed, kind, origin).changed


def reread(run: Any, chosen: Chosen | None) -> None:
    """Read a file again as somebody said; `None` is as if it had just come. Nothing is written yet.

    The session may not be in a transaction. Raises Refused when the import is on its way already, and
    FileFault when the file cannot be used.
    """
    path = _path(run)
    if run.kind != "dossiers":
        period = (run.recognised or {}).get("period", "")
        origin = Origin(run.source, None, period)
        found = looked_at(path, KINDS[run.kind], origin, filename=run.filename, chosen=chosen)
        _move(run, **{"state": "uploaded", "fault": None, "marked_at": None, **found})
        return
    small = path.stat().st_size <= SMALL
    me = background.this_process() if small else None
    kept = chosen._asdict() if chosen else None
    _move(
        run, state="staging", chosen=kept, claimed_by=me, claimed_at=clock.now(), attempts=0, done_rows=0,
        **_NOTHING,
    )  # fmt: skip
    if small:
        _stage(run, path, chosen)


def forget(run: Any, inspected: Inspected) -> bool:
    """Read files with these headings as if none had come before; whether anything was remembered."""
    with record() as connection:
        return forget_columns(connection, run.kind, run.source, fingerprint(inspected.opened.found))


def _stage(run: Any, path: Path, chosen: Chosen | None) -> None:
    try:
        stage_now(path, run.id, filename=run.filename, source=run.source, chosen=chosen)
    except FileFault as fault:
        claims.fail(run.id, background.this_process(), fault.message)
        raise
    except claims.Lost:  # somebody threw it away meanwhile, and its page says so
        return
    except BaseException:
        with record() as connection:  # the worker reads it again
            own = (ImportRun.id == run.id, ImportRun.claimed_by == background.this_process())
            connection.execute(update(ImportRun).where(*own).values(claimed_by=None))
        raise


def _move(run: Any, **values: Any) -> None:
    """Write to an import that nobody works on."""
    with record() as connection:
        moved = connection.execute(
            update(ImportRun).where(ImportRun.id == run.id, ImportRun.state.in_(CORRECTABLE)).values(**values)
        )
    if not moved.rowcount:
        raise Refused(_("Tệp này đã được nhập hoặc đã bỏ; Anh/Chị tải lại trang để xem."))


def _path(run: Any) -> Path:
    path = UPLOADS.path_of(run.stored_as)
    if path is None:
        raise Refused(_("Không còn tệp đã tải lên; Anh/Chị tải lại tệp."))
    return path
