"""Reads of sessions and of what a sign-in is checked against."""

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from flask_login import UserMixin
from sqlalchemy import FromClause, bindparam, or_, select

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import COUNTER, DEMO, OFFICERS, STAFF, Role, Setting, SignInSession, User
from outreach.database import Base, db, reading, reading_once
from outreach.i18n import LazyText


@functools.cache
def businesses() -> FromClause:
    """The table of the businesses: named, not imported, because businesses stand above accounts."""
    return Base.metadata.tables["businesses"]


@dataclass(frozen=True, eq=False)
class SignedIn(UserMixin):
    """Who is signed in, as every request needs it: a row, not an ORM object."""

    id: int
    name: str
    role: Role
    business_id: int | None
    locale: str
    session_id: int
    created_at: datetime
    last_seen_at: datetime
    token: str = field(repr=False)

    def get_id(self) -> str:
        """What Flask-Login puts into the cookie: the session's random id, not the person's number."""
        return self.token

    @property
    def role_label(self) -> LazyText:
        """The role in the reader's language."""
        return self.role.label

    @property
    def is_staff(self) -> bool:
        """Whether the person is the board's, as for the guard `staff`."""
        return self.role in STAFF

    @property
    def is_counter(self) -> bool:
        """Whether the person deals with businesses day by day, as for the guard `counter`."""
        return self.role in COUNTER

    @property
    def is_officer(self) -> bool:
        """Whether the person changes what the portal knows, as for the guard `officers`."""
        return self.role in OFFICERS


def of_open_business() -> Any:
    """People of a business that is no longer active have no way in."""
    return or_(User.business_id.is_(None), businesses().c.active)


@functools.cache
def _session_statement() -> Any:
    return (
        select(
            User.id, User.name, User.role, User.business_id, User.locale,
            SignInSession.id.label("session_id"), SignInSession.created_at, SignInSession.last_seen_at,
        )
        .join(User, User.id == SignInSession.user_id)
        .outerjoin(businesses(), businesses().c.id == User.business_id)
        .where(SignInSession.token_hash == bindparam("token_hash"))
        .where(SignInSession.ended_at.is_(None), User.disabled_at.is_(None), of_open_business())
    )  # fmt: skip


def find_session(token: str) -> SignedIn | None:
    """The session behind a cookie's token with its person; None when ended, or the person has no way in."""
    with reading_once() as connection:
        row = connection.execute(_session_statement(), {"token_hash": rules.token_hash(token)}).one_or_none()
    return SignedIn(**{**row._mapping, "role": Role(row.role), "token": token}) if row else None


def open_sessions(tokens: Collection[str]) -> set[str]:
    """Those of these cookies' tokens whose sessions still let their people in."""
    by_hash = {rules.token_hash(token): token for token in tokens}
    statement = (
        select(SignInSession.token_hash, SignInSession.created_at, SignInSession.last_seen_at)
        .join(User, User.id == SignInSession.user_id)
        .outerjoin(businesses(), businesses().c.id == User.business_id)
        .where(SignInSession.token_hash.in_(list(by_hash)))
        .where(SignInSession.ended_at.is_(None), User.disabled_at.is_(None), of_open_business())
    )
    at = clock.now()
    with reading() as connection:
        rows = connection.execute(statement).all()
    return {by_hash[row[0]] for row in rows if rules.session_is_open(row[1], row[2], at)}


class Credentials(NamedTuple):
    """What a password is checked against."""

    user_id: int
    password_hash: str | None
    welcome: bool  # not disabled, and not of an inactive business


def find_credentials(account: rules.Account) -> Credentials | None:
    """Of the person with this e-mail, or this phone in the business with this tax code."""
    statement = select(
        User.id, User.password_hash, (User.disabled_at.is_(None) & of_open_business()).label("welcome")
    ).outerjoin(businesses(), businesses().c.id == User.business_id)
    if account.email:
        statement = statement.where(User.email == account.email)
    else:
        statement = statement.where(businesses().c.tax_code == account.tax_code, User.phone == account.phone)
    with reading() as connection:
        row = connection.execute(statement).one_or_none()
    return Credentials(row.id, row.password_hash, bool(row.welcome)) if row else None


def password_hash_of(user_id: int) -> str | None:
    """The hash that the person's current password is checked against."""
    with reading() as connection:
        return connection.scalar(select(User.password_hash).where(User.id == user_id))


def own_words(user_id: int) -> tuple[str, ...]:
    """What the person's password must not be made of."""
    statement = (
        select(
            User.name, User.email, User.phone, businesses().c.tax_code, businesses().c.name.label("business")
        )
        .outerjoin(businesses(), businesses().c.id == User.business_id)
        .where(User.id == user_id)
    )
    with reading() as connection:
        row = connection.execute(statement).one()
    return rules.own_words(*row)


def signed_in_here_before(user_id: int | None, network: str) -> bool:
    """Whether the person has had a session from this network; the sweep forgets old ones."""
    statement = select(SignInSession.id).where(
        SignInSession.user_id == user_id, SignInSession.network == network
    )
    with reading() as connection:
        return connection.execute(statement.limit(1)).first() is not None


def list_sessions(user_id: int) -> Sequence[SignInSession]:
    """Where somebody is signed in now, last seen first."""
    at = clock.now()
    return db.session.scalars(
        select(SignInSession)
        .where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
        .where(SignInSession.last_seen_at > at - rules.IDLE_LIMIT)
        .where(SignInSession.created_at > at - rules.ABSOLUTE_LIMIT)
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    ).all()


def is_demo() -> bool:
    """Whether `flask demo` made this database."""
    return db.session.get(Setting, DEMO) is not None


def demo_people() -> list[User]:
    """The first person of each role who may sign in, in the roles' order."""
    people = db.session.scalars(select(User).where(User.disabled_at.is_(None)).order_by(User.id.desc()))
    first = {person.role: person for person in people}
    return [first[role] for role in Role if role in first]
