"""Conversations: one business's affair, in which several of its people and several clerks take part."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import Agency, Dossier, Procedure
from outreach.tutorials.models import StepReport, Tutorial, TutorialVersion


class Conversation(Base):
    """One question with all that was said about it; what lists and targets need is kept beside the messages.

    `waiting_since` is set while the asker waits for a first or next reply; `due_at` is when the target that
    runs (first reply, next reply, resolution) is missed, in working time, recomputed with every change.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_state_due_at", "state", "due_at"),
        Index("ix_conversations_state_last_at", "state", "last_at"),
        Index("ix_conversations_business_id_last_at", "business_id", "last_at"),
        Index("ix_conversations_tutorial_id_step_key", "tutorial_id", "step_key"),
        Index("ix_conversations_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str | None] = mapped_column(
        unique=True
    )  # of the form that began it: sent again, it is one
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"))
    channel: Mapped[str]  # rules.CHANNELS: 'portal', 'guest', 'phone', 'walk_in', 'zalo', 'zalo_paste'
    subject: Mapped[str | None]
    subject_folded: Mapped[str | None]
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey(Procedure.id), index=True)
    tutorial_id: Mapped[int | None] = mapped_column(ForeignKey(Tutorial.id))
    version_id: Mapped[int | None] = mapped_column(ForeignKey(TutorialVersion.id))
    step_key: Mapped[str | None]
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey(Dossier.id, ondelete="SET NULL"), index=True)
    step_report_id: Mapped[int | None] = mapped_column(
        ForeignKey(StepReport.id, ondelete="SET NULL"), unique=True
    )
    # whoever asked without an account, as typed; forgotten some time after the end
    guest_name: Mapped[str | None]
    guest_tax_code: Mapped[str | None]
    guest_phone: Mapped[str | None]
    key_hash: Mapped[str | None]  # of the private link's secret

    state: Mapped[str]  # 'open', 'closed', 'merged'
    assigned_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    snoozed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    released: Mapped[bool] = mapped_column(default=True)  # False: staff only, as pasted or noted by the desk

    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_reply_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_reply_minutes: Mapped[int | None]  # working minutes
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_for: Mapped[str | None]  # 'first_reply', 'next_reply', 'resolution'
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    resolution_minutes: Mapped[int | None]  # working minutes
    reopened: Mapped[int] = mapped_column(default=0)  # how often
    rated: Mapped[bool] = mapped_column(
        default=False
    )  # somebody rated it; what they said is kept apart from it
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # words removed when their time was over

    last_message_id: Mapped[int | None]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_from: Mapped[str]  # 'business', 'staff'
    last_text: Mapped[str]  # the beginning of the last message that is not a note
    version: Mapped[int] = mapped_column(
        default=0
    )  # counts up with every change: streams and polls compare it


class Participant(Base):
    """How far somebody has received and seen a conversation: ids of messages, which never go back."""

    __tablename__ = "conversation_participants"
    __table_args__ = (
        UniqueConstraint("conversation_id", "who"),
        CheckConstraint("seen_up_to <= received_up_to", name="seen_was_received"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    who: Mapped[str]  # 'user:12', 'guest', 'zalo:2468…'
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    side: Mapped[str]  # 'business', 'staff'
    received_up_to: Mapped[int] = mapped_column(default=0)
    seen_up_to: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # has it open now: a heartbeat
    writing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Draft(Base):
    """What somebody has typed and not sent: it survives a reload and another device."""

    __tablename__ = "conversation_drafts"

    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    text: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Label(Base):
    """A word that the desk puts on conversations."""

    __tablename__ = "labels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(unique=True)
    tone: Mapped[str] = mapped_column(default="neutral")


class ConversationLabel(Base):
    """A label on a conversation."""

    __tablename__ = "conversation_labels"

    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    label_id: Mapped[int] = mapped_column(
        ForeignKey(Label.id, ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class CheckedDocument(Base):
    """A document of the procedure's list that the business has, ticked within the conversation."""

    __tablename__ = "conversation_checks"
    __table_args__ = (UniqueConstraint("conversation_id", "document_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    document_key: Mapped[str]  # folded words of the catalogue's line: it survives a re-ordering
    words: Mapped[str]
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class HandOver(Base):
    """A question handed to another office, with the day by which it answers."""

    __tablename__ = "conversation_handovers"
    __table_args__ = (Index("ix_conversation_handovers_answered_at_due_on", "answered_at", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[int | None] = mapped_column(ForeignKey(Agency.id))
    office: Mapped[str]  # as named then
    question: Mapped[str]
    due_on: Mapped[date]
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
