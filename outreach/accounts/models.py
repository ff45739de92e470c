"""People who sign in, their sessions, their invitations, and the record of what they looked at."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, relationship, validates

from outreach.accounts import rules
from outreach.database import Base, SortKey, UtcDateTime
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold, person_sort_key

if TYPE_CHECKING:
    from outreach.businesses.models import Business


class Role(StrEnum):
    """Who somebody is to the portal."""

    BUSINESS = "business"
    OFFICER = "officer"
    HELPDESK = "helpdesk"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> LazyText:
        """The role in the reader's language."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, LazyText] = {
    Role.BUSINESS: _l("Doanh nghiệp"),
    Role.OFFICER: _l("Cán bộ cải cách hành chính"),
    Role.HELPDESK: _l("Cán bộ hỗ trợ"),
    Role.LEADER: _l("Lãnh đạo"),
    Role.ADMINISTRATOR: _l("Quản trị viên"),
}
STAFF = (Role.OFFICER, Role.HELPDESK, Role.LEADER, Role.ADMINISTRATOR)
COUNTER = (Role.OFFICER, Role.HELPDESK, Role.ADMINISTRATOR)  # who deals with businesses day by day
OFFICERS = (Role.OFFICER, Role.ADMINISTRATOR)


class User(Base):
    """One person. Staff are known by e-mail; people of a business by business and phone.

    The same phone in two businesses is two people, so that nobody's rights are ever merged.
    """

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("business_id", "phone"),
        CheckConstraint(
            "(role = 'business') = (business_id IS NOT NULL) AND (role = 'business') = (phone IS NOT NULL)"
            " AND (role = 'business') = (email IS NULL)",
            name="identity_fits_role",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    name: Mapped[str]
    name_sort: Mapped[SortKey] = mapped_column(index=True)
    name_folded: Mapped[str]  # for search
    email: Mapped[str | None]
    phone: Mapped[str | None]
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"))
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="vi")
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # Named, not imported: businesses stand above accounts.
    business: Mapped["Business | None"] = relationship("Business")

    @validates("name")
    def _shadow_name(self, key: str, name: str) -> str:
        self.name_sort, self.name_folded = person_sort_key(name), fold(name)
        return name

    @property
    def role_label(self) -> LazyText:
        """The role in the reader's language."""
        return Role(self.role).label

    @property
    def state(self) -> str:
        """'invited' until a password is set, then 'active'; or 'disabled'."""
        return rules.person_state(
            disabled=self.disabled_at is not None, password=self.password_hash is not None
        )


class SignInSession(Base):
    """A signed-in browser. The cookie carries the random id, the table only its hash."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    network: Mapped[str]
    browser: Mapped[str]


class Invitation(Base):
    """A single-use link with which somebody sets a password: a first one, or a new one."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]  # 'welcome' or 'reset'
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class PasswordRequest(Base):
    """Somebody of a business forgot the password: staff call the number on file and hand over a link."""

    __tablename__ = "password_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class SignInAttempt(Base):
    """One try at a secret, written before it is checked and taken back when it was right.

    The throttle counts them by account and by network.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_account_what_at", "account", "what", "at"),
        Index("ix_sign_in_attempts_network_what_at", "network", "what", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str]  # which way in, see rules.LIMITS
    account: Mapped[str]  # hash of what was typed as the account
    network: Mapped[str]  # /24 or /64
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccessRecord(Base):
    """Who did or looked at what, when, from where, and for what purpose. Rows are only ever added."""

    __tablename__ = "access_records"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    what: Mapped[str]  # e.g. 'sign_in', 'contacts.view', 'import.dossiers'
    object_type: Mapped[str | None]
    object_id: Mapped[str | None]
    purpose: Mapped[str | None]
    network: Mapped[str]


@event.listens_for(AccessRecord, "before_update")
@event.listens_for(AccessRecord, "before_delete")
def _refuse_rewriting(mapper: Any, connection: Any, target: AccessRecord) -> None:
    raise RuntimeError("access records are only ever added")


@event.listens_for(Session, "do_orm_execute")
def _refuse_rewriting_many(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper is AccessRecord.__mapper__:
        raise RuntimeError("access records are only ever added")


DEMO = "demo"  # the setting that `flask demo` leaves in its database


class Setting(Base):
    """A fact about this installation, e.g. that `flask demo` made it."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
