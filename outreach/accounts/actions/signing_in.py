"""Signing in and out."""

from sqlalchemy import ColumnElement, update

from outreach import clock
from outreach.accounts import passwords, queries, sessions, throttle
from outreach.accounts.actions.access import note_access, note_refusal
from outreach.accounts.models import SignInSession, User
from outreach.accounts.queries import SignedIn
from outreach.accounts.rules import Account
from outreach.database import db


def sign_in(*, account: Account, password: str) -> bool:
    """Sign the person in on this browser; False when account and password do not belong together.

    Nobody learns which of the two was wrong, nor whether the person exists or is disabled: each way costs
    the same. Raises throttle.TooManyTries before any hashing.
    """
    found = queries.find_credentials(account)
    known_here = queries.signed_in_here_before(found.user_id if found else None, sessions.network())
    throttle.take("sign_in", account.key, known_here=known_here)
    right = passwords.matches(password, found.password_hash if found else None)
    if found is None or not right or not found.welcome:
        note_refusal(what="sign_in.refused", user_id=found.user_id if found else None)
        return False
    throttle.forgive("sign_in", account.key)
    renewed = passwords.hash_password(password) if passwords.is_dated(found.password_hash or "") else None
    user = db.session.get_one(User, found.user_id)
    if renewed:
        user.password_hash = renewed
    enter(user=user)
    return True


def enter(*, user: User, purpose: str | None = None) -> None:
    """Start a session of this person on this browser."""
    sessions.start(user)
    note_access(what="sign_in", object_type="user", object_id=user.id, purpose=purpose, by=user.id)


def sign_out(*, person: SignedIn) -> None:
    """End the session here: its row ends, so that a copied cookie is worth nothing."""
    end_sessions(SignInSession.id == person.session_id)
    note_access(what="sign_out", object_type="user", object_id=person.id, by=person.id)
    sessions.leave()


def end_sessions(*which: ColumnElement[bool]) -> int:
    """End the open sessions that fit; whoever uses them is out at the next request."""
    ended = db.session.execute(
        update(SignInSession)
        .where(SignInSession.ended_at.is_(None), *which)
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]
