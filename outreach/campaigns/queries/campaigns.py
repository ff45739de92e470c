"""Reads of campaigns: a list with their sums, one of them, and what an intervention can belong to."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, case, cast, func, or_, select, union_all

from outreach import clock
from outreach.campaigns.models import Attendance, Campaign, ExposureRecord, Intervention, Plan, PlanItem
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.text import like


class Sums(NamedTuple):
    """What the interventions of a campaign come to, cancelled ones left out.

    `attendances` are people as counted or as reports give them, with `at_least` when a report said "more
    than"; None where nobody counted any. `businesses` are distinct. Money is in đồng, None where nothing is
    known; `unpaid` held interventions have no known cost.
    """

    interventions: int = 0
    held: int = 0
    cancelled: int = 0
    everyone: int = 0
    cost_planned: int | None = None
    spent: int | None = None
    unpaid: int = 0
    attendances: int | None = None
    at_least: bool = False
    businesses: int = 0


class CampaignRow(NamedTuple):
    """A campaign in a list; its sums count nobody."""

    id: int
    title: str
    starts_on: date
    ends_on: date
    done: bool
    cost_planned_vnd: int | None
    plan: str | None
    sums: Sums


class CampaignFilter(NamedTuple):
    """Which campaigns are looked for; `state` is 'open' or 'done'."""

    words: str = ""
    year: int | None = None
    state: str | None = None


def get_campaign(campaign_id: int) -> Campaign | None:
    """One campaign; None when there is none of that id."""
    return db.session.get(Campaign, campaign_id)


def list_campaigns(wanted: CampaignFilter, *, offset: int, limit: int) -> tuple[Sequence[CampaignRow], int]:
    """Campaigns, the latest first, with what they come to; and how many there are in all."""
    found = _matching(wanted)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    latest = found.order_by(Campaign.starts_on.desc(), Campaign.id.desc()).offset(offset).limit(limit)
    rows = db.session.execute(latest).all()
    sums = sums_of([row.id for row in rows], reach=False)
    return [
        CampaignRow(
            row.id, row.title, row.starts_on, row.ends_on, row.done_at is not None, row.cost_planned_vnd,
            plan_name(row.number, row.plan_title) if row.plan_title else None, sums.get(row.id, Sums()),
        )
        for row in rows
    ], total  # fmt: skip


def campaign_years() -> list[int]:
    """Calendar years that a campaign touches, newest first."""
    first, last = db.session.execute(select(func.min(Campaign.starts_on), func.max(Campaign.ends_on))).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def sums_of(campaign_ids: Sequence[int], *, reach: bool = True) -> dict[int, Sums]:
    """What each campaign's interventions come to; without `reach` nobody is counted, which is far cheaper."""
    if not campaign_ids:
        return {}
    mine = Intervention.campaign_id.in_(campaign_ids)
    counted = {row.campaign_id: row for row in db.session.execute(_sums(mine))}
    people, businesses = {}, {}
    if reach:
        people = {row.campaign_id: row for row in db.session.execute(_people(mine))}
        businesses = {id: int(number) for id, number in db.session.execute(_businesses(mine))}
    return {
        id: Sums(
            interventions=row.interventions, held=row.held, cancelled=row.cancelled, everyone=row.everyone,
            cost_planned=row.cost_planned, spent=row.spent, unpaid=row.unpaid,
            attendances=people[id].people if id in people else None,
            at_least=bool(people[id].at_least) if id in people else False,
            businesses=businesses.get(id, 0),
        )
        for id, row in counted.items()
    }  # fmt: skip


def campaign_choices() -> list[tuple[int, str]]:
    """The campaigns an intervention can belong to, the latest first."""
    columns = select(Campaign.id, Campaign.title, Campaign.starts_on, Campaign.done_at)
    rows = db.session.execute(columns.order_by(Campaign.starts_on.desc(), Campaign.id.desc()))
    return [(row.id, f"{row.title} ({row.starts_on.year})") for row in rows]


def plan_choices() -> list[tuple[int, str]]:
    """The plans a campaign can carry out, the latest first."""
    columns = select(Plan.id, Plan.number, Plan.title).order_by(Plan.starts_on.desc(), Plan.id.desc())
    return [(row.id, plan_name(row.number, row.title)) for row in db.session.execute(columns)]


