"""What the desk knows: replies to reuse, and answers that everybody may read."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime
from outreach.documents.models import LegalDocument
from outreach.dossiers.models import Procedure
from outreach.tutorials.models import Tutorial, TutorialVersion


class SavedReply(Base):
    """A reply with fields such as {doanh_nghiep}; withheld while a document it rests on is replaced."""

    __tablename__ = "saved_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    folded: Mapped[str]  # title and text, for search
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey(Procedure.id), index=True)
    uses: Mapped[int] = mapped_column(default=0)
    former: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # as it was before the last edit
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # last held against its documents
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class SavedReplyBasis(Base):
    """A legal document that a reply rests on."""

    __tablename__ = "saved_reply_bases"

    reply_id: Mapped[int] = mapped_column(
        ForeignKey(SavedReply.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey(LegalDocument.id), primary_key=True, autoincrement=False, index=True
    )
    kept_over: Mapped[
        int | None
    ]  # what had replaced it (0: nothing) when an officer last kept it all the same


class Answer(Base):
    """From a conversation to everybody: copied → names removed → document cited → approved → published."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("slug"),
        Index("ix_answers_state_published_at", "state", "published_at"),
        Index("ix_answers_tutorial_id_step_key", "tutorial_id", "step_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]  # the address of its page
    kind: Mapped[str]  # 'entry' (question and answer), 'step_note', 'version' (went into a new version)
    state: Mapped[str]  # 'draft', 'redacted', 'approved', 'published', 'withdrawn'
    language: Mapped[str] = mapped_column(default="vi")
    original_id: Mapped[int | None] = mapped_column(  # the answer that this one says in another language
        ForeignKey("answers.id", ondelete="SET NULL"), index=True
    )
    question: Mapped[str]
    answer: Mapped[str]  # Markdown
    folded: Mapped[str]
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey(Procedure.id), index=True)
    tutorial_id: Mapped[int | None] = mapped_column(ForeignKey(Tutorial.id))
    step_key: Mapped[str | None]
    version_id: Mapped[int | None] = mapped_column(ForeignKey(TutorialVersion.id))  # the step's version then
    source: Mapped[str | None]  # public id of the conversation it came from; staff alone may follow it
    needs_no_basis: Mapped[bool] = mapped_column(default=False)  # somebody says that it rests on no document
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    redacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # somebody says that no name is left
    redacted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str | None]
    opened: Mapped[int] = mapped_column(default=0)
    helped: Mapped[int] = mapped_column(default=0)  # "Câu này trả lời được việc của tôi"
    did_not_help: Mapped[int] = mapped_column(default=0)


class AnswerBasis(Base):
    """A legal document that an answer cites."""

    __tablename__ = "answer_bases"

    answer_id: Mapped[int] = mapped_column(
        ForeignKey(Answer.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey(LegalDocument.id), primary_key=True, autoincrement=False, index=True
    )
    place: Mapped[str | None]  # "khoản 2 Điều 14"
    kept_over: Mapped[int | None]  # as SavedReplyBasis
