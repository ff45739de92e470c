"""Ticking who was reached: the whole list, one business, and taking back what was recorded last."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers
from outreach.businesses.queries import get_business
from outreach.campaigns import actions, queries, rules
from outreach.campaigns.forms import RollForm, read_people
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules.wording import wording
from outreach.i18n import gettext as _

UNDO_WITHIN = timedelta(hours=12)


@officers
@web.commits
def attendance(intervention_id: int) -> ResponseReturnValue:
    """Who came to a training."""
    intervention = web.found(queries.get_intervention(intervention_id))
    return (
        _roll(intervention) if intervention.type == rules.TRAINING else web.redirect(list_url(intervention))
    )


@officers
@web.commits
def reached(intervention_id: int) -> ResponseReturnValue:
    """Who was reached by something other than a training."""
    intervention = web.found(queries.get_intervention(intervention_id))
    return (
        _roll(intervention) if intervention.type != rules.TRAINING else web.redirect(list_url(intervention))
    )


@officers
@web.commits
def tick(intervention_id: int, business_id: int) -> ResponseReturnValue:
    """Set the state of one business; sent again it changes nothing more."""
    intervention = web.found(queries.get_intervention(intervention_id))
    web.found(get_business(business_id))
    form = RollForm(intervention, lists.day(request.args, "day"))
    if form.validate_on_submit():
        ticked = form.ticked().get(business_id)
        form.carry_out(
            actions.save_roll,
            intervention=intervention,
            people={business_id: read_people(ticked) or 1} if ticked else {},
            removed=[] if ticked else [business_id],
            occasion=form.occasion(),
            recorded_by_id=current_user.id,
        )
    if not web.wants_part():
        return web.redirect(list_url(intervention, form.chosen_day()))
    return web.render("campaigns/_tally.html", "campaigns/_tally.html", form=form, **tally(intervention))


@officers
@web.commits
def undo(intervention_id: int) -> ResponseReturnValue:
    """Take back the rows that one deed added."""
    intervention = web.found(queries.get_intervention(intervention_id))
    recorded_at = recent_instant("recorded_at")
    removed = actions.undo_batch(
        intervention=intervention, recorded_at=recorded_at, recorded_by_id=current_user.id
    )
    flash(_("Đã hoàn tác: bỏ %(number)s doanh nghiệp vừa ghi.", number=removed), "good")
    return web.redirect(list_url(intervention, lists.day(request.args, "day")))


def recent_instant(name: str) -> datetime:
    """The instant of a deed that can still be taken back, as a form names it; 400 for anything else."""
    try:
        instant = datetime.fromisoformat(request.form.get(name, ""))
        age = clock.now() - instant.astimezone(UTC)
    except (ValueError, OverflowError):  # no instant, or one that is none in UTC
        abort(400)
    if instant.tzinfo is None or age > UNDO_WITHIN or not web.Form().validate():
        abort(400)
    return instant


def list_url(intervention: Intervention, day: date | None = None) -> str:
    """The page with the tick list of an intervention."""
    endpoint = "campaigns.attendance" if intervention.type == rules.TRAINING else "campaigns.reached"
    other = day if day != intervention.held_on and endpoint == "campaigns.reached" else None
    return url_for(endpoint, intervention_id=intervention.id, day=f"{other:%d/%m/%Y}" if other else None)


def tally(intervention: Intervention) -> dict[str, Any]:
    """What the count above every list shows."""
    since = clock.now() - UNDO_WITHIN
    return {
        "intervention": intervention,
        "summary": queries.attended_summary(intervention.id),
        "batch": queries.last_batch(intervention, recorded_by_id=current_user.id, since=since),
    }


def _roll(intervention: Intervention) -> ResponseReturnValue:
    form = RollForm(intervention, lists.day(request.args, "day"))
    if form.validate_on_submit():
        people = {id: read_people(text) or 1 for id, text in form.changed().items()}
        change = form.carry_out(
            actions.save_roll, intervention=intervention, people=people, removed=form.removed(),
            occasion=form.occasion(), recorded_by_id=current_user.id,
        )  # fmt: skip
        if change is not None:
            flash(_said(change), "good")
            return web.redirect(list_url(intervention, form.chosen_day()))
    search = lists.words(request.args)
    return web.render(
        "campaigns/roll.html", form=form, day=form.chosen_day(), search=search,
        zones=queries.roll(intervention, form.chosen_day(), search=search), words=wording(intervention.type),
        list_url=list_url(intervention, form.chosen_day()), training=intervention.type == rules.TRAINING,
        typed=form.ticked() if form.errors else None, proof_label=rules.proof_label, today=clock.today(),
        **tally(intervention),
    )  # fmt: skip


def _said(change: actions.Change) -> str:
    if not (change.added or change.changed or change.removed):
        return str(_("Danh sách không có gì thay đổi."))
    said = _(
        "Đã lưu danh sách: thêm %(added)s, sửa %(changed)s, bỏ %(removed)s doanh nghiệp.",
        added=change.added, changed=change.changed, removed=change.removed,
    )  # fmt: skip
    return str(said)
