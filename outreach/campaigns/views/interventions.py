"""The list of interventions, one of them, and writing it down."""

from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, staff
from outreach.campaigns import actions, clashing, queries, rules
from outreach.campaigns.forms import CancelForm, InterventionForm, intervention_form
from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import overview, proofs
from outreach.campaigns.queries.campaigns import campaign_choices, plan_item_choices
from outreach.campaigns.queries.evidence import evidence_of
from outreach.campaigns.queries.facts import facts_of
from outreach.campaigns.queries.overview import InterventionFilter, OverviewRow
from outreach.campaigns.rules import progress
from outreach.campaigns.rules.lots import may_invite
from outreach.campaigns.rules.progress import Quarter
from outreach.campaigns.rules.wording import GROUPS, ICONS, wording
from outreach.i18n import gettext as _

PER_PAGE = 20


@staff
def index() -> ResponseReturnValue:
    """What was done and what is planned, newest first, month by month."""
    years = queries.years()
    query = _query(years)
    pages = lists.paged(
        partial(overview.overview, _wanted(query)), request.args, size=PER_PAGE,
        address=partial(url_for, "campaigns.index", **query),
    )  # fmt: skip
    months = [(month, list(group)) for month, group in groupby(pages.rows, key=_month)]
    choices = ((), ()) if web.wants_part() else overview.choices()
    return web.render(
        "campaigns/index.html", "campaigns/_intervention_list.html",
        months=months, pages=pages, query=query, types=rules.TYPES, icons=ICONS, states=progress.STATES,
        today=clock.today(), years=years, campaigns=choices[0], zones=choices[1],
    )  # fmt: skip


@officers
@web.commits
def create() -> ResponseReturnValue:
    """First which type, then its facts."""
    type = request.args.get("type", "")
    if type not in rules.TYPES:
        campaign = lists.number(request.args, "campaign")
        return web.render(
            "campaigns/choose.html", groups=GROUPS, types=rules.TYPES, icons=ICONS, campaign=campaign
        )
    form = _form(type, code=queries.free_code(type, clock.today().year))
    form.type.data = type
    warned = None
    if form.validate_on_submit() and not (warned := clashing.unseen(form, _proposed(form))):
        assert form.held_on.data
        code = form.code.data or queries.free_code(type, form.held_on.data.year)
        made = form.carry_out(
            actions.create_intervention, code=code, created_by_id=current_user.id, **form.values()
        )
        if made is not None:
            flash(_("Đã ghi hoạt động %(code)s.", code=made.code), "good")
            return web.redirect(url_for("campaigns.show", intervention_id=made.id))
    return _page(form, None, type, warned)


@staff
def show(intervention_id: int) -> ResponseReturnValue:
    """One intervention: its facts and who it reached."""
    intervention = web.found(queries.get_intervention(intervention_id))
    missing = proofs.missing_of(intervention.id)
    return web.render(
        "campaigns/show.html",
        intervention=intervention, summary=queries.attended_summary(intervention.id),
        reached=queries.reached_businesses(intervention.id), words=wording(intervention.type),
        types=rules.TYPES, proof_label=rules.proof_label, training=intervention.type == rules.TRAINING,
        self_selected=intervention.type in rules.SELF_SELECTED,
        on_list=queries.count_listed(intervention.id), lot=queries.draw_of(intervention.id),
        may_list=may_invite(intervention.type, covers_all=intervention.covers_all),
        facts=facts_of(intervention), missing=missing, waits=[one.code for one in missing] == ["wait"],
        proofs=evidence_of(intervention.id), asks=intervention.type == "dialogue", spans=progress.SPANS,
        today=clock.today(),
    )  # fmt: skip


@officers
@web.commits
def edit(intervention_id: int) -> ResponseReturnValue:
    """Change the facts of an intervention."""
    intervention = web.found(queries.get_intervention(intervention_id))
    type = lists.one_of(request.form, "type", rules.TYPES) or intervention.type
    form, warned = _form(type, intervention), None
    proposed = _proposed(form, intervention)
    if form.validate_on_submit() and not (warned := clashing.unseen(form, proposed)):
        code = form.code.data or intervention.code
        values = form.values(kept=intervention.details)
        if form.carry_out(actions.update_intervention, intervention=intervention, code=code, **values):
            flash(_("Đã lưu hoạt động %(code)s.", code=intervention.code), "good")
            return web.redirect(url_for("campaigns.show", intervention_id=intervention.id))
    return _page(form, intervention, intervention.type, warned)


