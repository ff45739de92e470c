"""What proves that an intervention took place, and the questions a dialogue leaves behind."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import Procedure


class Evidence(Base):
    """A file or a link: photo, minutes, signed list, decision, article, invoice."""

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("stored_as IS NOT NULL OR url IS NOT NULL", name="file_or_link"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), index=True
    )
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)  # of one visit
    kind: Mapped[str]  # rules.EVIDENCE
    title: Mapped[str]
    number: Mapped[str | None]  # of a decision or minutes
    url: Mapped[str | None]
    stored_as: Mapped[str | None]  # random name under DATA_DIR
    file_name: Mapped[str | None]  # as uploaded
    mime: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class Question(Base):
    """Asked at a dialogue (or on any occasion): who answers it by when, and the answer."""

    __tablename__ = "dialogue_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), index=True
    )
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey(Procedure.id), index=True)
    asked_by: Mapped[str | None]  # in words: a person, an association
    text: Mapped[str]
    answers: Mapped[str]  # the office or person who answers
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    due_on: Mapped[date | None]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
