"""Reads of what was said of columns before."""

from typing import Any

from sqlalchemy import Row, select

from outreach.database import reading
from outreach.dossiers.models import ColumnMap, ImportRun

MOST_TRIED = 12  # ways in which one source wrote its headings


def column_maps(kind: str, source: str) -> list[ColumnMap]:
    """How files of a kind and source were read before, the last one first; in a short read of its own."""
    statement = (
        select(ColumnMap.__table__)
        .where(ColumnMap.kind == kind, ColumnMap.source == source)
        .order_by(ColumnMap.read_at.desc(), ColumnMap.id.desc())
        .limit(MOST_TRIED)
    )
    with reading() as connection:
        return [ColumnMap(**row._mapping) for row in connection.execute(statement)]


def import_to_correct(public_id: str) -> Row[Any] | None:
    """The import with this unguessable id, in a short read of its own: its file is read before it changes."""
    if "\x00" in public_id:
        return None
    statement = select(ImportRun.__table__).where(
        ImportRun.public_id == public_id, ImportRun.state != "discarded"
    )
    with reading() as connection:
        return connection.execute(statement).one_or_none()


def was_remembered(run: Any) -> bool:
    """Whether files with the headings of this import were read before."""
    headings = (run.recognised or {}).get("headings")
    return any(one.headings == headings for one in column_maps(run.kind, run.source))
