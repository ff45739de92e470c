"""Receipts: dossier codes that businesses entered after filing, and codes the counter pasted."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import Dossier, Procedure


class Receipt(Base):
    """A code somebody entered: waiting until it is seen in the register or in the counter's list."""

    __tablename__ = "receipts"
    __table_args__ = (
        Index("ix_receipts_code_key", "code_key"),
        Index("ix_receipts_state_entered_at", "state", "entered_at"),
        UniqueConstraint("user_id", "code_key"),  # a double click is one entry
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]  # as typed
    code_key: Mapped[str]  # trimmed, upper case, without spaces: what is compared
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedures.id"))
    filed_on: Mapped[date | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"), index=True)
    tax_code: Mapped[str | None]
    phone: Mapped[str | None]
    key_hash: Mapped[str | None]  # of the private link's secret, for whoever has no account
    state: Mapped[str]  # 'waiting', 'seen', 'mistyped'
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # or said to be mistyped
    seen_how: Mapped[str | None]  # 'register', 'list', 'clerk'
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers.id", ondelete="SET NULL"), index=True)
    note: Mapped[str | None]  # to the business, from the clerk
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    dossier: Mapped[Dossier | None] = relationship()
    procedure: Mapped[Procedure | None] = relationship()


class SeenCode(Base):
    """A code in a day's list that the counter pasted; the register may bring the dossier later."""

    __tablename__ = "seen_codes"
    __table_args__ = (UniqueConstraint("code_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code_key: Mapped[str]
    batch: Mapped[str] = mapped_column(index=True)  # one paste, which can be taken back as a whole
    seen_on: Mapped[date]
    pasted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pasted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class NewsWish(Base):
    """A person of a business wants news of its dossiers, or no more; answers are only added."""

    __tablename__ = "news_wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    wanted: Mapped[bool]
    wording: Mapped[str]  # what was agreed to
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ResultNews(Base):
    """What the business of a dossier has been told of it, or had known before it asked for news."""

    __tablename__ = "result_news"

    dossier_id: Mapped[int] = mapped_column(
        ForeignKey("dossiers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    state: Mapped[str] = mapped_column(primary_key=True)  # rules.NEWS: 'returned', 'supplement', 'late'
    told: Mapped[bool]  # False: it stood in the register before anybody wanted news
    at: Mapped[datetime] = mapped_column(UtcDateTime)
