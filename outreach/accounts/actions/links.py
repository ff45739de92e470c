"""Single-use links with which a password is set, and requests for them."""

import secrets

from sqlalchemy import update

from outreach import clock
from outreach.accounts import letters, queries, rules
from outreach.accounts.actions.access import note_access
from outreach.accounts.actions.signing_in import end_sessions, enter
from outreach.accounts.models import Invitation, PasswordRequest, SignInSession, User
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.outbox import actions as outbox
from outreach.refusals import Refused

DEAD_LINK = _l("Liên kết này đã dùng hoặc đã hết hạn. Anh/Chị xin liên kết mới giúp.")


def create_link(*, user: User, by: int | None) -> str:
    """Give the token of a new link for the person; links made before are dead from now on.

    A first password may wait seven days, a new one two hours. Only the hash is kept.
    """
    if user.disabled_at is not None:
        raise Refused(_l("Tài khoản này đang bị khóa. Anh/Chị mở khóa trước rồi hãy tạo liên kết."))
    purpose = "reset" if user.password_hash else "welcome"
    kill_links(user.id)
    token, at = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        Invitation(
            token_hash=rules.token_hash(token), user_id=user.id, purpose=purpose,
            created_at=at, expires_at=at + rules.LIFETIMES[purpose], created_by_id=by,
        )
    )  # fmt: skip
    note_access(what=f"link.{purpose}", object_type="user", object_id=user.id, by=by)
    return token


def set_password_by_link(*, link: queries.OpenLink, password_hash: str) -> None:
    """Use a link up: set the password, end all sessions of the person, sign in here.

    Refused when somebody was faster, on however many servers: the row is used exactly once.
    """
    at = clock.now()
    used = db.session.execute(
        update(Invitation)
        .where(Invitation.id == link.invitation_id)
        .where(Invitation.used_at.is_(None), Invitation.expires_at > at)
        .values(used_at=at)
    )
    user = db.session.get(User, link.user_id)
    taken: int = used.rowcount  # type: ignore[attr-defined]
    if taken != 1 or user is None or user.disabled_at is not None:
        raise Refused(DEAD_LINK)
    user.password_hash = password_hash
    kill_links(user.id)
    end_sessions(SignInSession.user_id == user.id)
    note_access(what=f"password.{link.purpose}", object_type="user", object_id=user.id, by=user.id)
    enter(user=user)


def ask_for_password(*, account: rules.Account) -> None:
    """Somebody forgot the password: staff get a letter, people of a business a call from the board.

    Silent about whether the account exists.
    """
    user = queries.find_person(account)
    note_access(what="password.forgotten", object_type="user", object_id=user.id if user else None)
    if user is None:
        return
    if user.email and letters.can_be_sent():
        subject, body = letters.new_password(user, create_link(user=user, by=None))
        outbox.queue_email(address=user.email, subject=subject, body=body)
    elif not queries.has_password_request(user.id):
        db.session.add(PasswordRequest(user_id=user.id, asked_at=clock.now()))
        db.session.flush()


def kill_links(user_id: int) -> None:
    """No link made for the person so far opens anything any more."""
    at = clock.now()
    db.session.execute(
        update(Invitation)
        .where(Invitation.user_id == user_id, Invitation.used_at.is_(None), Invitation.expires_at > at)
        .values(expires_at=at)
        .execution_options(synchronize_session=False)
    )
