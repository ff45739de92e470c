"""Reads of campaigns: a list with their sums, one of them, and what an intervention can belong to."""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    bindparam,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)

from outreach import clock
from outreach.campaigns.models import Attendance, Campaign, ExposureRecord, Intervention, Plan, PlanItem
from outreach.campaigns.rules.paper import roman
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.text import like

MOST_WORDS = 8


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
    connection, words = db.session.connection(), [like(word) for word in wanted.words.split()[:MOST_WORDS]]
    values: dict[str, Any] = {f"word_{i}": word for i, word in enumerate(words)}
    if wanted.year:
        values |= {"first": date(wanted.year, 1, 1), "last": date(wanted.year, 12, 31)}
    shape = len(words), bool(wanted.year), wanted.state
    total = connection.scalar(_total(*shape), values) or 0
    rows = connection.execute(_page(*shape), values | {"offset": offset, "limit": limit}).all()
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
    first, last = db.session.connection().execute(_span()).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def sums_of(campaign_ids: Sequence[int], *, reach: bool = True) -> dict[int, Sums]:
    """What each campaign's interventions come to; without `reach` nobody is counted, which is far cheaper."""
    if not campaign_ids:
        return {}
    values = {"ids": list(campaign_ids), "today": clock.today()}
    rows = db.session.connection().execute(_sums(reach), values)
    return {
        id: Sums._make([*counts, people, bool(at_least), businesses or 0])
        for id, *counts, people, at_least, businesses in rows
    }


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
    return str(_("quý %(quarter)s/%(year)s", quarter=roman(row.quarter), year=row.year))


def plan_name(number: str | None, title: str) -> str:
    """A plan as it is spoken of."""
    return f"{number} – {title}" if number else title


@lru_cache(maxsize=64)
def _page(words: int, year: bool, state: str | None) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = select(
        Campaign.id, Campaign.title, Campaign.starts_on, Campaign.ends_on, Campaign.done_at,
        Campaign.cost_planned_vnd, Plan.number, Plan.title.label("plan_title"),
    ).outerjoin(Plan, Plan.id == Campaign.plan_id)  # fmt: skip
    latest = statement.where(*_conditions(words, year, state)).order_by(
        Campaign.starts_on.desc(), Campaign.id.desc()
    )
    return latest.offset(bindparam("offset")).limit(bindparam("limit"))


@lru_cache(maxsize=64)
def _total(words: int, year: bool, state: str | None) -> Select[int]:
    return select(func.count()).select_from(Campaign).where(*_conditions(words, year, state))


def _conditions(words: int, year: bool, state: str | None) -> list[ColumnElement[bool]]:
    titles: list[ColumnElement[bool]] = []
    for number in range(words):
        pattern: Any = bindparam(f"word_{number}")
        titles.append(Campaign.title_folded.like(pattern, escape="\\"))
    if year:
        first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
        titles += [Campaign.starts_on <= last, Campaign.ends_on >= first]
    if state:
        done = Campaign.done_at.is_not(None)
        titles.append(done if state == "done" else ~done)
    return titles


@cache
def _span() -> Select[*tuple[Any, ...]]:
    return select(func.min(Campaign.starts_on), func.max(Campaign.ends_on))


@cache
def _sums(reach: bool) -> Select[*tuple[Any, ...]]:
    """The columns of Sums in their order, per campaign of `ids`."""
    i, mine = Intervention, Intervention.campaign_id.in_(bindparam("ids", expanding=True))
    live = i.cancelled_on.is_(None)
    held = live & (func.coalesce(i.ends_on, i.held_on) <= bindparam("today", type_=Date))
    sums: tuple[Any, ...] = (
        i.campaign_id, _count(live), _count(held), _count(~live), _count(live & i.covers_all),
        _money(case((live, i.cost_planned_vnd))), _money(i.cost_vnd), _count(held & i.cost_vnd.is_(None)),
    )  # fmt: skip
    if not reach:
        return select(*sums, null(), null(), null()).where(mine).group_by(i.campaign_id)
    counted, businesses = _counted(mine), _businesses(mine)
    return (
        select(*sums, *_people(live, counted), func.max(businesses.c.number))
        .outerjoin(counted, counted.c.intervention_id == i.id)
        .outerjoin(businesses, businesses.c.campaign_id == i.campaign_id)
        .where(mine)
        .group_by(i.campaign_id)
    )


def _count(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _money(amount: Any) -> Any:
    """A sum of đồng as a whole number on both databases."""
    return cast(func.sum(amount), BigInteger)


def _counted(mine: Any) -> Any:
    return (
        select(Attendance.intervention_id, func.sum(Attendance.people).label("people"))
        .where(Attendance.intervention_id.in_(select(Intervention.id).where(mine)))
        .group_by(Attendance.intervention_id)
        .subquery()
    )


def _people(live: Any, counted: Any) -> tuple[Any, Any]:
    """Attendances as counted, else as reported; and whether there were more than that."""
    i = Intervention
    reported_more = i.reported_is_minimum & (i.reported_attendances >= func.coalesce(counted.c.people, 0))
    each = case(
        (counted.c.people > func.coalesce(i.reported_attendances, 0), counted.c.people),
        else_=func.coalesce(i.reported_attendances, counted.c.people),
    )
    known = live & or_(i.reported_attendances.is_not(None), counted.c.people > 0)
    people = cast(func.sum(case((known, each))), BigInteger)
    return people, func.max(case((live & reported_more, 1), else_=0))


def _businesses(mine: Any) -> Any:
    halves = [
        select(Intervention.campaign_id, table.business_id)
        .join(Intervention, Intervention.id == table.intervention_id)
        .where(mine)
        for table in (Attendance, ExposureRecord)
    ]
    both = union_all(*halves).subquery()
    number = func.count(func.distinct(both.c.business_id)).label("number")
    return select(both.c.campaign_id, number).group_by(both.c.campaign_id).subquery()
