"""The register of dossiers, and its monthly counts."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.businesses.models import Business
from outreach.database import Base
from outreach.dossiers.models.curtain import BEFORE_BY_ID, BEFORE_BY_NUMBER, BEHIND
from outreach.dossiers.models.months import Month
from outreach.dossiers.models.procedures import Agency, Procedure


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
        {"info": {BEHIND: BEFORE_BY_ID}},
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
    assistance_said: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # by somebody here: no file changes it
    online_possible: Mapped[bool | None]  # could it be filed online that day; unknown stays unknown
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id", ondelete="SET NULL"))

    business: Mapped[Business | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    procedure: Mapped[Procedure | None] = relationship()


class MonthlyCount(Base):
    """Counts of one business in one calendar month; together they equal a full recount.

    An import lays what it adds beside what is counted (`curtain`), so whoever reads adds up; soon afterwards
    both are one row.
    """

    __tablename__ = "monthly_counts"
    __table_args__ = (
        # A business's months lie side by side.
        {"sqlite_with_rowid": False, "info": {BEHIND: BEFORE_BY_NUMBER}},
    )

    business_id: Mapped[int] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    month: Mapped[date] = mapped_column(Month, primary_key=True)  # its first day
    # 0, or the number of the curtain behind which an import laid these.
    curtain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, server_default="0")
    received: Mapped[int]
    online: Mapped[int]
    filed_for: Mapped[int]  # of received: filed for the business
    filed_for_online: Mapped[int]  # of these: online
    possible: Mapped[int]  # of received: not known to be offline-only that day
    possible_online: Mapped[int]  # of these: online
