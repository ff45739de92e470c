"""Messages, in the order of their ids, and the files that came with them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.answers.models import SavedReply
from outreach.database import Base, UtcDateTime
from outreach.helpdesk.models.conversations import Conversation


class Message(Base):
    """One thing said; its id is its event's id in streams: whoever has seen id n asks for what follows."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),  # a message sent again is one message
        UniqueConstraint("external_id"),
        Index("ix_messages_conversation_id_id", "conversation_id", "id"),
        Index("ix_messages_sent_at", "sent_at"),
        Index("ix_messages_quoted_id", "quoted_id"),  # of a message that goes
        {"sqlite_autoincrement": True},  # the id of a deleted message is never given again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey(Conversation.id, ondelete="CASCADE"))
    client_id: Mapped[str]  # given by whoever sends, before the first try
    side: Mapped[str]  # 'business', 'staff', 'system'
    kind: Mapped[str]  # 'text', 'note' (staff only), 'event' (assigned, closed, handed over …), 'sticker'
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    person: Mapped[str | None]  # the name shown, also when the account is gone; None: forgotten
    text: Mapped[str]
    text_folded: Mapped[str]
    quoted_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    saved_reply_id: Mapped[int | None] = mapped_column(
        ForeignKey(SavedReply.id, ondelete="SET NULL"), index=True
    )
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)  # as said where it was said, e.g. in Zalo
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    came_from_id: Mapped[int | None] = mapped_column(
        ForeignKey(Conversation.id, ondelete="SET NULL"), index=True
    )  # the conversation it was said in, when that was merged into or split from this one
    external_id: Mapped[str | None]  # Zalo's msg_id
    delivery: Mapped[
        str | None
    ]  # outside the portal: 'waiting', 'sent', 'received', 'seen', 'failed', 'unknown'
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # "thu hồi": its words are gone
    moved_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # to the register of complaints: its words too


class Attachment(Base):
    """A picture or file; stored below DATA_DIR under a random name, sent with a message or waiting for it."""

    __tablename__ = "message_attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey(Conversation.id, ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"), index=True)
    client_id: Mapped[str]  # uploaded again, it is one
    name: Mapped[str]
    kind: Mapped[str]  # as recognised by its first bytes: 'jpeg', 'png', 'webp', 'pdf', 'docx', 'xlsx' …
    size: Mapped[int]
    sha256: Mapped[str]
    stored_as: Mapped[str | None]  # None once purged
    width: Mapped[int | None]
    height: Mapped[int | None]
    thumb_as: Mapped[str | None]
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("conversation_id", "client_id"),)
