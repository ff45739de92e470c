"""Those who did not come get another chance: they are invited to a later session."""

from collections.abc import Collection

from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.trainings.actions.invitations import Sent, invite
from outreach.trainings.models import Session


def invite_again(*, session: Session, target: Session, business_ids: Collection[int], by: int | None) -> Sent:
    """Invite businesses that missed `session` to `target`; whoever is invited there stays as they are.

    Refused when it is the same session, or nothing is chosen.
    """
    if target.id == session.id or not business_ids:
        raise Refused(_("Anh/Chị chọn doanh nghiệp và một buổi khác."))
    return invite(session=target, business_ids=business_ids, invited_by_id=by)
