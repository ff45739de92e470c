"""Figures of summary forms, as these report them: by unit or field, with the import they came from."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import ImportRun


class SummaryForm(Base):
    """What one system reports of one period; forms by unit and by field of the same period stand together."""

    __tablename__ = "summary_forms"
    __table_args__ = (
        UniqueConstraint("source", "first", "last"),
        CheckConstraint("first <= last", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    title: Mapped[str | None]
    counted_in: Mapped[str | None]  # 'Số hồ sơ TTHC', as the form says it
    import_id: Mapped[int | None] = mapped_column(ForeignKey(ImportRun.id, ondelete="SET NULL"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportedFigure(Base):
    """One figure of one row; a merged one ('trực tiếp, bưu chính') is one figure."""

    __tablename__ = "reported_figures"
    __table_args__ = (UniqueConstraint("form_id", "key", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey(SummaryForm.id, ondelete="CASCADE"))
    key: Mapped[str]  # whom the row is about, folded (rules/summaries.py: Subject)
    grain: Mapped[str]  # 'unit', 'field' or 'both': what the rows of its table are
    part: Mapped[str | None]  # the group it stands in: 'Sở, ban, ngành'
    unit: Mapped[str | None]
    field: Mapped[str | None]
    place: Mapped[int]  # its row in the file
    total: Mapped[bool]  # a sum over other rows
    measure: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)  # a count; of a share millionths
    import_id: Mapped[int | None] = mapped_column(ForeignKey(ImportRun.id, ondelete="SET NULL"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FormerFigure(Base):
    """What a figure was before another file said otherwise, and which file had said it."""

    __tablename__ = "former_figures"

    id: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey(ReportedFigure.id, ondelete="CASCADE"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    import_id: Mapped[int | None] = mapped_column(ForeignKey(ImportRun.id, ondelete="SET NULL"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