def plan_item_choices() -> list[tuple[int, str]]:
    """The lines of plans an intervention can carry out, those of the latest plan first."""
    rows = db.session.execute(
        select(PlanItem.id, PlanItem.title, PlanItem.year, PlanItem.quarter, Plan.number)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .order_by(Plan.starts_on.desc(), Plan.id.desc(), PlanItem.place)
    )
    draft = _("Dự thảo")
    return [(row.id, f"{row.number or draft} · {when(row)}: {row.title}") for row in rows]


def when(row: Any) -> str:
    """The time of a plan's line: quý 3/2026, or cả năm 2026."""
    if row.quarter is None:
        return str(_("cả năm %(year)s", year=row.year))
    return str(_("quý %(quarter)s/%(year)s", quarter=row.quarter, year=row.year))


def plan_name(number: str | None, title: str) -> str:
    """A plan as it is spoken of."""
    return f"{number} – {title}" if number else title


def _matching(wanted: CampaignFilter) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = select(
        Campaign.id, Campaign.title, Campaign.starts_on, Campaign.ends_on, Campaign.done_at,
        Campaign.cost_planned_vnd, Plan.number, Plan.title.label("plan_title"),
    ).outerjoin(Plan, Plan.id == Campaign.plan_id)  # fmt: skip
    for word in wanted.words.split():
        statement = statement.where(Campaign.title_folded.like(like(word), escape="\\"))
    if wanted.year:
        statement = statement.where(
            Campaign.starts_on <= date(wanted.year, 12, 31), Campaign.ends_on >= date(wanted.year, 1, 1)
        )
    if wanted.state:
        done = Campaign.done_at.is_not(None)
        statement = statement.where(done if wanted.state == "done" else ~done)
    return statement


def _sums(mine: Any) -> Select[*tuple[Any, ...]]:
    i = Intervention
    live, today = i.cancelled_on.is_(None), clock.today()
    held = live & (func.coalesce(i.ends_on, i.held_on) <= today)
    return select(
        i.campaign_id,
        _count(live).label("interventions"), _count(held).label("held"), _count(~live).label("cancelled"),
        _count(live & i.covers_all).label("everyone"),
        _money(case((live, i.cost_planned_vnd))).label("cost_planned"),
        _money(i.cost_vnd).label("spent"),
        _count(held & i.cost_vnd.is_(None)).label("unpaid"),
    ).where(mine).group_by(i.campaign_id)  # fmt: skip


def _count(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _money(amount: Any) -> Any:
    """A sum of đồng as a whole number on both databases."""
    return cast(func.sum(amount), BigInteger)


def _people(mine: Any) -> Select[*tuple[Any, ...]]:
    """Attendances per campaign: of each intervention what was counted, else what a report says."""
    counted = (
        select(Attendance.intervention_id, func.sum(Attendance.people).label("people"))
        .where(Attendance.intervention_id.in_(select(Intervention.id).where(mine)))
        .group_by(Attendance.intervention_id)
        .subquery()
    )
    i = Intervention
    reported_more = i.reported_is_minimum & (i.reported_attendances >= func.coalesce(counted.c.people, 0))
    each = case(
        (counted.c.people > func.coalesce(i.reported_attendances, 0), counted.c.people),
        else_=func.coalesce(i.reported_attendances, counted.c.people),
    )
    return (
        select(
            i.campaign_id, cast(func.sum(each), BigInteger).label("people"),
            func.max(case((reported_more, 1), else_=0)).label("at_least"),
        )
        .outerjoin(counted, counted.c.intervention_id == i.id)
        .where(mine, i.cancelled_on.is_(None), or_(i.reported_attendances.is_not(None), counted.c.people > 0))
        .group_by(i.campaign_id)
    )  # fmt: skip


def _businesses(mine: Any) -> Select[*tuple[Any, ...]]:
    halves = [
        select(Intervention.campaign_id, table.business_id)
        .join(Intervention, Intervention.id == table.intervention_id)
        .where(mine)
        for table in (Attendance, ExposureRecord)
    ]
    both = union_all(*halves).subquery()
    businesses = func.count(func.distinct(both.c.business_id))
    return select(both.c.campaign_id, businesses).group_by(both.c.campaign_id)
