"""What the tests of accounts need: people with passwords, links, and the table's rows."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from outreach import clock
from outreach.accounts import passwords, rules
from outreach.accounts.models import AccessRecord, Invitation, Role, SignInAttempt, SignInSession, User
from outreach.businesses.models import Business
from outreach.database import db
from tests import factories
from tests.client import CheckedClient

PASSWORD = "cây xanh bóng mát"
OTHER = "mưa rơi trên mái nhà"


def officer(password: str = PASSWORD, **values: Any) -> User:
    """A reform officer with a password."""
    return factories.user(Role.OFFICER, password_hash=passwords.hash_password(password), **values)


def clerk(of: Business | None = None, password: str = PASSWORD, **values: Any) -> User:
    """Somebody of a business with a password."""
    return factories.user(Role.BUSINESS, of=of, password_hash=passwords.hash_password(password), **values)


def invited(
    role: Role = Role.OFFICER, token: str = "t" * 43, *, purpose: str = "welcome", **values: Any
) -> User:
    """Somebody with an open link."""
    user = factories.user(role, **values)
    at = clock.now()
    factories.add(
        Invitation(
            token_hash=rules.token_hash(token), user_id=user.id, purpose=purpose, created_at=at,
            expires_at=at + timedelta(days=7),
        )
    )  # fmt: skip
    return user


def sign_in(client: CheckedClient, user: User, password: str = PASSWORD, **form: Any) -> TestResponse:
    """Through the sign-in page."""
    if user.email:
        return client.post("/dang-nhap?way=staff", data={"email": user.email, "password": password, **form})
    assert user.business is not None
    account = {"tax_code": user.business.tax_code, "phone": user.phone}
    return client.post("/dang-nhap", data={**account, "password": password, **form})


def tries() -> int:
    """How many tries the throttle remembers."""
    return len(db.session.scalars(select(SignInAttempt)).all())


def open_sessions(user: User) -> list[SignInSession]:
    """Sessions of the person that nobody ended."""
    statement = select(SignInSession).where(
        SignInSession.user_id == user.id, SignInSession.ended_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(SignInSession.id)))


def recorded(what: str) -> list[AccessRecord]:
    """The access records of one kind."""
    return list(db.session.scalars(select(AccessRecord).where(AccessRecord.what == what)))


def without_tokens(text: str) -> str:
    """A page without what differs at every look: the CSRF tokens."""
    return re.sub(r'(value="|X-CSRFToken": ")[\w.-]{60,}"', "", text)
