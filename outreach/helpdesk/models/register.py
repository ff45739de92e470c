"""What stands apart from conversations: complaints, satisfaction, targets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime


class Complaint(Base):
    """A complaint or denunciation that was found in a chat; only the restricted register holds its words."""

    __tablename__ = "complaints"
    __table_args__ = (Index("ix_complaints_state_due_on", "state", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # 'complaint', 'denunciation', 'feedback'
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )  # never shown for a denunciation: whoever denounces is protected
    person: Mapped[str | None]
    words: Mapped[str]
    # the messages as they were, so that moving can be undone until somebody takes it: id, text, person, user;
    # afterwards their ids alone, by which their files are found
    parts: Mapped[list[Any]] = mapped_column(JSON, default=list)
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    state: Mapped[str]  # 'new', 'taken', 'answered', 'forwarded', 'refused'
    outcome: Mapped[str | None]
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Rating(Base):
    """How satisfied somebody was: without conversation, person, business or hour."""

    __tablename__ = "helpdesk_ratings"
    __table_args__ = (
        Index("ix_helpdesk_ratings_month_level", "month", "level"),
        {"sqlite_with_rowid": False},  # a hidden number would tell in which order they came
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # random: its order tells nothing
    month: Mapped[date]  # its first day
    level: Mapped[str]  # 'very_satisfied', 'satisfied', 'dissatisfied'
    reason: Mapped[str | None]  # code of rules.REASONS
    words: Mapped[str | None]  # what was missing, in own words


class Target(Base):
    """The board's promise in working minutes; without a row there is none."""

    __tablename__ = "helpdesk_targets"

    kind: Mapped[str] = mapped_column(primary_key=True)  # 'first_reply', 'next_reply', 'resolution'
    minutes: Mapped[int]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class Retention(Base):
    """How many months something is kept after the end; without a row as rules.KEPT says."""

    __tablename__ = "helpdesk_retention"

    kind: Mapped[str] = mapped_column(primary_key=True)  # 'words', 'files'
    months: Mapped[int]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
