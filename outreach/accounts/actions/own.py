"""What people do with their own account."""

from outreach.accounts.actions.access import note_access
from outreach.accounts.actions.signing_in import end_sessions, enter
from outreach.accounts.models import SignInSession, User
from outreach.database import db
from outreach.i18n import LOCALES
from outreach.text import squeeze


def rename(*, user_id: int, name: str, locale: str) -> None:
    """Change the name others see, and the language."""
    user = db.session.get_one(User, user_id)
    user.name = squeeze(name)
    user.locale = locale
    db.session.flush()


def choose_language(*, user_id: int, locale: str) -> None:
    """Change the language; one we do not have changes nothing."""
    if locale in LOCALES:
        db.session.get_one(User, user_id).locale = locale
        db.session.flush()


def change_password(*, user_id: int, password_hash: str) -> None:
    """Set a new password: every session of the person ends, and this browser gets a new one."""
    user = db.session.get_one(User, user_id)
    user.password_hash = password_hash
    end_sessions(SignInSession.user_id == user_id)
    note_access(what="password.changed", object_type="user", object_id=user_id, by=user_id)
    enter(user=user)


def end_session(*, user_id: int, session_id: int | None = None, but: int | None = None) -> int:
    """Sign out elsewhere: one of the person's own sessions, or all but the one here; the number ended."""
    which = [SignInSession.user_id == user_id]
    if session_id is not None:
        which.append(SignInSession.id == session_id)
    if but is not None:
        which.append(SignInSession.id != but)
    ended = end_sessions(*which)
    if ended:
        note_access(what="sessions.ended", object_type="user", object_id=user_id)
    return ended
