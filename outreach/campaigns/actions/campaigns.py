"""Writing campaigns down, what belongs to them, and calling them done."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import update

from outreach import clock
from outreach.campaigns.models import Campaign, Intervention
from outreach.campaigns.queries.proofs import campaign_lines
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.refusals import Refused
from outreach.text import fold
from outreach.twins import twin


def create_campaign(
    *, title: str, starts_on: date, ends_on: date, created_by_id: int | None = None, **facts: Any
) -> Campaign:
    """A new campaign; `facts` are purpose, plan_id and cost_planned_vnd. Said twice it is one."""
    _check_days(starts_on, ends_on)
    facts |= {"title": title, "starts_on": starts_on, "ends_on": ends_on, "created_by_id": created_by_id}
    if created_by_id and (sent := twin(Campaign, Campaign.created_at, **facts)):
        return sent
    campaign = Campaign(title_folded=fold(title), created_at=clock.now(), **facts)
    db.session.add(campaign)
    db.session.flush()
    return campaign


def update_campaign(*, campaign: Campaign, **facts: Any) -> Campaign:
    """Change facts of a campaign (the keywords of `create_campaign`, all but the author)."""
    _check_days(facts.get("starts_on", campaign.starts_on), facts.get("ends_on", campaign.ends_on))
    for name, value in facts.items():
        setattr(campaign, name, value)
    campaign.title_folded = fold(campaign.title)
    db.session.flush()
    return campaign


def delete_campaign(*, campaign: Campaign) -> None:
    """Remove a campaign; its interventions stay, and belong to none."""
    mine = update(Intervention).where(Intervention.campaign_id == campaign.id)
    db.session.execute(mine.values(campaign_id=None))
    db.session.delete(campaign)
    db.session.flush()


def attach(*, campaign: Campaign, intervention_ids: Collection[int]) -> int:
    """Make interventions that belong to no campaign part of this one; how many. Refused when it is done."""
    if campaign.done_at is not None and intervention_ids:
        raise Refused(_("Chiến dịch đã hoàn thành; Anh/Chị mở lại trước khi thêm hoạt động."))
    free = Intervention.id.in_(list(intervention_ids)) & Intervention.campaign_id.is_(None)
    result: Any = db.session.execute(update(Intervention).where(free).values(campaign_id=campaign.id))
    return int(result.rowcount)


def detach(*, campaign: Campaign, intervention_id: int) -> None:
    """Let an intervention belong to no campaign; sent again it changes nothing."""
    mine = (Intervention.id == intervention_id) & (Intervention.campaign_id == campaign.id)
    db.session.execute(update(Intervention).where(mine).values(campaign_id=None))


def finish_campaign(*, campaign: Campaign, by: int) -> None:
    """Call it done; refused while anything is missing."""
    lacking = [line for line in campaign_lines(campaign.id) if line.missing]
    if lacking:
        raise Refused(
            ngettext(
                "Còn %(number)s hoạt động thiếu thông tin hoặc minh chứng.",
                "Còn %(number)s hoạt động thiếu thông tin hoặc minh chứng.",
                len(lacking), number=len(lacking),
            )
        )  # fmt: skip
    if campaign.done_at is None:
        campaign.done_at, campaign.done_by_id = clock.now(), by
        db.session.flush()


def reopen_campaign(*, campaign: Campaign) -> None:
    """Take back that it is done."""
    campaign.done_at = campaign.done_by_id = None
    db.session.flush()


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("Ngày kết thúc không thể trước ngày bắt đầu."), "ends_on")
