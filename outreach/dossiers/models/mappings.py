"""How the columns of a source's files were read the last time, so that nobody says it again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime


class ColumnMap(Base):
    """The meaning of each heading of one set of headings, as files of a kind and source have it."""

    __tablename__ = "column_maps"
    __table_args__ = (UniqueConstraint("kind", "source", "headings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source: Mapped[str]
    headings: Mapped[str]  # hash of the folded headings, whatever their order
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)  # heading → meaning; null: left out
    said: Mapped[bool]  # by somebody; else it is what was recognised, and only compared
    sheet: Mapped[str | None]
    filename: Mapped[str]  # of the file that was read so last
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
