"""Interventions, who was reached by them, and who attended."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.businesses.models import Business
from outreach.database import Base, UtcDateTime


class Intervention(Base):
    """One dated thing done to bring businesses to file online."""

    __tablename__ = "interventions"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("ends_on IS NULL OR ends_on >= held_on", name="ends_after_start"),
        Index("ix_interventions_held_on", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    type: Mapped[str]
    title: Mapped[str]
    title_folded: Mapped[str]
    held_on: Mapped[date]
    ends_on: Mapped[date | None]
    place: Mapped[str | None]
    partners: Mapped[str | None]
    covers_all: Mapped[bool] = mapped_column(default=False)  # reached everyone, e.g. on the radio
    cost_planned_vnd: Mapped[int | None] = mapped_column(BigInteger)
    cost_vnd: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None]
    provisional: Mapped[bool] = mapped_column(default=False)  # only named by an exposure file so far
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class Attendance(Base):
    """A business at a training: its attendance row is its exposure, never a second one."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("intervention_id", "business_id"),
        CheckConstraint("people >= 1", name="somebody_came"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), index=True
    )
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    attended_on: Mapped[date]
    people: Mapped[int] = mapped_column(default=1)  # attendances (lượt) are people, not businesses
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    intervention: Mapped[Intervention] = relationship()
    business: Mapped[Business] = relationship()


class ExposureRecord(Base):
    """A business reached by an intervention that is not a training: visited, handed a leaflet, helped …"""

    __tablename__ = "exposures"
    __table_args__ = (UniqueConstraint("intervention_id", "business_id", "exposed_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), index=True
    )
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    exposed_on: Mapped[date]
    how: Mapped[str]  # the proof: visited, received, scanned, helped …
    offered: Mapped[bool] = mapped_column(default=True)  # staff came to the business, not the other way round
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    intervention: Mapped[Intervention] = relationship()
    business: Mapped[Business] = relationship()
