"""Sessions, who is invited, who registered, who came, and what they said of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.businesses.models import Business
from outreach.campaigns.models import Intervention
from outreach.database import Base, UtcDateTime
from outreach.notices.models import Notice
from outreach.outbox.models import OutgoingMessage


class Session(Base):
    """One session of a training, dialogue or the like: when, where or by which link, for how many."""

    __tablename__ = "training_sessions"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity IS NULL OR capacity >= 1", name="some_seats"),
        CheckConstraint("seats_taken >= 0", name="no_negative_seats"),
        Index("ix_training_sessions_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    intervention_id: Mapped[int] = mapped_column(
        ForeignKey("interventions.id", ondelete="CASCADE"), index=True
    )
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str | None]
    link: Mapped[str | None]
    capacity: Mapped[int | None]  # people; None: no limit
    seats_taken: Mapped[int] = mapped_column(default=0)  # changed by one atomic UPDATE with its limit
    seats_per_business: Mapped[int] = mapped_column(default=5)
    open_to_all: Mapped[bool] = mapped_column(default=True)  # else only businesses invited
    closes_on: Mapped[date | None]  # last day to register; None: until it begins
    trainers: Mapped[str | None]
    notes: Mapped[str | None]  # what to bring, shown to whoever registers
    sequence: Mapped[int] = mapped_column(default=0)  # of its calendar file, up with each change
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_because: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    intervention: Mapped[Intervention] = relationship()


class Material(Base):
    """Something to read before or after a session: a guide of the portal or an address elsewhere."""

    __tablename__ = "session_materials"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str]
    url: Mapped[str]


class SessionInvitation(Base):
    """A business invited to a session: how it was told, and its own link to answer without an account."""

    __tablename__ = "session_invitations"
    __table_args__ = (UniqueConstraint("session_id", "business_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"))
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    place: Mapped[int | None]  # in the order drawn by lot
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey(Notice.id, ondelete="SET NULL"))
    copied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # its text, to be pasted into Zalo
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # its letter
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_because: Mapped[str | None]

    business: Mapped[Business] = relationship()


class SessionMail(Base):
    """An e-mail about a session to one address of a business: written once, whatever is repeated."""

    __tablename__ = "session_mails"
    __table_args__ = (UniqueConstraint("session_id", "kind", "sequence", "address", "business_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"))
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    kind: Mapped[str]  # invited, registered, moved_up, changed, cancelled, three_days, one_day, thanks
    sequence: Mapped[int]  # of the session then
    address: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey(OutgoingMessage.id, ondelete="SET NULL"), index=True
    )
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Registration(Base):
    """A business takes seats, or waits for them."""

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint("seats >= 1", name="somebody_comes"),
        UniqueConstraint("session_id", "business_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id", ondelete="CASCADE"))
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    seats: Mapped[int]
    state: Mapped[str]  # registered, waiting, cancelled
    how: Mapped[str]  # portal, link, staff
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_email: Mapped[str | None]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    session: Mapped[Session] = relationship()
    business: Mapped[Business] = relationship()


class Participant(Base):
    """A person expected at or present in a session: of a business, or of an office (no exposure)."""

    __tablename__ = "participants"
    __table_args__ = (
        CheckConstraint("(business_id IS NULL) <> (unit IS NULL)", name="of_a_business_or_an_office"),
        UniqueConstraint("session_id", "client_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True
    )
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="SET NULL"), index=True
    )
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    unit: Mapped[str | None]  # of the board, or another office
    name: Mapped[str | None]  # None: a seat whose name comes later
    name_folded: Mapped[str | None]
    job: Mapped[str | None]
    phone: Mapped[str | None]
    checked_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    client_id: Mapped[str | None]  # given by the page that added the person: sent again, it adds nobody
    survey_key: Mapped[str | None] = mapped_column(unique=True)  # hash of a link that works once
    survey_used: Mapped[bool] = mapped_column(default=False)  # which answer was theirs is not kept

    business: Mapped[Business | None] = relationship()


class SurveyAnswer(Base):
    """What one person present said; nothing leads back to the person."""

    __tablename__ = "survey_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("training_sessions.id", ondelete="CASCADE"), index=True
    )
    level: Mapped[str]  # very_satisfied, satisfied, not_satisfied
    can_file_alone: Mapped[str | None]  # yes, with_help, no
    missing: Mapped[str | None]  # what was missing, in their words
    answered_on: Mapped[date]  # a day, not an instant


class Certificate(Base):
    """Attendance certified: name and business as they were, under a code that anyone can verify."""

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL"), unique=True
    )
    session_id: Mapped[int] = mapped_column(ForeignKey("training_sessions.id"), index=True)
    name: Mapped[str]
    business: Mapped[str]
    title: Mapped[str]
    held_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CalendarFeed(Base):
    """A private address where somebody's calendar fetches their sessions; its secret is kept as a hash."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
