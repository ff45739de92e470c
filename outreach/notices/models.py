"""Notices to a business, and who of it has seen them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime


class Notice(Base):
    """Something the board tells one business: an invitation, a reminder, a promise kept."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_business_id_created_at", "business_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"))
    title: Mapped[str]
    text: Mapped[str | None]
    path: Mapped[str | None]  # the page it leads to, within the portal
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[date | None]  # not shown after this day
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeSeen(Base):
    """A person has seen a notice."""

    __tablename__ = "notices_seen"

    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
