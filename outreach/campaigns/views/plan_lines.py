"""Targets and lines of an open plan."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import officers
from outreach.campaigns.actions import plans as actions
from outreach.campaigns.forms.plans import ItemForm, TargetForm
from outreach.campaigns.models import Plan, PlanItem, PlanTarget
from outreach.campaigns.queries import plans as queries
from outreach.campaigns.rules import plans as rules
from outreach.i18n import gettext as _

TARGETS, ITEMS = "chi-tieu", "viec"  # where they stand on the plan's page


@officers
@web.commits
def create_plan_target(plan_id: int) -> ResponseReturnValue:
    """A target more."""
    return _target(web.found(queries.get(plan_id)), None)


@officers
@web.commits
def edit_plan_target(target_id: int) -> ResponseReturnValue:
    """Change a target."""
    target = web.found(queries.get_target(target_id))
    return _target(target.plan, target)


@officers
@web.commits
def remove_plan_target(target_id: int) -> ResponseReturnValue:
    """Take a target out."""
    target = web.found(queries.get_target(target_id))
    if (plan := target.plan).state not in rules.OPEN:
        return _stays(plan)
    actions.remove_target(target=target)
    return _back(plan, TARGETS, _("Đã bỏ chỉ tiêu."))


@officers
@web.commits
def create_plan_item(plan_id: int) -> ResponseReturnValue:
    """A line more."""
    return _item(web.found(queries.get(plan_id)), None)


@officers
@web.commits
def edit_plan_item(item_id: int) -> ResponseReturnValue:
    """Change a line."""
    item = web.found(queries.get_item(item_id))
    return _item(item.plan, item)


@officers
@web.commits
def remove_plan_item(item_id: int) -> ResponseReturnValue:
    """Take a line out; what was done for it stays."""
    item = web.found(queries.get_item(item_id))
    if (plan := item.plan).state not in rules.OPEN:
        return _stays(plan)
    actions.remove_item(item=item)
    return _back(plan, ITEMS, _("Đã bỏ việc khỏi kế hoạch."))


def _target(plan: Plan, target: PlanTarget | None) -> ResponseReturnValue:
    if plan.state not in rules.OPEN:
        return _stays(plan)
    form = TargetForm(obj=target, data=None if target else {"due_on": plan.ends_on})
    if form.validate_on_submit():
        done = form.carry_out(actions.save_target, plan=plan, target=target, **form.values())
        if done is not None:
            return _back(plan, TARGETS, _("Đã lưu chỉ tiêu."))
    return web.render("campaigns/plans/target.html", form=form, plan=plan, target=target)


def _item(plan: Plan, item: PlanItem | None) -> ResponseReturnValue:
    if plan.state not in rules.OPEN:
        return _stays(plan)
    form = ItemForm(plan, obj=item)
    if item is not None and request.method == "GET":
        form.quarter.data = str(item.quarter or "")
    if form.validate_on_submit():
        done = form.carry_out(actions.save_item, plan=plan, item=item, **form.values())
        if done is not None:
            return _back(plan, ITEMS, _("Đã lưu việc “%(title)s”.", title=done.title))
    return web.render("campaigns/plans/item.html", form=form, plan=plan, item=item)


def _back(plan: Plan, part: str, told: str) -> ResponseReturnValue:
    flash(told, "good")
    return web.redirect(url_for("campaigns.plan", plan_id=plan.id, _anchor=part))


def _stays(plan: Plan) -> ResponseReturnValue:
    if request.method == "POST":
        flash(_("Kế hoạch đã trình hoặc đã duyệt nên giữ nguyên."), "warn")
    return web.redirect(url_for("campaigns.plan", plan_id=plan.id))
