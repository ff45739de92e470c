"""What the columns of a source's files mean: remembered with an import that was confirmed, or forgotten."""

from importlib import import_module
from typing import Any

from sqlalchemy import Connection, delete

from outreach import clock
from outreach.database import db
from outreach.dossiers.models import ColumnMap, ImportRun


def remember_columns(run: ImportRun) -> None:
    """Keep how a file was read, for the next one with these headings; what somebody said stays said."""
    recognised: dict[str, Any] = run.recognised or {}
    if "headings" not in recognised:  # read by an earlier version
        return
    chosen = run.chosen or {}
    values = {
        "columns": recognised["read_as"], "said": bool(chosen.get("said")), "sheet": chosen.get("sheet"),
        "filename": run.filename, "read_at": clock.now(),
    }  # fmt: skip
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    which = {"kind": run.kind, "source": run.source, "headings": recognised["headings"]}
    new = dialect.insert(ColumnMap).values(**which, **values)  # two imports may be confirmed at once
    db.session.execute(
        new.on_conflict_do_update(index_elements=list(which), set_=values),
        execution_options={"synchronize_session": False},
    )


def forget_columns(connection: Connection, kind: str, source: str, headings: str) -> bool:
    """Let files with these headings be recognised anew; whether anything was remembered."""
    own = (ColumnMap.kind == kind, ColumnMap.source == source, ColumnMap.headings == headings)
    return connection.execute(delete(ColumnMap).where(*own)).rowcount > 0
