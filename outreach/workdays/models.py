"""Holidays, days off that are worked, and the hours of a working day."""

from datetime import date, datetime, time

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


class WorkingHours(Base):
    """An interval in which the board works on a weekday; a day has as many as it has parts."""

    __tablename__ = "working_hours"

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 0 Monday … 6 Sunday
    begins: Mapped[time] = mapped_column(primary_key=True)  # local time
    ends: Mapped[time]
