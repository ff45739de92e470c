"""Those who did not come get another chance: they go on the list of the next session's intervention."""

from collections.abc import Collection

from outreach import clock
from outreach.campaigns import actions as campaigns
from outreach.i18n import gettext as _
from outreach.trainings.models import Session


def list_again(*, session: Session, target: Session, business_ids: Collection[int], by: int | None) -> int:
    """Put businesses on the list to invite of `target`'s intervention, with the reason; how many were new."""
    missed = _("Chưa dự buổi ngày %(day)s", day=f"{clock.local(session.starts_at):%d/%m/%Y}")
    return campaigns.list_businesses(
        intervention=target.intervention, businesses=[(id, missed) for id in sorted(business_ids)],
        listed_by_id=by,
    )  # fmt: skip
