"""Procedures with their dated service levels, the register of dossiers, its monthly counts, and imports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.businesses.models import Business
from outreach.database import Base, UtcDateTime


class Agency(Base):
    """Who handles a dossier: a department of the province, or a division of the board."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(unique=True)
    name_sort: Mapped[str] = mapped_column(index=True)


class Procedure(Base):
    """An administrative procedure; the code is the official one, or a local one."""

    __tablename__ = "procedures"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(index=True)
    name_sort: Mapped[str] = mapped_column(index=True)
    field: Mapped[str | None]
    field_folded: Mapped[str | None] = mapped_column(index=True)
    provisional: Mapped[bool] = mapped_column(default=False)  # only named by a register so far

    levels: Mapped[list["ServiceLevel"]] = relationship(
        back_populates="procedure", order_by="ServiceLevel.valid_from", cascade="all, delete-orphan"
    )


class ServiceLevel(Base):
    """How far a procedure could be done online, from a day on, in the words of that day's rules.

    The vocabularies are never mapped onto each other: levels 1–4 (Decree 43/2011) and một phần / toàn trình
    (Decree 42/2022) ask different things.
    """

    __tablename__ = "service_levels"
    __table_args__ = (
        UniqueConstraint("procedure_id", "vocabulary", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id", ondelete="CASCADE"), index=True)
    vocabulary: Mapped[str]  # 'levels_2011' or 'levels_2022'
    level: Mapped[str]  # '1'–'4', or 'information', 'partial', 'full'
    wording: Mapped[str]  # as the source wrote it
    may_file_online: Mapped[bool]
    valid_from: Mapped[date]  # date.min when the source gives none
    valid_to: Mapped[date | None]

    procedure: Mapped[Procedure] = relationship(back_populates="levels")


class Dossier(Base):
    """One submission. Outcomes such as sent back or refused are statuses, never deletions."""

    __tablename__ = "dossiers"
    __table_args__ = (
        UniqueConstraint("source", "code"),
        # Answers "this business by day" and the counts of a period from the index alone.
        Index(
            "ix_dossiers_business_id_received_on_filing_channel",
            "business_id",
            "received_on",
            "filing_channel",
        ),
        Index("ix_dossiers_received_on", "received_on"),
        # The register's last day is the last one on which anything happened.
        Index("ix_dossiers_finished_on", "finished_on"),
        Index("ix_dossiers_returned_on", "returned_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(default="main")
    code: Mapped[str]
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedures.id"), index=True)
    applicant: Mapped[str | None]
    field: Mapped[str | None]  # as the register says it, else the procedure's
    field_folded: Mapped[str | None] = mapped_column(index=True)
    field_given: Mapped[bool] = mapped_column(default=False)  # the register itself says it
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    filing_channel: Mapped[str | None]  # online, counter, post
    return_channel: Mapped[str | None]
    status: Mapped[str | None]
    paid_vnd: Mapped[int | None] = mapped_column(BigInteger)
    digitised: Mapped[bool | None]
    assistance: Mapped[str | None]  # alone, assisted, filed_for; unknown stays unknown
    online_possible: Mapped[bool | None]  # could it be filed online that day; unknown stays unknown
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id", ondelete="SET NULL"))

    business: Mapped[Business | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    procedure: Mapped[Procedure | None] = relationship()


class MonthlyCount(Base):
    """Counts of one business in one calendar month; kept equal to a full recount, row for row."""

    __tablename__ = "monthly_counts"

    business_id: Mapped[int] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    received: Mapped[int]
    online: Mapped[int]
    filed_for: Mapped[int]  # of received: filed for the business
    filed_for_online: Mapped[int]  # of these: online
    possible: Mapped[int]  # of received: not known to be offline-only that day
    possible_online: Mapped[int]  # of these: online


class Outage(Base):
    """A time in which the portal where dossiers are filed did not work, as far as somebody noted it."""

    __tablename__ = "outages"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_after_start"),
        Index("ix_outages_started_at", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    system: Mapped[str]  # what did not work, e.g. the national portal, its payment, its sign-in
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: not over, or not known
    note: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class ImportRun(Base):
    """One file taken in: uploaded, looked at, written in one go, with what became of every row."""

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # unguessable, for URLs
    kind: Mapped[str]  # 'dossiers', 'businesses', 'procedures', 'interventions', 'exposures'
    source: Mapped[str] = mapped_column(default="main")
    filename: Mapped[str]
    stored_as: Mapped[str | None]  # below DATA_DIR; None when a command read the file in place
    sha256: Mapped[str]
    state: Mapped[str]  # uploaded → queued → running → done | failed | discarded
    recognised: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # heading → meaning, sample
    refused: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)  # row, column, value, reason
    read: Mapped[int | None]
    created: Mapped[int | None]
    updated: Mapped[int | None]
    unchanged: Mapped[int | None]
    rejected: Mapped[int | None]  # how many rows were refused; `refused` holds the first of them
    done_rows: Mapped[int] = mapped_column(default=0)  # progress
    fault: Mapped[str | None]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None]  # process that works on it, for taking over after a crash
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)  # how often a process has begun to write it
