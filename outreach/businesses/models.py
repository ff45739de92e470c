"""Zones, businesses, and the people to reach in them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base, SortKey, UtcDateTime


class Zone(Base):
    """An industrial zone or cluster, economic zone, or export processing zone."""

    __tablename__ = "zones"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(unique=True)
    name_sort: Mapped[SortKey] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(default="industrial_zone")
    provisional: Mapped[bool] = mapped_column(default=False)  # only named by a file so far


class Business(Base):
    """A business of a zone, identified by tax code, by the board's own code, or (provisionally) by name."""

    __tablename__ = "businesses"
    __table_args__ = (
        UniqueConstraint("tax_code"),
        UniqueConstraint("own_code"),
        Index("ix_businesses_zone_id_name_sort", "zone_id", "name_sort"),
        Index(
            "ix_businesses_compared", "compared",
            sqlite_where=text("compared = false"), postgresql_where=text("compared = false"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    tax_code: Mapped[str | None]
    own_code: Mapped[str | None]
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(index=True)  # for search
    name_key: Mapped[str] = mapped_column(index=True)  # without the kind of company, for matching
    name_sort: Mapped[SortKey] = mapped_column(index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zones.id"))
    employees: Mapped[int | None]
    provisional: Mapped[bool] = mapped_column(default=False)  # only named by a register so far
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str | None]
    compared: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # whether its name was compared with all others since it is called so

    zone: Mapped[Zone | None] = relationship()
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="business", order_by="Contact.name_sort", cascade="all, delete-orphan"
    )

    @property
    def key(self) -> str:
        """Tax code, else the board's own code, else the name: how scripts name the business."""
        return self.tax_code or self.own_code or self.name


class Contact(Base):
    """A person of a business who may be reached, as far as that person agreed."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    name_sort: Mapped[SortKey]
    job: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    left_on: Mapped[date | None]

    business: Mapped[Business] = relationship(back_populates="contacts")
    consents: Mapped[list["Consent"]] = relationship(
        back_populates="contact", order_by="Consent.id", cascade="all, delete-orphan"
    )


class Consent(Base):
    """One answer to one question: may this person be reached by this channel? Answers are only added.

    Law 91/2025/QH15, article 9: explicit and provable, so wording, day, way and clerk are kept.
    """

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]  # 'phone', 'zalo', 'email'
    given: Mapped[bool]
    how: Mapped[str]  # 'spoken', 'written', 'form'
    wording: Mapped[str]
    answered_on: Mapped[date]  # may be days before somebody recorded it
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    contact: Mapped[Contact] = relationship(back_populates="consents")


class AccountStatement(Base):
    """Somebody said whether the business has an organisation account (VNeID); the latest one counts.

    Decree 69/2024/NĐ-CP: organisations sign in with it from 01/07/2025 on. Statements are only added.
    """

    __tablename__ = "account_statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"), index=True)
    has_account: Mapped[bool]
    said_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class NameCandidate(Base):
    """A business that a name known only from registers may mean, and why: what a person is asked about."""

    __tablename__ = "name_candidates"
    __table_args__ = ({"sqlite_with_rowid": False},)

    business_id: Mapped[int] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    reason: Mapped[str]  # see rules.likeness.REASONS
    score: Mapped[int]  # 0 to 100, for the order


class NameDecision(Base):
    """What a person said of a name: the same as another business, one of its own, or to be asked later."""

    __tablename__ = "name_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]  # as the business was called that only registers named
    verdict: Mapped[str]  # 'same', 'own' or 'later'
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"), index=True)
    dossiers: Mapped[int] = mapped_column(default=0)  # how many went to that business
    others: Mapped[int] = mapped_column(default=0)  # and how many other things: lists, visits, questions …
    joined: Mapped[int] = mapped_column(default=0)  # which became one with what it had: these stay there
    last_dossier: Mapped[int] = mapped_column(default=0)  # dossiers with a higher id came later
    former: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # of 'same': what undoing needs
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class BusinessAlias(Base):
    """A name that somebody said means a business: the next register that uses it is not asked about."""

    __tablename__ = "business_aliases"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_folded: Mapped[str] = mapped_column(unique=True)  # without marks and punctuation
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("name_decisions.id", ondelete="CASCADE"), index=True)
