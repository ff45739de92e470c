"""Inviting people, disabling them, changing what they may do."""

from sqlalchemy import select

from outreach import clock
from outreach.accounts import letters, queries, rules
from outreach.accounts.actions.access import note_access
from outreach.accounts.actions.links import create_link, kill_links
from outreach.accounts.actions.signing_in import end_sessions
from outreach.accounts.models import STAFF, PasswordRequest, Role, SignInSession, User
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.outbox import actions as outbox
from outreach.refusals import Refused
from outreach.text import squeeze


def invite_staff(*, name: str, email: str, role: str, by: int | None) -> tuple[User, str]:
    """A new person of staff and the token of the link; the letter is queued when mail is set up."""
    if role not in [r.value for r in STAFF]:
        raise Refused(_l("Anh/Chị chọn một vai trò của cán bộ."), "role")
    user = _add(User(role=role, name=squeeze(name), email=email), by)
    token = create_link(user=user, by=by)
    if letters.can_be_sent():
        subject, body = letters.welcome(user, token)
        outbox.queue_email(address=str(user.email), subject=subject, body=body)
    return user, token


def invite_business_person(*, tax_code: str, name: str, phone: str, by: int) -> tuple[User, str]:
    """A new person of the business with this tax code and the token of the link."""
    business = queries.find_employer(tax_code)
    if business is None:
        raise Refused(_l("Chưa có doanh nghiệp nào với mã số thuế này."), "tax_code")
    if not business.active:
        raise Refused(_l("Doanh nghiệp này đã ngừng hoạt động."), "tax_code")
    person = User(role=Role.BUSINESS.value, name=squeeze(name), phone=phone)
    person.business_id = business.id
    user = _add(person, by)
    return user, create_link(user=user, by=by)


def invite_administrator(*, email: str, name: str) -> str:
    """The token of a link for the first administrator, or for one who is locked out.

    Refused when the e-mail belongs to somebody of another role, or to somebody disabled.
    """
    user = queries.find_staff(email)
    if user is None:
        return invite_staff(name=name, email=email, role=Role.ADMINISTRATOR.value, by=None)[1]
    if user.role != Role.ADMINISTRATOR:
        raise Refused(_l("E-mail này là của một người dùng có vai trò khác."))
    return create_link(user=user, by=None)


def disable(*, user_id: int, by: int) -> None:
    """Close somebody's way in at once: sessions end, links die."""
    user = _other(user_id, by)
    _keep_an_administrator(user)
    user.disabled_at = user.disabled_at or clock.now()
    end_sessions(SignInSession.user_id == user.id)
    kill_links(user.id)
    note_access(what="person.disabled", object_type="user", object_id=user.id, by=by)


def enable(*, user_id: int, by: int) -> None:
    """Open the way in again; the old password still holds, ended sessions stay ended."""
    user = _other(user_id, by)
    if (user.phone or "").startswith("#"):
        raise Refused(_l("Dữ liệu của người này đã được xóa; Anh/Chị mời lại như người mới."))
    user.disabled_at = None
    note_access(what="person.enabled", object_type="user", object_id=user.id, by=by)


def change_role(*, user_id: int, role: str, by: int) -> None:
    """Give somebody of staff another role; sessions end where rights shrink."""
    user = _other(user_id, by)
    if user.role not in STAFF or role not in [r.value for r in STAFF]:
        raise Refused(_l("Chỉ đổi được vai trò giữa các cán bộ."), "role")
    if role == user.role:
        return
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    before, user.role = user.role, role
    if rules.rights_shrink(before, role):
        end_sessions(SignInSession.user_id == user.id)
    note_access(
        what="person.role", object_type="user", object_id=user.id, purpose=f"{before} → {role}", by=by
    )


def answer_password_request(*, request_id: int, by: int) -> tuple[User, str]:
    """After the call: the person and the token of a link; each request is answered once."""
    asked = db.session.scalars(
        select(PasswordRequest)
        .where(PasswordRequest.id == request_id, PasswordRequest.answered_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if asked is None:
        raise Refused(_l("Yêu cầu này đã được trả lời."))
    asked.answered_at, asked.answered_by_id = clock.now(), by
    user = db.session.get_one(User, asked.user_id)
    note_access(what="password.request_answered", object_type="user", object_id=user.id, by=by)
    return user, create_link(user=user, by=by)


def _add(user: User, by: int | None) -> User:
    user.created_at = clock.now()
    db.session.add(user)
    db.session.flush()
    note_access(what="person.invited", object_type="user", object_id=user.id, purpose=user.role, by=by)
    return user


def _other(user_id: int, by: int) -> User:
    """Somebody else: nobody takes rights from, or gives them to, themselves."""
    if user_id == by:
        raise Refused(_l("Anh/Chị không tự đổi quyền của mình được. Hãy nhờ một quản trị viên khác."))
    return db.session.get_one(User, user_id)


def _keep_an_administrator(user: User) -> None:
    """Refused when `user` is the last administrator; locks them, so that two cannot remove each other."""
    administrators = db.session.scalars(
        select(User.id)
        .where(User.role == Role.ADMINISTRATOR.value, User.disabled_at.is_(None))
        .order_by(User.id)
        .with_for_update()
    ).all()
    if administrators == [user.id]:
        raise Refused(_l("Đây là quản trị viên cuối cùng, nên chưa khóa hay đổi vai trò được."))
