"""Holidays, and days off that are worked."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime


class SpecialDay(Base):
    """A day that is not what its weekday says: off though Monday to Friday, or worked though a weekend."""

    __tablename__ = "special_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    off: Mapped[bool]
    name: Mapped[str]
    decided_by: Mapped[str | None]  # the announcement, in words
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
