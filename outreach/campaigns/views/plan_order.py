"""The order of an open plan's lines: one place up or down at a time, without script."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts.guards import officers
from outreach.campaigns.actions import plan_order as actions
from outreach.campaigns.queries import plans as queries
from outreach.refusals import Refused


@officers
@web.commits
def arrange_plan_item(item_id: int) -> ResponseReturnValue:
    """Move a line."""
    item = web.found(queries.get_item(item_id))
    _move(lambda by: actions.move_item(item=item, by=by))
    return web.redirect(url_for("campaigns.plan", plan_id=item.plan_id, _anchor=f"viec-{item.id}"))


@officers
@web.commits
def arrange_plan_target(target_id: int) -> ResponseReturnValue:
    """Move a target."""
    target = web.found(queries.get_target(target_id))
    _move(lambda by: actions.move_target(target=target, by=by))
    return web.redirect(url_for("campaigns.plan", plan_id=target.plan_id, _anchor=f"chi-tieu-{target.id}"))


@officers
@web.commits
def arrange_plan_basis(plan_id: int, document_id: int) -> ResponseReturnValue:
    """Move a document that the plan rests on."""
    plan = web.found(queries.get(plan_id))
    basis = web.found(next((one for one in plan.bases if one.document_id == document_id), None))
    _move(lambda by: actions.move_basis(basis=basis, by=by))
    return web.redirect(url_for("campaigns.plan_bases", plan_id=plan_id, _anchor=f"can-cu-{document_id}"))


def _move(deed: Callable[[int], None]) -> None:
    way = lists.one_of(request.form, "way", ("up", "down"))
    if web.Form().validate_on_submit() and way:
        try:
            deed(-1 if way == "up" else 1)
        except Refused as refusal:
            flash(str(refusal), "warn")
