"""What must be delivered: written with the deed, sent by a job."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime


class OutgoingMessage(Base):
    """One e-mail: waiting → claimed → sent | failed | stopped.

    A claim that was handed over without us learning how it ended stays claimed: nobody knows, people decide.
    """

    __tablename__ = "outgoing_messages"
    __table_args__ = (Index("ix_outgoing_messages_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)  # fixed before the first try
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]  # emptied once sent: it may hold a link that opens an account
    calendar: Mapped[str | None]  # an iCalendar file that goes with it
    purpose: Mapped[str | None]  # whose affair it is (consent.register); None: a secret link, never kept
    state: Mapped[str] = mapped_column(default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None]  # 'host:process'
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # from here on it may have arrived
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
