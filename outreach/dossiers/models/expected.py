"""Files that should come every month, and which days the imported ones are about."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime


class ExpectedFile(Base):
    """A list that a system hands over every month, and who is told when it is late."""

    __tablename__ = "expected_files"
    __table_args__ = (
        UniqueConstraint("kind", "source"),
        CheckConstraint("due_on_day BETWEEN 1 AND 28", name="due_on_day"),
        CheckConstraint("closes_on_day BETWEEN 1 AND 27", name="closes_on_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # as of imports: 'dossiers', 'summary', …
    source: Mapped[str]
    closes_on_day: Mapped[int | None]  # last day of a month's period; None: the calendar month
    due_on_day: Mapped[int]  # the first such day after the period is the last one in time
    since: Mapped[date]  # periods that close before it are not expected
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )  # who is told; None: every officer
    reminded_of: Mapped[date | None]  # last day of the newest period that somebody was reminded of
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImportSpan(Base):
    """The days that an import is about: kept, because finding them means looking at each of its rows."""

    __tablename__ = "import_spans"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    first: Mapped[date | None]  # None: about no days
    last: Mapped[date | None]
