"""The browser's session: the cookie carries a random id, the table its hash, Flask-Login the person."""

import secrets

from flask import Flask, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import insert, update

from outreach import clock
from outreach.accounts import queries, rules
from outreach.accounts.models import SignInSession
from outreach.accounts.queries import SignedIn
from outreach.database import record

login_manager = LoginManager()
login_manager.session_protection = None  # the session row is the protection


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person behind the cookie."""
    login_manager.init_app(app)
    login_manager.user_loader(load)


def load(token: str) -> SignedIn | None:
    """The person behind a cookie's token; None when the session is over. Marks the session as seen."""
    person = queries.find_session(rules.token_hash(token))
    at = clock.now()
    if person is None or not rules.session_is_open(person.created_at, person.last_seen_at, at):
        return None
    if at - person.last_seen_at > rules.TOUCH_EVERY and not _is_polling():
        with record() as connection:
            connection.execute(
                update(SignInSession).where(SignInSession.id == person.session_id).values(last_seen_at=at)
            )
    return person


def start(user_id: int) -> None:
    """Sign a person in on this browser: a new random id, and nothing kept of the session before."""
    locale_free_session()
    token = secrets.token_urlsafe(32)
    at = clock.now()
    with record() as connection:
        connection.execute(
            insert(SignInSession).values(
                token_hash=rules.token_hash(token), user_id=user_id, created_at=at, last_seen_at=at,
                network=network(), browser=(request.user_agent.string or "")[:200],
            )
        )  # fmt: skip
    login_user(_Token(token))


def locale_free_session() -> None:
    """Forget everything of the anonymous session, its CSRF token included."""
    session.clear()


def end() -> None:
    """Sign out here: the row ends, so that a copied cookie is worth nothing."""
    token = session.get("_user_id")
    logout_user()
    session.clear()
    if token:
        with record() as connection:
            connection.execute(
                update(SignInSession)
                .where(SignInSession.token_hash == rules.token_hash(token))
                .where(SignInSession.ended_at.is_(None))
                .values(ended_at=clock.now())
            )


def network() -> str:
    """The caller's network: /24 of IPv4, /64 of IPv6; what the throttle and the records keep."""
    return rules.network_of(request.remote_addr or "")


def _is_polling() -> bool:
    return request.headers.get("HX-Request") == "true" and request.args.get("poll") == "1"


class _Token:
    """What Flask-Login stores in the cookie."""

    is_active = True

    def __init__(self, token: str) -> None:
        self._token = token

    def get_id(self) -> str:
        return self._token
