"""The list of interventions, one of them, and writing it down."""

from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, staff
from outreach.campaigns import actions, queries, rules
from outreach.campaigns.forms import InterventionForm
from outreach.campaigns.queries import InterventionRow
from outreach.campaigns.rules.lots import may_invite
from outreach.campaigns.rules.wording import GROUPS, ICONS, wording
from outreach.i18n import gettext as _

PER_PAGE = 40


@staff
def index() -> ResponseReturnValue:
    """What was done, newest first, month by month."""
    years = queries.years()
    query = _query(years)
    year = query.get("year")
    rows = queries.list_interventions(
        date(year, 1, 1) if year else None,
        date(year, 12, 31) if year else None,
        query.get("type"),
        search=query.get("q"),
        newest_first=True,
    )
    pages = lists.paged(
        partial(lists.cut, rows), request.args, size=PER_PAGE,
        address=partial(url_for, "campaigns.index", **query),
    )  # fmt: skip
    months = [(month, list(group)) for month, group in groupby(pages.rows, key=_month)]
    return web.render(
        "campaigns/index.html", "campaigns/_intervention_list.html",
        months=months, pages=pages, query=query, years=years, types=rules.TYPES, icons=ICONS,
        today=clock.today(),
    )  # fmt: skip


@officers
@web.commits
def create() -> ResponseReturnValue:
    """First which type, then its facts."""
    type = request.args.get("type", "")
    if type not in rules.TYPES:
        return web.render("campaigns/choose.html", groups=GROUPS, types=rules.TYPES, icons=ICONS)
    form = InterventionForm(type=type, code=queries.free_code(type, clock.today().year))
    form.type.data = type
    form.say(type)
    if form.validate_on_submit():
        assert form.held_on.data
        code = form.code.data or queries.free_code(type, form.held_on.data.year)
        intervention = form.carry_out(
            actions.create_intervention, code=code, created_by_id=current_user.id, **form.values()
        )
        if intervention is not None:
            flash(_("Đã ghi hoạt động %(code)s.", code=intervention.code), "good")
            return web.redirect(url_for("campaigns.show", intervention_id=intervention.id))
    return web.render("campaigns/edit.html", form=form, intervention=None, type=type, types=rules.TYPES)


@staff
def show(intervention_id: int) -> ResponseReturnValue:
    """One intervention: its facts and who it reached."""
    intervention = web.found(queries.get_intervention(intervention_id))
    return web.render(
        "campaigns/show.html",
        intervention=intervention,
        summary=queries.attended_summary(intervention.id),
        reached=queries.reached_businesses(intervention.id),
        words=wording(intervention.type),
        types=rules.TYPES, proof_label=rules.proof_label, training=intervention.type == rules.TRAINING,
        self_selected=intervention.type in rules.SELF_SELECTED,
        on_list=queries.count_listed(intervention.id), lot=queries.draw_of(intervention.id),
        may_list=may_invite(intervention.type, covers_all=intervention.covers_all),
    )  # fmt: skip


@officers
@web.commits
def edit(intervention_id: int) -> ResponseReturnValue:
    """Change the facts of an intervention."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = InterventionForm(obj=intervention)
    form.say(intervention.type)
    if form.validate_on_submit():
        code = form.code.data or intervention.code
        if form.carry_out(actions.update_intervention, intervention=intervention, code=code, **form.values()):
            flash(_("Đã lưu hoạt động %(code)s.", code=intervention.code), "good")
            return web.redirect(url_for("campaigns.show", intervention_id=intervention.id))
    return web.render(
        "campaigns/edit.html", form=form, intervention=intervention, type=intervention.type, types=rules.TYPES
    )


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


def _query(years: list[int]) -> dict[str, Any]:
    """The filters that were given and make sense."""
    year = lists.number(request.args, "year")
    query = {
        "q": lists.words(request.args) or None,
        "type": lists.one_of(request.args, "type", rules.TYPES),
        "year": year if year in years else None,
    }
    return {name: value for name, value in query.items() if value}


def _month(row: InterventionRow) -> Any:
    return clock.month_of(row.held_on)
