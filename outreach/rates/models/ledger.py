"""The stored ledger with the runs that compute it, and totals that a report gives without their split."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.campaigns.models import Intervention
from outreach.database import Base, UtcDateTime


class LedgerEntry(Base):
    """What was computed about one intervention, or one type, and one outcome (rules/ledger.py: Entry)."""

    __tablename__ = "ledger_entries"
    __table_args__ = (UniqueConstraint("subject", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]  # 'intervention:12' or 'type:training'
    intervention_id: Mapped[int | None] = mapped_column(
        ForeignKey(Intervention.id, ondelete="CASCADE"), index=True
    )
    type: Mapped[str]
    outcome: Mapped[str]
    verdict: Mapped[str]
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LedgerRun(Base):
    """One computation of the whole ledger; the newest that is done says what the entries rest on."""

    __tablename__ = "ledger_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]  # of the data when it was read
    fingerprint: Mapped[str | None]  # SHA-256 of everything that went in, the constants too
    state: Mapped[str]  # running → done | failed | interrupted (its process died)
    done: Mapped[int] = mapped_column(default=0)  # progress, in entries
    total: Mapped[int | None]
    fault: Mapped[str | None]
    claimed_by: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReportedTotal(Base):
    """Totals of a report that does not say how the dossiers fall on two parts of its period.

    The first part ends on `split_on`. The dossiers received in it are known, bounded, or not said (None).
    """

    __tablename__ = "reported_totals"
    __table_args__ = (
        CheckConstraint("first <= split_on AND split_on < last", name="days_in_order"),
        CheckConstraint(
            "0 <= online_first AND online_first <= online AND online <= received", name="counts_fit"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    source: Mapped[str]  # the report it stands in
    first: Mapped[date]
    split_on: Mapped[date]
    last: Mapped[date]
    received: Mapped[int]
    online: Mapped[int]
    online_first: Mapped[int]
    received_first_low: Mapped[int | None]
    received_first_high: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
