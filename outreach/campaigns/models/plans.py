"""Plans as boards write them, their lines, targets and the legal documents they rest on; campaigns."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base, UtcDateTime
from outreach.documents.models import LegalDocument


class Plan(Base):
    """A document with number and date that says what is to be done; approved by a leader, then it stays."""

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("number", "issued_on"),  # numbers begin anew every year
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None]  # e.g. 225/KH-BQL; a draft may not have one yet
    issued_on: Mapped[date | None]
    title: Mapped[str]
    title_folded: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="draft")  # draft → submitted → approved | returned
    returned_because: Mapped[str | None]
    # The parts of the document, each a list of paragraphs in their order.
    opening: Mapped[str | None]  # the sentence between the legal bases and part I
    purposes: Mapped[list[str]] = mapped_column(JSON, default=list)
    requirements: Mapped[list[str]] = mapped_column(JSON, default=list)
    audiences: Mapped[list[str]] = mapped_column(JSON, default=list)
    forms: Mapped[list[str]] = mapped_column(JSON, default=list)  # of informing, as the document words them
    tasks: Mapped[list[str]] = mapped_column(JSON, default=list)  # who leads, who joins, who reports
    funds: Mapped[str | None]
    funds_place: Mapped[int | None]  # their number among the tasks as the document has them; None: last
    receivers: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The head and the foot of the printed document (Decree 30/2020/NĐ-CP, appendix I).
    superior: Mapped[str | None]  # cơ quan chủ quản
    place: Mapped[str | None]
    signed_as: Mapped[str | None]  # e.g. KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN, one line each
    signer: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    contents: Mapped[list["PlanContent"]] = relationship(
        back_populates="plan", order_by="PlanContent.letter", cascade="all, delete-orphan"
    )
    bases: Mapped[list["PlanBasis"]] = relationship(
        back_populates="plan", order_by="PlanBasis.place", cascade="all, delete-orphan"
    )
    targets: Mapped[list["PlanTarget"]] = relationship(
        back_populates="plan", order_by="PlanTarget.place, PlanTarget.id", cascade="all, delete-orphan"
    )
    items: Mapped[list["PlanItem"]] = relationship(
        back_populates="plan", order_by="PlanItem.place", cascade="all, delete-orphan"
    )
    units: Mapped[list["PlanUnit"]] = relationship(
        back_populates="plan", order_by="PlanUnit.id", cascade="all, delete-orphan"
    )


class PlanContent(Base):
    """One of the eleven contents a–m of a plan, in the plan's own words."""

    __tablename__ = "plan_contents"

    plan_id: Mapped[int] = mapped_column(
        ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    letter: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]

    plan: Mapped[Plan] = relationship(back_populates="contents")


class PlanBasis(Base):
    """A legal document that a plan rests on."""

    __tablename__ = "plan_bases"

    plan_id: Mapped[int] = mapped_column(
        ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey("legal_documents.id"), primary_key=True, autoincrement=False, index=True
    )
    place: Mapped[int]

    plan: Mapped[Plan] = relationship(back_populates="bases")
    document: Mapped[LegalDocument] = relationship()


class PlanTarget(Base):
    """A rate to be reached: from the baseline's counts to a share, in ten-thousandths (3000 = 30%)."""

    __tablename__ = "plan_targets"
    __table_args__ = (
        CheckConstraint("baseline_number <= baseline_total", name="part_of_whole"),
        CheckConstraint("goal_from BETWEEN 0 AND 10000", name="a_share"),
        CheckConstraint("goal_to IS NULL OR goal_to BETWEEN goal_from AND 10000", name="a_band"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str]  # rates.rules.ledger.Outcome by its word: online, alone, paid_online, not_sent_back
    # Counts where they are known; a share alone (as reports give it) otherwise.
    baseline_number: Mapped[int | None]
    baseline_total: Mapped[int | None]
    baseline_share: Mapped[int | None]
    goal_from: Mapped[int]
    goal_to: Mapped[int | None]  # the upper edge of a band such as 15% to 30%
    due_on: Mapped[date]
    note: Mapped[str | None]
    place: Mapped[int] = mapped_column(default=0, server_default="0")

    plan: Mapped[Plan] = relationship(back_populates="targets")


class PlanUnit(Base):
    """An office or partner with a part in a plan."""

    __tablename__ = "plan_units"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    part: Mapped[str]  # 'leads' or 'joins'

    plan: Mapped[Plan] = relationship(back_populates="units")


class PlanItem(Base):
    """A line of a plan: something to be done in a quarter, or all year round."""

    __tablename__ = "plan_items"
    __table_args__ = (CheckConstraint("quarter IS NULL OR quarter BETWEEN 1 AND 4", name="a_quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    title: Mapped[str]
    type: Mapped[str]  # of the intervention it becomes
    channel: Mapped[str | None]
    audience: Mapped[str] = mapped_column(default="businesses")
    contents: Mapped[list[str]] = mapped_column(JSON, default=list)
    year: Mapped[int]
    quarter: Mapped[int | None]  # None: all year round
    times: Mapped[int] = mapped_column(default=1)  # how often in that time
    leader: Mapped[str | None]
    partners: Mapped[str | None]
    cost_planned_vnd: Mapped[int | None] = mapped_column(BigInteger)

    plan: Mapped[Plan] = relationship(back_populates="items")


class Campaign(Base):
    """Interventions that belong together, for a purpose and a time; may carry out a plan."""

    __tablename__ = "campaigns"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id", ondelete="SET NULL"), index=True)
    title: Mapped[str]
    title_folded: Mapped[str]
    purpose: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cost_planned_vnd: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    plan: Mapped[Plan | None] = relationship()
