"""Reads of what was said of columns before."""

from sqlalchemy import select

from outreach.database import db, reading
from outreach.dossiers.models import ColumnMap

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


def find_column_map(kind: str, source: str, headings: str | None) -> ColumnMap | None:
    """How files with these headings are read."""
    return db.session.scalar(
        select(ColumnMap).where(
            ColumnMap.kind == kind, ColumnMap.source == source, ColumnMap.headings == headings
        )
    )
