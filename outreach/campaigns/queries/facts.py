"""The facts of an intervention in words, as its page and its print show them."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach.campaigns.models import Campaign, Intervention, Plan, PlanItem
from outreach.campaigns.queries.campaigns import plan_name, when
from outreach.campaigns.rules import matrix
from outreach.campaigns.rules.details import Detail, details_of, from_store
from outreach.database import db
from outreach.i18n import LazyText, show_date, show_number


class OwnFact(NamedTuple):
    """A fact of a type in words; `link` is an address to follow."""

    label: LazyText
    text: str
    link: str | None = None


class InterventionFacts(NamedTuple):
    """What stands around an intervention, in words; None and empty where nothing was said."""

    campaign: str | None
    campaign_id: int | None
    plan: str | None
    plan_item: str | None
    plan_id: int | None
    channel: LazyText | None
    audience: LazyText
    contents: list[tuple[str, LazyText]]  # letter and words
    own: list[OwnFact]


def facts_of(intervention: Intervention) -> InterventionFacts:
    """What an intervention belongs to, and the facts of its type."""
    campaign = db.session.get(Campaign, intervention.campaign_id) if intervention.campaign_id else None
    line = _plan_line(intervention.plan_item_id) if intervention.plan_item_id else None
    channel = matrix.CHANNELS.get(intervention.channel or "")
    return InterventionFacts(
        campaign=campaign.title if campaign else None,
        campaign_id=campaign.id if campaign else None,
        plan=plan_name(line.number, line.plan) if line else None,
        plan_item=f"{when(line)}: {line.title}" if line else None,
        plan_id=line.plan_id if line else None,
        channel=channel.label if channel else None,
        audience=matrix.AUDIENCES.get(intervention.audience, intervention.audience),
        contents=[(one, matrix.CONTENTS[one]) for one in intervention.contents if one in matrix.CONTENTS],
        own=_own(intervention),
    )


def _plan_line(plan_item_id: int) -> Any:
    columns = (
        PlanItem.title, PlanItem.year, PlanItem.quarter, PlanItem.plan_id, Plan.number,
        Plan.title.label("plan"),
    )  # fmt: skip
    found = select(*columns).join(Plan, Plan.id == PlanItem.plan_id).where(PlanItem.id == plan_item_id)
    return db.session.execute(found).one_or_none()


def _own(intervention: Intervention) -> list[OwnFact]:
    known = from_store(intervention.type, intervention.details)
    return [
        OwnFact(detail.label, _said(detail, known[detail.name]), _link(detail, known[detail.name]))
        for detail in details_of(intervention.type)
        if detail.name in known
    ]


def _said(detail: Detail, value: Any) -> str:
    if isinstance(value, date):
        return show_date(value)
    if detail.kind == "number":
        return show_number(value)
    return str(detail.choices[value]) if detail.kind == "choice" else str(value)


def _link(detail: Detail, value: Any) -> str | None:
    """Only addresses of the web are made links, whatever an import or an older version stored."""
    web = detail.kind == "link" and str(value).startswith(("https://", "http://"))
    return str(value) if web else None
