"""Practice rooms and runs. What is typed is kept in the state of a run that goes on, and wiped at its end."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import Procedure
from outreach.practice.rules import DONE


class PracticeRoom(Base):
    """A trainer's room; seats join with its short code."""

    __tablename__ = "practice_rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)  # short enough to be read aloud
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    intervention_id: Mapped[int | None] = mapped_column(index=True)  # a training; campaigns keeps those
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    procedure: Mapped[Procedure] = relationship()


class PracticeRun(Base):
    """One person practising one procedure, alone or in a seat of a room."""

    __tablename__ = "practice_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("practice_rooms.id", ondelete="CASCADE"), index=True
    )
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    seat: Mapped[str | None]  # what the trainer's screen calls it; swept: rules.forgotten_seat
    step: Mapped[str]
    state: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # None once it has ended
    mistakes: Mapped[int] = mapped_column(default=0)
    pace: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # step → [seconds at it, mistakes]
    needs_help_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Came to the result and counts: a seat whose tax code anybody typed does once the trainer confirms it.
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # finished, left, or swept

    procedure: Mapped[Procedure] = relationship()
    room: Mapped[PracticeRoom | None] = relationship()

    @property
    def came_through(self) -> bool:
        """Whether it came to the result."""
        return self.step == DONE

    @property
    def is_claimed(self) -> bool:
        """Whether nobody knows yet that this going run is its business's: somebody typed the tax code."""
        return self.room_id is not None and self.business_id is not None and self.user_id is None
