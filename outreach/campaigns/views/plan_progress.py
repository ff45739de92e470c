"""Planned beside done: quarter by quarter, with its money, and how far the targets have come."""

from typing import NamedTuple

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, staff
from outreach.campaigns import measured
from outreach.campaigns import queries as interventions
from outreach.campaigns.actions import carrying_out as actions
from outreach.campaigns.forms.plans import TieForm
from outreach.campaigns.models import Plan, PlanItem, PlanTarget
from outreach.campaigns.queries import carrying_out as done
from outreach.campaigns.queries import plans as queries
from outreach.campaigns.queries.carrying_out import Choice, Line
from outreach.campaigns.rules import TYPES, matrix
from outreach.campaigns.rules import plans as rules
from outreach.campaigns.rules.paper import roman
from outreach.campaigns.rules.plans import Measured
from outreach.i18n import gettext as _


class Quarter(NamedTuple):
    """The lines of a quarter (None: all year) with their sums; money None while nothing is known."""

    year: int
    quarter: int | None
    lines: list[Line]
    planned: int
    done: int
    cost_planned_vnd: int | None
    cost_vnd: int | None


class Progress(NamedTuple):
    """A target beside what the register says by now."""

    target: PlanTarget
    baseline: float | None
    now: Measured | None
    reached: bool | None


@staff
def plan_progress(plan_id: int) -> ResponseReturnValue:
    """Each quarter's lines beside what was done for them."""
    plan, today = web.found(queries.with_targets(plan_id)), clock.today()
    lines = done.carried_out(plan, today)
    return web.render(
        "campaigns/plans/progress.html",
        plan=plan, quarters=_quarters(lines), whole=_sums(0, None, lines), today=today, rules=rules,
        targets=[_progress(plan, target) for target in plan.targets], roman=roman, types=TYPES,
        channels=matrix.CHANNELS,
        fitting=_fitting(plan, lines) if current_user.is_officer else {},
    )  # fmt: skip


@officers
@web.commits
def tie(item_id: int) -> ResponseReturnValue:
    """An intervention carries out this line."""
    item, form = web.found(queries.get_item(item_id)), TieForm()
    if form.validate_on_submit() and form.intervention_id.data:
        intervention = interventions.get_intervention(form.intervention_id.data)
        if form.carry_out(actions.tie, item=item, intervention=intervention):
            flash(_("Đã gắn hoạt động với việc trong kế hoạch."), "good")
    for errors in form.errors.values():
        flash(" ".join(map(str, errors)), "warn")
    return _back(item)


@officers
@web.commits
def untie(item_id: int, intervention_id: int) -> ResponseReturnValue:
    """It does not after all."""
    item = web.found(queries.get_item(item_id))
    actions.untie(item=item, intervention=web.found(interventions.get_intervention(intervention_id)))
    flash(_("Đã gỡ hoạt động khỏi việc này; hoạt động vẫn còn."), "good")
    return _back(item)


@officers
@web.commits
def begin(item_id: int) -> ResponseReturnValue:
    """An intervention begun from this line; its day is settled next."""
    item = web.found(queries.get_item(item_id))
    known = lists.number(request.form, "known") or 0
    begun = actions.begin(item=item, known=known, created_by_id=current_user.id)
    flash(*_said_of(begun))
    return web.redirect(url_for("campaigns.edit", intervention_id=begun.intervention.id))


def _said_of(begun: actions.Begun) -> tuple[str, str]:
    said = {"code": begun.intervention.code, "number": begun.number}
    if not begun.made:
        twice = _("Việc này vừa có hoạt động %(code)s nên không tạo thêm.", **said)
        again = _("Cần nữa thì bấm lại ở trang tiến độ.")
        return f"{twice} {again}", "info"
    if begun.number > 1:
        another = _("Đã tạo thêm hoạt động %(code)s; việc này nay có %(number)s hoạt động.", **said)
        then = _("Anh/Chị chỉnh ngày cho đúng.")
        return f"{another} {then}", "good"
    return _("Đã tạo hoạt động %(code)s theo kế hoạch. Anh/Chị chỉnh ngày cho đúng.", **said), "good"


def _back(item: PlanItem) -> ResponseReturnValue:
    return web.redirect(url_for("campaigns.plan_progress", plan_id=item.plan_id, _anchor=f"viec-{item.id}"))


def _fitting(plan: Plan, lines: list[Line]) -> dict[tuple[str, int], list[Choice]]:
    """What could be tied to lines not done yet, by their form and year; the rest from its own page."""
    wanted = {(line.item.type, line.item.year) for line in lines if line.done < line.item.times}
    found: dict[tuple[str, int], list[Choice]] = {}
    for one in done.choices(plan) if wanted else []:
        if one.kind in wanted:
            found.setdefault(one.kind, []).append(one)
    return found


def _quarters(lines: list[Line]) -> list[Quarter]:
    found: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        found.setdefault((line.item.year, line.item.quarter or 5), []).append(line)
    return [_sums(year, None if q == 5 else q, own) for (year, q), own in sorted(found.items())]


def _sums(year: int, quarter: int | None, lines: list[Line]) -> Quarter:
    planned = [line.item.cost_planned_vnd for line in lines if line.item.cost_planned_vnd is not None]
    spent = [line.spent_vnd for line in lines if line.spent_vnd is not None]
    return Quarter(
        year, quarter, lines, sum(line.item.times for line in lines), sum(line.done for line in lines),
        sum(planned) if planned else None, sum(spent) if spent else None,
    )  # fmt: skip


def _progress(plan: Plan, target: PlanTarget) -> Progress:
    baseline = rules.share_of(target.baseline_number, target.baseline_total, target.baseline_share)
    now = measured.of(target.outcome, plan.starts_on, target.due_on)
    return Progress(target, baseline, now, rules.reached(now.share if now else None, target.goal_from))
