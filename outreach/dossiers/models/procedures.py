"""Agencies, and procedures with their dated service levels."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base


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
