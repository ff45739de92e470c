"""Times in which a portal did not work."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime


class Outage(Base):
    """A time in which the portal where dossiers are filed did not work, as far as somebody noted it."""

    __tablename__ = "outages"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_after_start"),
        Index("ix_outages_started_at", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    system: Mapped[str]  # what did not work, e.g. the national portal, its payment, its sign-in
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: not over, or not known
    note: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
