"""Interventions, who was reached by them, and who attended."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.businesses.models import Business
from outreach.database import Base, UtcDateTime
from outreach.practice.models import PracticeRoom

if TYPE_CHECKING:
    from sqlalchemy import Table


class Intervention(Base):
    """One dated thing done to bring businesses to file online."""

    __tablename__ = "interventions"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("ends_on IS NULL OR ends_on >= held_on", name="ends_after_start"),
        Index("ix_interventions_held_on", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(
        ForeignKey("campaigns.id", ondelete="SET NULL"), index=True
    )
    plan_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("plan_items.id", ondelete="SET NULL"), index=True
    )  # the line of a plan that it carries out
    code: Mapped[str]
    type: Mapped[str]
    channel: Mapped[str | None]  # rules.CHANNELS: finer than the type
    audience: Mapped[str] = mapped_column(default="businesses")  # rules.AUDIENCES
    contents: Mapped[list[str]] = mapped_column(JSON, default=list)  # letters of rules.CONTENTS, a to m
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # rules.DETAILS says which per type
    title: Mapped[str]
    title_folded: Mapped[str]
    held_on: Mapped[date]
    ends_on: Mapped[date | None]
    span: Mapped[str | None]  # rules.SPANS: what the days from held_on to ends_on mean; None: all of them
    place: Mapped[str | None]
    partners: Mapped[str | None]
    covers_all: Mapped[bool] = mapped_column(default=False)  # reached everyone, e.g. on the radio
    # As a report gives them where nobody wrote down which businesses came: "more than 36 attendances".
    reported_attendances: Mapped[int | None]
    reported_is_minimum: Mapped[bool] = mapped_column(default=False)  # there were more than that
    cost_planned_vnd: Mapped[int | None] = mapped_column(BigInteger)
    cost_vnd: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None]
    minutes: Mapped[str | None]  # what happened and what was agreed
    cancelled_on: Mapped[date | None]
    cancelled_because: Mapped[str | None]
    provisional: Mapped[bool] = mapped_column(default=False)  # only named by an exposure file so far
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


# The room of a training: its table is a lower feature's, which knows nothing of interventions.
cast("Table", PracticeRoom.__table__).append_constraint(
    ForeignKeyConstraint([PracticeRoom.intervention_id], [Intervention.id], ondelete="SET NULL")
)


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


class ListedBusiness(Base):
    """A business on the list of those an intervention is meant for; `place` is the order drawn by lot."""

    __tablename__ = "listed_businesses"
    __table_args__ = (UniqueConstraint("intervention_id", "place"),)

    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    business_id: Mapped[int] = mapped_column(
        ForeignKey("businesses.id"), primary_key=True, autoincrement=False, index=True
    )
    place: Mapped[int | None]  # 1 is invited first; None until the order is drawn
    drawn_as: Mapped[str | None]  # the code it took part in the lot under, whatever codes it has since
    reason: Mapped[str | None]  # why it was listed, in the words of whoever or whatever proposed it
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    listed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    business: Mapped[Business] = relationship()


class Draw(Base):
    """The lot that ordered an intervention's list; from then on the list stays as it is."""

    __tablename__ = "draws"
    __table_args__ = (CheckConstraint("seats >= 1", name="some_seats"),)

    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    seats: Mapped[int]
    seed: Mapped[str]  # anybody can draw the same order from it
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    witnesses: Mapped[str | None]

    intervention: Mapped[Intervention] = relationship()
