"""Zalo: chats that were pasted in, and the Official Account."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.businesses.models import Contact
from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import Procedure
from outreach.helpdesk.models import Conversation, Message


class Paste(Base):
    """One paste of a chat or group: read, confirmed line by line, and undone as a whole."""

    __tablename__ = "zalo_pastes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    group: Mapped[str]  # the chat's or group's name, as the clerk gives it
    group_folded: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]  # 'read', 'confirmed', 'undone'
    text: Mapped[str | None]  # as pasted, until it is confirmed: it can be read again for another day
    day: Mapped[date]  # of copying: "Hôm qua" is the day before it
    shape: Mapped[str]  # rules.pasting: how most heads of messages are written
    pasted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pasted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasteLine(Base):
    """A message read from a paste; stays with staff until it is released to its sender's business."""

    __tablename__ = "zalo_paste_lines"
    __table_args__ = (UniqueConstraint("paste_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paste_id: Mapped[int] = mapped_column(ForeignKey(Paste.id, ondelete="CASCADE"))
    place: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(
        index=True
    )  # group, minute, person, words: known ones are not doubled
    words_print: Mapped[str] = mapped_column(index=True)  # the same without the minute
    person: Mapped[str]  # empty once confirmed, as the text: the message holds both
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    day_guessed: Mapped[bool] = mapped_column(default=False)  # only a time of the day stood there
    unsure: Mapped[bool] = mapped_column(default=False)  # perhaps no head of a message
    text: Mapped[str]
    staff: Mapped[bool] = mapped_column(default=False)  # said by one of us
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey(Procedure.id))
    left_out: Mapped[bool] = mapped_column(default=False)
    known: Mapped[bool] = mapped_column(default=False)  # was there before this paste
    message_id: Mapped[int | None] = mapped_column(ForeignKey(Message.id, ondelete="SET NULL"), index=True)


class PastedPerson(Base):
    """Who a name in a group is, as a clerk said once."""

    __tablename__ = "zalo_pasted_people"
    __table_args__ = (UniqueConstraint("group_folded", "name_folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_folded: Mapped[str]
    name_folded: Mapped[str]
    staff: Mapped[bool] = mapped_column(default=False)
    business_id: Mapped[int | None] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), index=True
    )
    contact_id: Mapped[int | None] = mapped_column(ForeignKey(Contact.id, ondelete="SET NULL"))


class OfficialAccount(Base):
    """The board's account (one row): its pair of tokens, encrypted, and how it does."""

    __tablename__ = "zalo_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    oa_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str | None]
    access_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    refresh_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refreshed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refreshing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)  # claimed: one process refreshes
    state: Mapped[str]  # 'none', 'connected', 'expiring', 'consent_needed', 'stopped'
    fault_code: Mapped[int | None]
    fault_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    quota_type: Mapped[str | None]
    quota_remain: Mapped[int | None]
    quota_total: Mapped[int | None]
    quota_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ZaloEvent(Base):
    """One delivery of the webhook: stored raw first, processed later, once."""

    __tablename__ = "zalo_events"
    __table_args__ = (Index("ix_zalo_events_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    event_name: Mapped[str]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)  # None once its time is over
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deliveries: Mapped[int] = mapped_column(default=1)
    state: Mapped[str]  # 'waiting', 'done', 'unknown', 'failed'
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]


class ZaloPerson(Base):
    """Somebody who wrote to the Official Account; whose business it is, staff say."""

    __tablename__ = "zalo_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    zalo_user_id: Mapped[str] = mapped_column(unique=True)  # larger than 2^53: text
    name: Mapped[str | None]
    phone: Mapped[str | None]  # as submitted by the person
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey(Contact.id, ondelete="SET NULL"))
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey(Conversation.id, ondelete="SET NULL"), index=True
    )
    follows: Mapped[bool | None]
    follows_since: Mapped[datetime | None] = mapped_column(UtcDateTime)  # or does not, since then
    last_interaction_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # opens the 48 hours
    blocked_code: Mapped[int | None]  # a final refusal, e.g. -217, -227
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # asked Zalo for the name


class ZaloSending(Base):
    """A message on its way to Zalo: waiting → claimed → sent | failed | unknown; never twice by itself."""

    __tablename__ = "zalo_sendings"
    __table_args__ = (Index("ix_zalo_sendings_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(ZaloPerson.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(default="message")  # or 'request_info': asks for name and phone
    # 'waiting', 'confirm' (costs money: a person says so), 'claimed', 'sent', 'failed', 'unknown', 'stopped'
    state: Mapped[str]
    cost_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None]
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error_code: Mapped[int | None]


class ZaloPart(Base):
    """One request to Zalo: a text of at most 2,000 characters, a picture or a file of a message.

    The row is written just before the request goes out; without `sent_at` nobody knows what became of it.
    """

    __tablename__ = "zalo_parts"
    __table_args__ = (UniqueConstraint("sending_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sending_id: Mapped[int] = mapped_column(ForeignKey(ZaloSending.id, ondelete="CASCADE"))
    place: Mapped[int]
    external_id: Mapped[str | None] = mapped_column(unique=True)  # Zalo's msg_id
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ZaloMark(Base):
    """'Received' or 'seen' of a message that we do not know yet: news may overtake what it is about."""

    __tablename__ = "zalo_marks"

    external_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]  # 'received', 'seen'
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ZaloQuote(Base):
    """A message that answers one which has not come in yet."""

    __tablename__ = "zalo_quotes"

    message_id: Mapped[int] = mapped_column(
        ForeignKey(Message.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    external_id: Mapped[str] = mapped_column(index=True)


class ZaloFile(Base):
    """A picture or file that came with a message and is still to be fetched from Zalo."""

    __tablename__ = "zalo_files"
    __table_args__ = (
        UniqueConstraint("message_id", "place"),
        Index("ix_zalo_files_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"))
    place: Mapped[int]
    url: Mapped[str | None]  # None once fetched or given up
    name: Mapped[str]
    state: Mapped[str]  # 'waiting', 'fetched', 'refused' (no host of Zalo, too large, no kind we keep)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
