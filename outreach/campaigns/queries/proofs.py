"""Interventions with what they still lack, and the quarters of a campaign: planned beside done."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from outreach import clock
from outreach.campaigns.models import (
    Attendance,
    Campaign,
    Evidence,
    ExposureRecord,
    Intervention,
    PlanItem,
    Question,
)
from outreach.campaigns.rules import progress
from outreach.campaigns.rules.details import from_store
from outreach.campaigns.rules.evidence import Facts, Missing, missing
from outreach.campaigns.rules.progress import Quarter
from outreach.database import db

ALL_YEAR = 0  # the number of the "quarter" of what a plan asks for all year round


class Line(NamedTuple):
    """An intervention with what it lacks. `people` are counted at trainings, else None.

    `all_year` is the year of the plan's line it carries out, where that line names no quarter.
    """

    id: int
    code: str
    type: str
    title: str
    held_on: date
    ends_on: date | None
    span: str | None
    state: str
    cancelled_because: str | None
    covers_all: bool
    businesses: int
    people: int | None
    reported_attendances: int | None
    reported_is_minimum: bool
    cost_planned_vnd: int | None
    cost_vnd: int | None
    all_year: int | None
    missing: list[Missing]


class QuarterSums(NamedTuple):
    """Planned beside done in one quarter: numbers of interventions, and đồng (None: nothing is known)."""

    quarter: Quarter
    planned: int
    done: int
    cost_planned: int | None
    spent: int | None


def campaign_lines(campaign_id: int) -> list[Line]:
    """The interventions of a campaign by day."""
    return _lines(Intervention.campaign_id == campaign_id)


def missing_of(intervention_id: int) -> list[Missing]:
    """What one intervention lacks."""
    lines = _lines(Intervention.id == intervention_id)
    return lines[0].missing if lines else []


def quarters(campaign: Campaign, lines: Sequence[Line]) -> list[QuarterSums]:
    """Each quarter of a campaign, any other in which it did something, and what is asked for all year round.

    Planned is what the lines of its plan ask for; without a plan, what was put down for the quarter.
    """
    asked = _asked(campaign)
    live: dict[Quarter, list[Line]] = defaultdict(list)
    for line in lines:
        if line.state != "cancelled":
            live[_quarter_of(line)].append(line)
    touched = {*progress.quarters_between(campaign.starts_on, campaign.ends_on), *live, *asked}
    return [
        _quarter_sums(quarter, asked.get(quarter, (0, None)) if asked else None, live[quarter])
        for quarter in sorted(touched, key=_position)
    ]


def _quarter_sums(quarter: Quarter, asked: tuple[int, int | None] | None, here: list[Line]) -> QuarterSums:
    planned, cost = asked or (len(here), None)
    own_cost = _total(line.cost_planned_vnd for line in here)
    done = sum(line.state == "done" for line in here)
    spent = _total(line.cost_vnd for line in here)
    return QuarterSums(quarter, planned, done, own_cost if cost is None else cost, spent)


def _quarter_of(line: Line) -> Quarter:
    return Quarter(line.all_year, ALL_YEAR) if line.all_year else progress.quarter_of(line.held_on)


def _position(quarter: Quarter) -> tuple[int, int]:
    """What is asked for all year stands behind the year's quarters."""
    return quarter.year, quarter.number or 5


def _asked(campaign: Campaign) -> dict[Quarter, tuple[int, int | None]]:
    """How many times, and at what cost, the lines of its plan ask for something in each quarter."""
    if campaign.plan_id is None:
        return {}
    columns = (PlanItem.year, PlanItem.quarter, PlanItem.times, PlanItem.cost_planned_vnd)
    found: dict[Quarter, tuple[int, int | None]] = {}
    rows = db.session.execute(select(*columns).where(PlanItem.plan_id == campaign.plan_id))
    for year, number, times, cost in rows:
        quarter = Quarter(year, number or ALL_YEAR)
        known, so_far = found.get(quarter, (0, None))
        found[quarter] = known + times, _total((so_far, cost))
    return found


def _total(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _lines(condition: ColumnElement[bool]) -> list[Line]:
    i = Intervention
    rows = db.session.execute(
        select(
            i.id, i.code, i.type, i.title, i.held_on, i.ends_on, i.span, i.cancelled_on, i.cancelled_because,
            i.covers_all, i.reported_attendances, i.reported_is_minimum, i.cost_planned_vnd, i.cost_vnd,
            i.provisional, i.audience, i.contents, i.details, i.minutes,
            PlanItem.year.label("item_year"), PlanItem.quarter.label("item_quarter"),
        )
        .outerjoin(PlanItem, PlanItem.id == i.plan_item_id)
        .where(condition)
        .order_by(i.held_on, i.id)
    ).all()  # fmt: skip
    around = _around([row.id for row in rows])
    today = clock.today()
    return [_line(row, around, today) for row in rows]


class _Around(NamedTuple):
    businesses: Counter[int]
    people: Counter[int]
    evidence: dict[int, set[str]]
    questions: Counter[int]


def _around(ids: list[int]) -> _Around:
    came = db.session.execute(
        select(Attendance.intervention_id, func.count(), func.sum(Attendance.people))
        .where(Attendance.intervention_id.in_(ids))
        .group_by(Attendance.intervention_id)
    ).all()
    e = ExposureRecord
    reached = db.session.execute(
        select(e.intervention_id, func.count(func.distinct(e.business_id)))
        .where(e.intervention_id.in_(ids))
        .group_by(e.intervention_id)
    ).all()
    kinds: dict[int, set[str]] = defaultdict(set)
    for id, kind in db.session.execute(
        select(Evidence.intervention_id, Evidence.kind).where(Evidence.intervention_id.in_(ids)).distinct()
    ):
        kinds[id].add(kind)
    open_ = db.session.execute(
        select(Question.intervention_id, func.count())
        .where(Question.intervention_id.in_(ids), Question.answered_on.is_(None))
        .group_by(Question.intervention_id)
    )
    businesses = Counter({id: number for id, number, _people in came})
    businesses.update({id: int(number) for id, number in reached})
    people = Counter({id: int(number) for id, _businesses, number in came})
    return _Around(businesses, people, kinds, Counter({id: int(number) for id, number in open_}))


def _line(row: Any, around: _Around, today: date) -> Line:
    facts = Facts(
        type=row.type, held_on=row.held_on, ends_on=row.ends_on, cancelled_on=row.cancelled_on,
        provisional=row.provisional, covers_all=row.covers_all, audience=row.audience, contents=row.contents,
        details=from_store(row.type, row.details), reported_attendances=row.reported_attendances,
        cost_planned_vnd=row.cost_planned_vnd, cost_vnd=row.cost_vnd, has_minutes=bool(row.minutes),
        reached=around.businesses[row.id], evidence=around.evidence[row.id],
        questions=around.questions[row.id],
    )  # fmt: skip
    all_year = row.item_year if row.item_year and row.item_quarter is None else None
    return Line(
        id=row.id, code=row.code, type=row.type, title=row.title, held_on=row.held_on, ends_on=row.ends_on,
        span=row.span, state=progress.state_of(row.held_on, row.ends_on, row.cancelled_on, today),
        cancelled_because=row.cancelled_because, covers_all=row.covers_all,
        businesses=around.businesses[row.id], people=around.people.get(row.id),
        reported_attendances=row.reported_attendances, reported_is_minimum=row.reported_is_minimum,
        cost_planned_vnd=row.cost_planned_vnd, cost_vnd=row.cost_vnd, all_year=all_year,
        missing=missing(facts, today),
    )  # fmt: skip
