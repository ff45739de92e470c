"""What was done for a line of a plan: tied to it, untied, or begun from it."""

from typing import NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.campaigns import queries
from outreach.campaigns.actions.interventions import create_intervention
from outreach.campaigns.models import Intervention, PlanItem
from outreach.campaigns.queries.carrying_out import done_for
from outreach.campaigns.rules.plans import day_for
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused


def tie(*, item: PlanItem, intervention: Intervention | None) -> Intervention:
    """Say that an intervention carries out a line; what it does not say itself it takes from the line."""
    if intervention is None:
        raise Refused(_("Anh/Chị chọn hoạt động."), "intervention_id")
    if intervention.plan_item_id not in (None, item.id):
        raise Refused(_("Hoạt động này đã gắn với một việc khác."), "intervention_id")
    intervention.plan_item_id = item.id
    if not intervention.contents:
        intervention.contents = list(item.contents)
    if intervention.channel is None and intervention.type == item.type:
        intervention.channel = item.channel
    db.session.flush()
    return intervention


def untie(*, item: PlanItem, intervention: Intervention) -> None:
    """The intervention stays; it no longer counts for the line."""
    if intervention.plan_item_id == item.id:
        intervention.plan_item_id = None
        db.session.flush()


class Begun(NamedTuple):
    """The intervention of a line, how many the line has now, and whether this one was made just now."""

    intervention: Intervention
    number: int
    made: bool


def begin(*, item: PlanItem, known: int, created_by_id: int | None) -> Begun:
    """An intervention as the line plans it, on a day of its quarter that is still to be settled.

    `known`: how many the line had when the button was shown. When it has got another since then, as by
    pressing twice, that one is given: a second one is made by whoever has seen the first.
    """
    db.session.execute(select(PlanItem.id).where(PlanItem.id == item.id).with_for_update())
    there = done_for(item.id)
    if len(there) > known:
        return Begun(there[-1], len(there), made=False)
    day = day_for(item.year, item.quarter, clock.today())
    made = create_intervention(
        code=queries.free_code(item.type, day.year), type=item.type, title=item.title, held_on=day,
        partners=item.partners, channel=item.channel, audience=item.audience, contents=list(item.contents),
        plan_item_id=item.id, created_by_id=created_by_id,
        cost_planned_vnd=None if item.cost_planned_vnd is None else item.cost_planned_vnd // item.times,
    )  # fmt: skip
    return Begun(made, len(there) + 1, made=True)
