"""Days of visits, their stops, and promises."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.businesses.models import Business, Zone
from outreach.campaigns.models import Intervention
from outreach.database import Base, UtcDateTime


class VisitDay(Base):
    """One day's route through a zone; its intervention holds who was reached."""

    __tablename__ = "visit_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), unique=True
    )
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zones.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    team: Mapped[str | None]  # who goes
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    intervention: Mapped[Intervention] = relationship()
    zone: Mapped[Zone | None] = relationship()


class VisitStop(Base):
    """A business on the route, and what came of it."""

    __tablename__ = "visit_stops"
    __table_args__ = (UniqueConstraint("visit_day_id", "business_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    visit_day_id: Mapped[int] = mapped_column(ForeignKey("visit_days.id", ondelete="CASCADE"))
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    place: Mapped[int]
    reason: Mapped[str | None]  # why it is on the route
    outcome: Mapped[str] = mapped_column(default="planned")  # planned, visited, nobody_there, postponed
    met: Mapped[str | None]  # who was met, in words
    procedures: Mapped[list[int]] = mapped_column(JSON, default=list)  # ids of those discussed
    barriers: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of rules.BARRIERS
    note: Mapped[str | None]
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    client_id: Mapped[str | None]  # of the form that was sent: sent again, it changes nothing

    business: Mapped[Business] = relationship()


class Promise(Base):
    """Something the board told a business it would do: open until it is kept, or said to be impossible."""

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_state_due_on", "state", "due_on"),
        UniqueConstraint("client_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    stop_id: Mapped[int | None] = mapped_column(ForeignKey("visit_stops.id", ondelete="SET NULL"), index=True)
    text: Mapped[str]
    due_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(default="open")  # open, kept, impossible
    closed_on: Mapped[date | None]
    outcome: Mapped[str | None]  # what was done, or why it cannot be
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    reminded_on: Mapped[date | None]
    history: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list
    )  # what was changed since, and why
    client_id: Mapped[str | None]
