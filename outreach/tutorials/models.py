"""Tutorials, their versions and steps; who ticked, finished, got stuck, or said that a step is wrong.

A step keeps its `key` from version to version: ticks belong to keys, completions to versions. So publishing a
new version loses no tick, moves nobody, and never takes a completion back.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base, UtcDateTime
from outreach.documents.models import LegalDocument
from outreach.dossiers.models import Procedure


class Tutorial(Base):
    """A guide to one procedure, or to something all need (sign in, sign digitally, pay)."""

    __tablename__ = "tutorials"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)  # of its address
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedures.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    procedure: Mapped[Procedure | None] = relationship()


class TutorialVersion(Base):
    """One version: draft → reviewed → published; published ones are never written to again."""

    __tablename__ = "tutorial_versions"
    __table_args__ = (
        UniqueConstraint("tutorial_id", "number"),
        Index(
            "uq_tutorial_versions_published",
            "tutorial_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="valid_days"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tutorial_id: Mapped[int] = mapped_column(ForeignKey("tutorials.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    state: Mapped[str]  # 'draft', 'reviewed', 'published', 'replaced', 'withdrawn'
    edition: Mapped[int] = mapped_column(
        default=1
    )  # grows with every save: the second of two authors is told
    title: Mapped[str]
    title_folded: Mapped[str]
    title_en: Mapped[str | None]
    summary: Mapped[str]
    summary_en: Mapped[str | None]
    prepare: Mapped[str]  # Markdown: what to have ready
    prepare_en: Mapped[str | None]
    system: Mapped[str]  # where it is filed, as ProcedureCard.system
    portal: Mapped[str]  # the portal's name
    portal_version: Mapped[str | None]
    checked_on: Mapped[date | None]  # last held against the real portal
    checked_by: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    change_note: Mapped[str | None]  # what is new, for readers of the former version
    sources: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [{"text", "url", "seen_on"}]
    removed: Mapped[list[Any]] = mapped_column(JSON, default=list)  # deleted steps an author may want back
    withdrawn_why: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    tutorial: Mapped[Tutorial] = relationship()
    steps: Mapped[list["TutorialStep"]] = relationship(
        back_populates="version", order_by="TutorialStep.place", cascade="all, delete-orphan"
    )
    questions: Mapped[list["CheckQuestion"]] = relationship(
        order_by="CheckQuestion.place", cascade="all, delete-orphan"
    )


class TutorialStep(Base):
    """One thing one person does on one device."""

    __tablename__ = "tutorial_steps"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("tutorial_versions.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str]  # the same in every version, e.g. "dinh-kem"
    place: Mapped[int]
    part: Mapped[str]
    part_en: Mapped[str | None]
    title: Mapped[str]
    title_en: Mapped[str | None]
    body: Mapped[str]  # Markdown
    body_en: Mapped[str | None]
    who: Mapped[str]  # 'clerk', 'director', 'accountant'
    device: Mapped[str]  # 'any', 'pc', 'phone'
    mistake: Mapped[str | None]  # the usual one
    mistake_en: Mapped[str | None]
    see_now: Mapped[str | None]  # what should be on the screen
    see_now_en: Mapped[str | None]
    practice_step: Mapped[str | None]  # the step of the practice room that ticks it

    version: Mapped[TutorialVersion] = relationship(back_populates="steps")


class CheckQuestion(Base):
    """A check at the end: options in order, the index of the right one, and why."""

    __tablename__ = "check_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("tutorial_versions.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[int]
    question: Mapped[str]
    question_en: Mapped[str | None]
    options: Mapped[list[Any]] = mapped_column(JSON)  # [{"text", "text_en"}]
    right: Mapped[int]
    why: Mapped[str | None]
    why_en: Mapped[str | None]


class Citation(Base):
    """A legal document that a version rests on."""

    __tablename__ = "tutorial_citations"
    __table_args__ = (UniqueConstraint("version_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("tutorial_versions.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("legal_documents.id"), index=True)

    document: Mapped[LegalDocument] = relationship()


class Picture(Base):
    """An uploaded picture, re-encoded and bounded; the file lies below DATA_DIR."""

    __tablename__ = "tutorial_pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    tutorial_id: Mapped[int] = mapped_column(ForeignKey("tutorials.id", ondelete="CASCADE"), index=True)
    stored_as: Mapped[str]
    kind: Mapped[str]  # 'png', 'jpeg', 'webp'
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class Start(Base):
    """A person, or with `user_id` None a browser without sign-in, began a version."""

    __tablename__ = "tutorial_starts"
    __table_args__ = (
        UniqueConstraint("user_id", "version_id"),  # browsers without sign-in do not meet each other in it
        Index("ix_tutorial_starts_version_id_started_on", "version_id", "started_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("tutorial_versions.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    started_on: Mapped[date]


class Tick(Base):
    """A person says a step is done; it holds in later versions as long as they have the key."""

    __tablename__ = "tutorial_ticks"
    __table_args__ = (UniqueConstraint("user_id", "tutorial_id", "step_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    tutorial_id: Mapped[int] = mapped_column(ForeignKey("tutorials.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("tutorial_versions.id", ondelete="CASCADE"))
    step_key: Mapped[str]
    ticked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Completion(Base):
    """A person finished a version; the name stays with the business when the person leaves."""

    __tablename__ = "tutorial_completions"
    __table_args__ = (UniqueConstraint("user_id", "version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tutorial_id: Mapped[int] = mapped_column(ForeignKey("tutorials.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("tutorial_versions.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    person: Mapped[str]
    how: Mapped[str]  # 'ticked', 'practised'
    completed_on: Mapped[date]


class StepReport(Base):
    """Somebody is stuck at a step, or says that it is no longer right; answered on a private link."""

    __tablename__ = "step_reports"
    __table_args__ = (Index("ix_step_reports_version_id_step_key_kind", "version_id", "step_key", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # 'stuck', 'wrong'
    tutorial_id: Mapped[int] = mapped_column(ForeignKey("tutorials.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("tutorial_versions.id", ondelete="CASCADE"))
    step_key: Mapped[str]
    question: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    tax_code: Mapped[str | None]  # as typed by somebody without an account
    phone: Mapped[str | None]
    state: Mapped[str]  # 'open', 'answered', 'closed'
    answer: Mapped[str | None]
    shown: Mapped[bool] = mapped_column(default=False)  # question and answer stand at the step for everybody
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    key_hash: Mapped[str | None]  # of the private link's secret, for whoever has no account
