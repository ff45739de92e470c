"""The list of plans, a new one, and one with all its parts."""

from functools import partial

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, staff
from outreach.accounts.models import Role
from outreach.campaigns.actions import plans as actions
from outreach.campaigns.forms.plans import HeadForm
from outreach.campaigns.queries import plans as queries
from outreach.campaigns.rules import TYPES, matrix
from outreach.campaigns.rules import plans as rules
from outreach.campaigns.rules.paper import roman
from outreach.i18n import gettext as _

PER_PAGE = 30


@staff
def plans() -> ResponseReturnValue:
    """All plans, those that end last first, each with what was planned and done."""
    years = queries.years()
    year = lists.number(request.args, "year")
    asked = queries.PlanFilter(
        lists.words(request.args), lists.one_of(request.args, "state", rules.STATES),
        year if year in years else None,
    )  # fmt: skip
    address = partial(url_for, "campaigns.plans", q=asked.words or None, state=asked.state, year=asked.year)
    pages = lists.paged(partial(queries.list_plans, asked), request.args, size=PER_PAGE, address=address)
    return web.render(
        "campaigns/plans/index.html", "campaigns/plans/_plan_list.html",
        pages=pages, asked=asked, years=years, rules=rules,
        overtaken=queries.overtaken([row.id for row in pages.rows], clock.today()),
    )  # fmt: skip


@officers
@web.commits
def create_plan() -> ResponseReturnValue:
    """Its head first; the parts follow on its page."""
    today = clock.today()
    form = HeadForm(
        data={"starts_on": today.replace(month=1, day=1), "ends_on": today.replace(month=12, day=31)}
    )
    if form.validate_on_submit():
        plan = form.carry_out(actions.create_plan, created_by_id=current_user.id, **form.values())
        if plan is not None:
            flash(_("Đã tạo kế hoạch. Anh/Chị soạn tiếp từng phần bên dưới."), "good")
            return web.redirect(url_for("campaigns.plan", plan_id=plan.id))
    return web.render("campaigns/plans/head.html", form=form, plan=None)


@staff
def plan(plan_id: int) -> ResponseReturnValue:
    """One plan: its parts, its targets and lines, and what may be done with it now."""
    plan = web.found(queries.get(plan_id))
    return web.render(
        "campaigns/plans/show.html",
        plan=plan, rules=rules, types=TYPES, contents=matrix.CONTENTS, channels=matrix.CHANNELS,
        audiences=matrix.AUDIENCES, roman=roman,
        may_edit=current_user.is_officer and plan.state in rules.OPEN,
        may_decide=current_user.role == Role.LEADER and plan.state == "submitted",
        overtaken=queries.overtaken_bases(plan, clock.today()),
    )  # fmt: skip
