"""Leaflets, their batches, where they went, and who scanned them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.campaigns.models import Intervention
from outreach.database import Base, UtcDateTime
from outreach.tutorials.models import TutorialVersion


class Leaflet(Base):
    """A sheet designed from a published version of a tutorial; its words may be shortened by hand."""

    __tablename__ = "leaflets"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("tutorial_versions.id"), index=True)
    language: Mapped[str] = mapped_column(default="vi")
    title: Mapped[str]
    opening: Mapped[str | None]
    ready: Mapped[list[str]] = mapped_column(JSON, default=list)  # what to have ready
    steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    closing: Mapped[str | None]  # whom to ask
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    version: Mapped[TutorialVersion] = relationship()


class LeafletBatch(Base):
    """A number of copies printed at once, with a QR code of their own; the words are kept as printed."""

    __tablename__ = "leaflet_batches"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="some_copies"),
        CheckConstraint("handed_out BETWEEN 0 AND quantity", name="not_more_than_printed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # short: it stands in the QR code
    leaflet_id: Mapped[int] = mapped_column(ForeignKey("leaflets.id"), index=True)
    intervention_id: Mapped[int] = mapped_column(ForeignKey("interventions.id"), unique=True)
    printed: Mapped[dict[str, Any]] = mapped_column(JSON)  # rules.Printed: the words as they were that day
    quantity: Mapped[int]
    handed_out: Mapped[int] = mapped_column(default=0)  # changed with the handouts, by one statement
    ordered_on: Mapped[date]
    printed_on: Mapped[date | None]
    printer: Mapped[str | None]
    cost_vnd: Mapped[int | None] = mapped_column(BigInteger)
    recalled_on: Mapped[date | None]
    recalled_because: Mapped[str | None]
    # Somebody looked at the reasons for a recall and found that the copies may go on.
    kept_on: Mapped[date | None]
    kept_because: Mapped[str | None]
    kept_for: Mapped[list[str] | None] = mapped_column(JSON)  # which reasons: rules.marks_of
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    leaflet: Mapped[Leaflet] = relationship()
    intervention: Mapped[Intervention] = relationship()


class Handout(Base):
    """Copies of a batch that went to a business or a place; what came back when it was recalled."""

    __tablename__ = "handouts"
    __table_args__ = (
        CheckConstraint("business_id IS NOT NULL OR place IS NOT NULL", name="went_somewhere"),
        CheckConstraint("quantity >= 1", name="some_copies"),
        CheckConstraint("taken_back IS NULL OR taken_back BETWEEN 0 AND quantity", name="not_more_back"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("leaflet_batches.id", ondelete="CASCADE"), index=True)
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    place: Mapped[str | None]
    quantity: Mapped[int]
    handed_on: Mapped[date]
    taken_back: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    client_id: Mapped[str | None] = mapped_column(unique=True)


class Scan(Base):
    """Somebody opened a batch's QR code; the business only when it was signed in."""

    __tablename__ = "leaflet_scans"
    __table_args__ = (UniqueConstraint("batch_id", "visitor", "scanned_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("leaflet_batches.id", ondelete="CASCADE"), index=True)
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    visitor: Mapped[str | None]  # random, of the browser's session: one visitor is counted once a day
    scanned_on: Mapped[date]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # went on to the steps
