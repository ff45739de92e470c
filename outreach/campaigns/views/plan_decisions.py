"""Handing a plan in, the leader's yes or no, its number, a new version of it, and removing a draft."""

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.guards import allow, officers
from outreach.accounts.models import Role
from outreach.campaigns.actions import plans as actions
from outreach.campaigns.forms.plans import IssueForm, ReasonForm
from outreach.campaigns.queries import plans as queries
from outreach.i18n import gettext as _

leader = allow(Role.LEADER)


@officers
@web.commits
def submit_plan(plan_id: int) -> ResponseReturnValue:
    """To the leader."""
    return _deed(plan_id, actions.submit, _("Đã trình lãnh đạo duyệt."))


@officers
@web.commits
def take_back_plan(plan_id: int) -> ResponseReturnValue:
    """Back from the leader, to go on writing."""
    return _deed(plan_id, actions.take_back, _("Đã rút kế hoạch về để sửa."))


@leader
@web.commits
def approve_plan(plan_id: int) -> ResponseReturnValue:
    """The leader's yes, to the plan as it was on the page."""
    said, seen = _("Đã duyệt kế hoạch."), request.args.get("seen")
    return _deed(plan_id, actions.approve, said, by_id=current_user.id, seen=seen)


@leader
@web.commits
def return_plan(plan_id: int) -> ResponseReturnValue:
    """The leader's no, with its reason."""
    plan, form = web.found(queries.get(plan_id)), ReasonForm()
    if form.validate_on_submit() and form.carry_out(actions.give_back, plan=plan, because=form.because.data):
        flash(_("Đã trả kế hoạch lại cho người soạn."), "good")
        return web.redirect(url_for("campaigns.plan", plan_id=plan_id))
    return web.render("campaigns/plans/return.html", form=form, plan=plan)


@officers
@web.commits
def issue_plan(plan_id: int) -> ResponseReturnValue:
    """Its number and date, once it is approved."""
    plan, form = web.found(queries.get(plan_id)), IssueForm()
    if form.validate_on_submit():
        values = {"number": form.number.data, "issued_on": form.issued_on.data}
        if form.carry_out(actions.issue, plan=plan, **values):
            flash(_("Đã cấp số cho kế hoạch."), "good")
            return web.redirect(url_for("campaigns.plan", plan_id=plan_id))
    return web.render("campaigns/plans/issue.html", form=form, plan=plan)


@officers
@web.commits
def copy_plan(plan_id: int) -> ResponseReturnValue:
    """A new draft that begins as this plan stands."""
    copy = actions.copy_plan(plan=web.found(queries.get(plan_id)), created_by_id=current_user.id)
    flash(_("Đã tạo bản mới từ kế hoạch này; bản cũ giữ nguyên."), "good")
    return web.redirect(url_for("campaigns.plan", plan_id=copy.id))


@officers
@web.commits
def delete_plan(plan_id: int) -> ResponseReturnValue:
    """Ask, then remove an open plan."""
    plan, form = web.found(queries.get(plan_id)), web.Form()
    if form.validate_on_submit():
        form.carry_out(actions.delete_plan, plan=plan)
        if not form.errors:
            flash(_("Đã xóa kế hoạch."), "good")
            return web.redirect(url_for("campaigns.plans"))
    return web.render("campaigns/plans/delete.html", form=form, plan=plan)


def _deed(plan_id: int, deed: Callable[..., Any], said: str, **values: Any) -> ResponseReturnValue:
    """Carry it out and go back to the plan, which says why not when it is refused."""
    plan, form = web.found(queries.get(plan_id)), web.Form()
    done = form.carry_out(deed, plan=plan, **values)
    flash(said, "good") if done is not None else flash(" ".join(form.form_errors), "warn")
    return web.redirect(url_for("campaigns.plan", plan_id=plan_id))
