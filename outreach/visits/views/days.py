"""Days of visits: the list, planning one, and its page."""

from functools import partial

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.businesses.queries import list_zones
from outreach.campaigns import clashing
from outreach.campaigns.queries import get_intervention
from outreach.i18n import gettext as _
from outreach.visits import actions, queries, rules
from outreach.visits.forms import DayForm
from outreach.visits.models import VisitDay
from outreach.visits.views import found_day

PER_PAGE = 20


@guards.staff
def index() -> ResponseReturnValue:
    """Days to come with the next one first, or those past."""
    past = request.args.get("show") == "past"
    pages = lists.paged(
        partial(queries.list_days, today=clock.today(), past=past), request.args, size=PER_PAGE,
        address=partial(url_for, "visits.index", show="past" if past else None),
    )  # fmt: skip
    return web.render(
        "visits/index.html", pages=pages, past=past, today=clock.today(),
        promises=queries.count_promises(clock.today()),
    )  # fmt: skip


@guards.officers
@web.commits
def create() -> ResponseReturnValue:
    """Plan a day: of its own, or for a visit that is planned already (?intervention=)."""
    asked = lists.number(request.args, "intervention")
    planned = web.found(get_intervention(asked)) if asked else None
    form = DayForm(
        title=planned.title if planned else None, day=planned.held_on if planned else None,
        zone_id=lists.number(request.args, "zone"),
    ).offer(_zones())  # fmt: skip
    warned = None
    if form.validate_on_submit() and not (warned := _warned(form, asked or 0)):
        day = form.carry_out(
            actions.plan_day, intervention_id=asked, created_by_id=current_user.id, **form.values()
        )
        if day is not None:
            flash(_("Đã lập ngày đi thăm. Anh/Chị chọn doanh nghiệp cho lộ trình."), "good")
            return web.redirect(url_for("visits.add", visit_id=day.public_id))
    return web.render("visits/edit.html", form=form, day=None, planned=planned, warned=warned)


@guards.staff
def of_intervention(intervention_id: int) -> ResponseReturnValue:
    """From a visit to its route, or to planning one."""
    web.found(get_intervention(intervention_id))
    day = queries.day_of_intervention(intervention_id)
    if day is None:
        return web.redirect(url_for("visits.create", intervention=intervention_id))
    return web.redirect(url_for("visits.show", visit_id=day.public_id))


@guards.staff
def show(visit_id: str) -> ResponseReturnValue:
    """The route with what came of each stop; totals on top."""
    return day_page(found_day(visit_id))


@guards.officers
@web.commits
def edit(visit_id: str) -> ResponseReturnValue:
    """Change title, day, zone or team."""
    day = found_day(visit_id)
    form = DayForm(title=day.intervention.title, day=day.day, zone_id=day.zone_id, team=day.team)
    form.offer(_zones())
    warned, moved = None, (form.day.data, form.team.data or None) != (day.day, day.team)
    if form.validate_on_submit() and not (warned := _warned(form, day.intervention_id) if moved else None):
        form.carry_out(actions.change_day, visit_day=day, **form.values())
        if not form.errors:
            flash(_("Đã lưu ngày đi thăm."), "good")
            return web.redirect(url_for("visits.show", visit_id=visit_id))
    return web.render("visits/edit.html", form=form, day=day, planned=None, warned=warned)


@guards.officers
@web.commits
def delete(visit_id: str) -> ResponseReturnValue:
    """Ask, then remove a day of which nothing is recorded."""
    day, form = found_day(visit_id), web.Form()
    if form.validate_on_submit():
        form.carry_out(actions.delete_day, visit_day=day)
        if not form.errors:
            flash(_("Đã xóa ngày đi thăm."), "good")
            return web.redirect(url_for("visits.index"))
    return web.render("visits/delete.html", form=form, day=day)


def day_page(day: VisitDay) -> ResponseReturnValue:
    """The page of a day; only its list of stops when htmx asks for that."""
    stops = queries.stop_lines(day.id)
    pairs = [(stop.public_id, stop.outcome) for stop in stops]
    return web.render(
        "visits/show.html", "visits/_stop_list.html",
        day=day, stops=stops, totals=queries.totals_of(stops), next_id=rules.next_open(pairs, None),
        rules=rules, today=clock.today(),
    )  # fmt: skip


def _warned(form: DayForm, intervention_id: int) -> clashing.Warned | None:
    """What speaks against that day and has not been shown yet."""
    assert form.day.data
    proposed = clashing.Proposed(intervention_id, form.day.data, form.title.data or "", people=form.team.data)
    return clashing.unseen(form, proposed)


def _zones() -> list[tuple[int, str]]:
    return [(zone.id, zone.name) for zone in list_zones()]
