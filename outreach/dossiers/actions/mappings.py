"""What the columns of a source's files mean: remembered with an import that was confirmed, or forgotten."""

from typing import Any

from sqlalchemy import Connection, delete

from outreach import clock
from outreach.database import db
from outreach.dossiers.models import ColumnMap, ImportRun
from outreach.dossiers.queries.mappings import find_column_map


def remember_columns(run: ImportRun) -> None:
    """Keep how a file was read, for the next one with these headings; what somebody said stays said."""
    recognised: dict[str, Any] = run.recognised or {}
    if "headings" not in recognised:  # read by an earlier version
        return
    known = find_column_map(run.kind, run.source, recognised["headings"])
    if known is None:
        known = ColumnMap(kind=run.kind, source=run.source, headings=recognised["headings"], said=False)
        db.session.add(known)
    chosen = run.chosen or {}
    known.said = bool(chosen.get("said"))
    known.columns, known.sheet = recognised["read_as"], chosen.get("sheet")
    known.filename, known.read_at = run.filename, clock.now()
    db.session.flush()


def forget_columns(connection: Connection, kind: str, source: str, headings: str) -> bool:
    """Let files with these headings be recognised anew; whether anything was remembered."""
    own = (ColumnMap.kind == kind, ColumnMap.source == source, ColumnMap.headings == headings)
    return connection.execute(delete(ColumnMap).where(*own)).rowcount > 0
