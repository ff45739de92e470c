"""Reads of people and sessions."""

from dataclasses import dataclass
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import select

from outreach.accounts.models import Role, SignInSession, User
from outreach.database import reading


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

    def get_id(self) -> str:
        """Flask-Login asks for the cookie's value only at sign-in, where the token is given by hand."""
        raise NotImplementedError(
            "the cookie carries the token, see sessions.start"
        )


def find_session(token_hash: str) -> SignedIn | None:
    """The open session behind a token's hash with its person; None when ended, or the person disabled."""
    statement = (
        select(
            User.id, User.name, User.role, User.business_id, User.locale,
            SignInSession.id.label("session_id"), SignInSession.created_at, SignInSession.last_seen_at,
        )
        .join(User, User.id == SignInSession.user_id)
        .where(SignInSession.token_hash == token_hash)
        .where(SignInSession.ended_at.is_(None), User.disabled_at.is_(None))
    )  # fmt: skip
    with reading() as connection:
        row = connection.execute(statement).one_or_none()
    return SignedIn(**{**row._mapping, "role": Role(row.role)}) if row else None
