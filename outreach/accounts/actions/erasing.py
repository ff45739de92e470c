"""Taking a person out of their account: what was counted under it stays counted."""

from sqlalchemy import delete

from outreach import clock
from outreach.accounts.actions.access import note_access
from outreach.accounts.models import Invitation, PasswordRequest, Role, SignInSession, User
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused


def erase_account(*, user_id: int, by: int) -> None:
    """Name, phone, password, sessions and links of somebody of a business go, for good.

    The row stays, under a mark in the place of the phone. Refused for staff: what they did for the board is
    its record, with their name.
    """
    user = db.session.get_one(User, user_id)
    if user.role != Role.BUSINESS:
        raise Refused(_("Tài khoản của cán bộ không xóa được, chỉ khóa được."))
    for table in (SignInSession, Invitation, PasswordRequest):
        db.session.execute(delete(table).where(table.user_id == user.id))
    user.name, user.phone = _("Người đã xóa dữ liệu"), f"#{user.id}"
    user.password_hash, user.disabled_at = None, user.disabled_at or clock.now()
    db.session.flush()
    note_access(what="person.erased", object_type="user", object_id=user.id, by=by)
