"""Campaigns: a list, one with its quarters and what it lacks, writing it down and calling it done."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, staff
from outreach.campaigns import queries, rules
from outreach.campaigns.actions import campaigns as actions
from outreach.campaigns.forms.proving import CampaignForm
from outreach.campaigns.forms.reaching import read_id
from outreach.campaigns.models import Campaign
from outreach.campaigns.queries import campaigns, overview, proofs
from outreach.campaigns.rules import progress
from outreach.campaigns.rules.paper import roman
from outreach.campaigns.rules.wording import ICONS
from outreach.i18n import gettext as _

PER_PAGE = 25
MOST_FREE = 60
STATES = ("open", "done")


@staff
def campaign_index() -> ResponseReturnValue:
    """All campaigns with what they come to."""
    years = campaigns.campaign_years()
    year = lists.number(request.args, "year")
    wanted = campaigns.CampaignFilter(
        lists.words(request.args), year if year in years else None,
        lists.one_of(request.args, "state", STATES),
    )  # fmt: skip
    query: dict[str, Any] = {"q": wanted.words or None, "year": wanted.year, "state": wanted.state}
    pages = lists.paged(
        partial(campaigns.list_campaigns, wanted), request.args, size=PER_PAGE,
        address=partial(url_for, "campaigns.campaign_index", **query),
    )  # fmt: skip
    return web.render(
        "campaigns/campaigns.html", "campaigns/_campaign_list.html", pages=pages, query=query, years=years
    )


@staff
def campaign(campaign_id: int) -> ResponseReturnValue:
    """One campaign: planned beside done, who was reached, what is missing."""
    found = web.found(campaigns.get_campaign(campaign_id))
    return web.render("campaigns/campaign.html", form=web.Form(), **_context(found))


@staff
def campaign_missing(campaign_id: int) -> ResponseReturnValue:
    """What is missing before the campaign can be called done."""
    found = web.found(campaigns.get_campaign(campaign_id))
    return web.render("campaigns/missing.html", campaign=found, lines=proofs.campaign_lines(found.id))


@officers
@web.commits
def create_campaign() -> ResponseReturnValue:
    """A new campaign."""
    form = CampaignForm(plan_id=lists.number(request.args, "plan"))
    form.offer(campaigns.plan_choices())
    if form.validate_on_submit():
        made = form.carry_out(actions.create_campaign, created_by_id=current_user.id, **form.values())
        if made is not None:
            flash(_("Đã tạo chiến dịch. Anh/Chị gắn các hoạt động vào đây."), "good")
            return web.redirect(url_for("campaigns.campaign", campaign_id=made.id))
    return web.render("campaigns/campaign_edit.html", form=form, campaign=None)


@officers
@web.commits
def edit_campaign(campaign_id: int) -> ResponseReturnValue:
    """Change the facts of a campaign."""
    found = web.found(campaigns.get_campaign(campaign_id))
    form = CampaignForm(obj=found)
    form.offer(campaigns.plan_choices())
    if form.validate_on_submit() and form.carry_out(actions.update_campaign, campaign=found, **form.values()):
        flash(_("Đã lưu chiến dịch."), "good")
        return web.redirect(url_for("campaigns.campaign", campaign_id=found.id))
    return web.render("campaigns/campaign_edit.html", form=form, campaign=found)


@officers
@web.commits
def delete_campaign(campaign_id: int) -> ResponseReturnValue:
    """Ask, then remove a campaign; its interventions stay."""
    found = web.found(campaigns.get_campaign(campaign_id))
    form = web.Form()
    if form.validate_on_submit():
        actions.delete_campaign(campaign=found)
        flash(_("Đã xóa chiến dịch; các hoạt động vẫn còn."), "good")
        return web.redirect(url_for("campaigns.campaign_index"))
    return web.render(
        "campaigns/sure.html", form=form, heading=_("Xóa chiến dịch?"), thing=found.title,
        text=_("Các hoạt động của chiến dịch vẫn còn, chỉ không thuộc chiến dịch nào nữa."),
        label=_("Xóa chiến dịch"), home=url_for("campaigns.campaign", campaign_id=found.id),
    )  # fmt: skip


@officers
@web.commits
def finish(campaign_id: int) -> ResponseReturnValue:
    """Call a campaign done, when nothing is missing."""
    found = web.found(campaigns.get_campaign(campaign_id))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(actions.finish_campaign, campaign=found, by=current_user.id)
        if not form.errors:
            flash(_("Chiến dịch đã hoàn thành."), "good")
            return web.redirect(url_for("campaigns.campaign", campaign_id=found.id))
    return web.render("campaigns/campaign.html", form=form, **_context(found))


@officers
@web.commits
def reopen(campaign_id: int) -> ResponseReturnValue:
    """Take back that a campaign is done."""
    found = web.found(campaigns.get_campaign(campaign_id))
    if web.Form().validate_on_submit():
        actions.reopen_campaign(campaign=found)
        flash(_("Đã mở lại chiến dịch."), "good")
    return web.redirect(url_for("campaigns.campaign", campaign_id=found.id))


@officers
@web.commits
def attach(campaign_id: int) -> ResponseReturnValue:
    """Choose among the interventions of the time that belong to no campaign."""
    found = web.found(campaigns.get_campaign(campaign_id))
    form = web.Form()
    if form.validate_on_submit():
        chosen = [id for text in request.form.getlist("intervention") if (id := read_id(text))]
        number = form.carry_out(actions.attach, campaign=found, intervention_ids=chosen)
        if number is not None:
            flash(_("Đã gắn %(number)s hoạt động vào chiến dịch.", number=number), "good")
            return web.redirect(url_for("campaigns.campaign", campaign_id=found.id))
    words = lists.words(request.args)
    return web.render(
        "campaigns/attach.html", form=form, campaign=found, types=rules.TYPES, search=words,
        rows=overview.unattached(words, found.starts_on, found.ends_on, limit=MOST_FREE),
    )  # fmt: skip


@officers
@web.commits
def detach(campaign_id: int, intervention_id: int) -> ResponseReturnValue:
    """Let an intervention belong to no campaign."""
    found = web.found(campaigns.get_campaign(campaign_id))
    web.found(queries.get_intervention(intervention_id))
    if web.Form().validate_on_submit():
        actions.detach(campaign=found, intervention_id=intervention_id)
        flash(_("Đã gỡ hoạt động khỏi chiến dịch."), "good")
    return web.redirect(url_for("campaigns.campaign", campaign_id=found.id))


def _context(found: Campaign) -> dict[str, Any]:
    lines = proofs.campaign_lines(found.id)
    return {
        "campaign": found, "lines": lines, "quarters": proofs.quarters(found, lines),
        "sums": campaigns.sums_of([found.id]).get(found.id, campaigns.Sums()),
        "lacking": [line for line in lines if line.missing],
        "types": rules.TYPES, "icons": ICONS, "states": progress.STATES, "tones": progress.TONES,
        "spans": progress.SPANS, "today": clock.today(), "roman": roman,
    }  # fmt: skip
