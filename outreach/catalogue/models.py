"""What is known of a procedure beyond name and level; every fact with its source and the day it was seen."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base
from outreach.documents.models import LegalDocument
from outreach.dossiers.models import Procedure


class ProcedureCard(Base):
    """How a procedure is filed, signed, paid and collected, and where it stands on the map."""

    __tablename__ = "procedure_cards"

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedures.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    portal_url: Mapped[str | None]  # its page on the national portal
    system: Mapped[
        str | None
    ]  # where it is filed: 'national', 'investment', 'ecosys', 'other'; None: not known
    signing: Mapped[str | None]  # 'online', 'paper', 'none'; None: not known, as for the next two
    paying: Mapped[str | None]  # 'online', 'counter', 'free'
    collecting: Mapped[str | None]  # 'online', 'post', 'counter'
    phase: Mapped[str | None]  # of the map, see rules.PHASES
    place: Mapped[int | None]  # order within its phase
    everyday: Mapped[str | None]  # words people use for it, separated by commas
    decision: Mapped[str | None]  # the board's decision that sets its level
    source: Mapped[str | None]
    seen_on: Mapped[date | None]

    procedure: Mapped[Procedure] = relationship()


class ProcedureFact(Base):
    """One line of the national record; without `text` it reads "xem trên Cổng" and leads there."""

    __tablename__ = "procedure_facts"
    __table_args__ = (Index("ix_procedure_facts_procedure_id_kind_place", "procedure_id", "kind", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id", ondelete="CASCADE"))
    kind: Mapped[str]  # 'step', 'document', 'form', 'fee', 'time_limit', 'channel', 'condition', 'result'
    place: Mapped[int]
    text: Mapped[str | None]
    note: Mapped[str | None]  # e.g. original or copy, how many
    source: Mapped[str]  # address or document
    seen_on: Mapped[date]


class ProcedureBasis(Base):
    """A legal document that a procedure rests on."""

    __tablename__ = "procedure_bases"
    __table_args__ = (UniqueConstraint("procedure_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("legal_documents.id"), index=True)

    document: Mapped[LegalDocument] = relationship()


class RedoReason(Base):
    """Why dossiers of a procedure came back: coded, and led to the step that prevents it."""

    __tablename__ = "redo_reasons"
    __table_args__ = (UniqueConstraint("procedure_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id", ondelete="CASCADE"))
    code: Mapped[str]
    label: Mapped[str]
    label_en: Mapped[str | None]
    question: Mapped[str | None]  # what the check before submission asks
    question_en: Mapped[str | None]
    step_key: Mapped[str | None]  # of a tutorial's step


class DossierRedo(Base):
    """One dossier that was sent back or asked to be supplemented, for a coded reason."""

    __tablename__ = "dossier_redos"
    __table_args__ = (UniqueConstraint("dossier_id", "reason_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    reason_id: Mapped[int] = mapped_column(ForeignKey("redo_reasons.id"), index=True)
    noted_on: Mapped[date]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