@officers
@web.commits
def cancel(intervention_id: int) -> ResponseReturnValue:
    """Say why something does not take place."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = CancelForm()
    if form.validate_on_submit():
        form.carry_out(
            actions.cancel_intervention, intervention=intervention, because=form.because.data
        )  # fmt: skip
        if not form.errors:
            flash(_("Đã hủy hoạt động %(code)s.", code=intervention.code), "good")
            return web.redirect(url_for("campaigns.show", intervention_id=intervention.id))
    return web.render("campaigns/cancel.html", form=form, intervention=intervention)


@officers
@web.commits
def restore(intervention_id: int) -> ResponseReturnValue:
    """Take a cancellation back."""
    intervention = web.found(queries.get_intervention(intervention_id))
    if web.Form().validate_on_submit():
        actions.restore_intervention(intervention=intervention)
        flash(_("Đã khôi phục hoạt động %(code)s.", code=intervention.code), "good")
    return web.redirect(url_for("campaigns.show", intervention_id=intervention.id))


@officers
@web.commits
def delete(intervention_id: int) -> ResponseReturnValue:
    """Ask, then remove an intervention that nothing depends on."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(actions.delete_intervention, intervention=intervention)
        if not form.errors:
            flash(_("Đã xóa hoạt động %(code)s.", code=intervention.code), "good")
            return web.redirect(url_for("campaigns.index"))
    return web.render(
        "campaigns/delete.html", form=form, intervention=intervention,
        summary=queries.attended_summary(intervention.id),
        on_list=queries.count_listed(intervention.id), lot=queries.draw_of(intervention.id),
    )  # fmt: skip


def _form(type: str, intervention: Intervention | None = None, **values: Any) -> InterventionForm:
    """The form of a type; an address may propose a campaign, a plan's line and a day."""
    if intervention is None:
        proposed = {"campaign_id": "campaign", "plan_item_id": "item"}
        values |= {name: lists.number(request.args, key) for name, key in proposed.items()}
        values |= {"held_on": lists.day(request.args, "day")}
    form = intervention_form(type, intervention, **values)
    form.offer(campaign_choices(), plan_item_choices())
    return form


def _page(
    form: InterventionForm, intervention: Intervention | None, type: str, warned: clashing.Warned | None
) -> ResponseReturnValue:
    return web.render(
        "campaigns/edit.html", form=form, intervention=intervention, type=type, types=rules.TYPES,
        held=type in rules.HELD_BY_PEOPLE, warned=warned,
    )  # fmt: skip


def _proposed(form: InterventionForm, intervention: Intervention | None = None) -> clashing.Proposed | None:
    """What may clash: something that people come to on one day, when that day is new."""
    day, ends_on = form.held_on.data, form.ends_on.data
    if day is None or form.span.data or (ends_on and ends_on > day):
        return None
    if intervention is not None and day == intervention.held_on:
        return None
    if (form.type.data or form.own_type) not in rules.HELD_BY_PEOPLE:
        return None
    return clashing.Proposed(intervention.id if intervention else 0, day, form.title.data or "")


def _query(years: list[int]) -> dict[str, Any]:
    """The filters that were given and make sense."""
    args = request.args
    year, quarter = lists.number(args, "year"), lists.one_of(args, "quarter", ("1", "2", "3", "4"))
    query = {
        "q": lists.words(args) or None,
        "type": lists.one_of(args, "type", rules.TYPES),
        "campaign": lists.number(args, "campaign"),
        "zone": lists.number(args, "zone"),
        "state": lists.one_of(args, "state", progress.STATES),
        "year": year if year in years else None,
        "quarter": int(quarter) if quarter else None,
    }
    return {name: value for name, value in query.items() if value}


def _wanted(query: dict[str, Any]) -> InterventionFilter:
    """The filter of an address; a quarter without a year is one of this year."""
    year, quarter = query.get("year"), query.get("quarter")
    first = last = None
    if quarter:
        first, after = progress.quarter_days(Quarter(year or clock.today().year, quarter))
        last = after - timedelta(days=1)
    elif year:
        first, last = date(year, 1, 1), date(year, 12, 31)
    return InterventionFilter(
        query.get("q", ""), query.get("type"), query.get("campaign"), query.get("zone"), query.get("state"),
        first, last,
    )  # fmt: skip


def _month(row: OverviewRow) -> Any:
    return clock.month_of(row.held_on)
