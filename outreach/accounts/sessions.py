"""The browser's session: the cookie carries a random id, the table its hash, Flask-Login the person."""

import secrets

from flask import Flask, has_request_context, request, session
from flask_login import AnonymousUserMixin, LoginManager, login_user, logout_user
from sqlalchemy import update

from outreach import clock
from outreach.accounts import queries, rules
from outreach.accounts.models import Role, SignInSession, User
from outreach.accounts.queries import SignedIn
from outreach.database import db, record


class Anonymous(AnonymousUserMixin):
    """Somebody who has not signed in, with what templates and guards ask of everyone."""

    id: int | None = None
    name = ""
    role: Role | None = None
    role_label = ""
    business_id: int | None = None
    locale = "vi"


login_manager = LoginManager()
login_manager.session_protection = None  # the session row is the protection
login_manager.anonymous_user = Anonymous


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person behind the cookie."""
    login_manager.init_app(app)
    login_manager.user_loader(load)


def load(token: str) -> SignedIn | None:
    """The person behind a cookie's token; None when the session is over. Marks the session as seen."""
    person = queries.find_session(token)
    at = clock.now()
    if person is None or not rules.session_is_open(person.created_at, person.last_seen_at, at):
        return None
    if at - person.last_seen_at > rules.TOUCH_EVERY and not _is_polling():
        with record() as connection:
            connection.execute(
                update(SignInSession).where(SignInSession.id == person.session_id).values(last_seen_at=at)
            )
    return person


def start(user: User) -> None:
    """Sign a person in on this browser: a new random id, and nothing kept of the session before.

    The row is part of the deed's transaction; a cookie whose row was never committed opens nothing.
    """
    session.clear()
    token = secrets.token_urlsafe(32)
    at = clock.now()
    row = SignInSession(
        token_hash=rules.token_hash(token), user_id=user.id, created_at=at, last_seen_at=at,
        network=network(), browser=(request.user_agent.string or "")[:200],
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    login_user(
        SignedIn(
            id=user.id, name=user.name, role=Role(user.role), business_id=user.business_id,
            locale=user.locale, session_id=row.id, created_at=at, last_seen_at=at, token=token,
        )
    )  # fmt: skip


def leave() -> None:
    """Forget the person on this browser; the session's row is ended by `actions.sign_out`."""
    logout_user()
    session.clear()


def network() -> str:
    """The caller's network: /24 of IPv4, /64 of IPv6; what the throttle and the records keep."""
    return rules.network_of(request.remote_addr or "") if has_request_context() else "command line"


def _is_polling() -> bool:
    """A page that asks by itself every few seconds is not somebody at work."""
    return request.args.get("poll") == "1"
