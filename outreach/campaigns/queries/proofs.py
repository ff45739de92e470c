"""Interventions with what they still lack, and the quarters of a campaign: planned beside done."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, cast, func, literal, null, select, union_all

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
    return _lines("campaign_id", campaign_id)


def missing_of(intervention_id: int) -> list[Missing]:
    """What one intervention lacks."""
    lines = _lines("id", intervention_id)
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
    rows = db.session.connection().execute(_asked_statement(), {"plan_id": campaign.plan_id})
    return {
        Quarter(year, number or ALL_YEAR): (times, None if cost is None else int(cost))
        for year, number, times, cost in rows
    }


@cache
def _asked_statement() -> Select[*tuple[Any, ...]]:
    item = PlanItem
    return (
        select(item.year, item.quarter, func.sum(item.times), func.sum(item.cost_planned_vnd))
        .where(item.plan_id == bindparam("plan_id"))
        .group_by(item.year, item.quarter)
    )


def _total(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _lines(by: str, value: int) -> list[Line]:
    rows = db.session.connection().execute(_lines_statement(by), {"value": value}).all()
    around = _around([row.id for row in rows])
    today = clock.today()
    return [_line(row, around, today) for row in rows]


@cache
def _lines_statement(by: str) -> Select[*tuple[Any, ...]]:
    i = Intervention
    return (
        select(
            i.id, i.code, i.type, i.title, i.held_on, i.ends_on, i.span, i.cancelled_on, i.cancelled_because,
            i.covers_all, i.reported_attendances, i.reported_is_minimum, i.cost_planned_vnd, i.cost_vnd,
            i.provisional, i.audience, i.contents, i.details, i.minutes,
            PlanItem.year.label("item_year"), PlanItem.quarter.label("item_quarter"),
        )
        .outerjoin(PlanItem, PlanItem.id == i.plan_item_id)
        .where(getattr(i, by) == bindparam("value"))
        .order_by(i.held_on, i.id)
    )  # fmt: skip


class _Around(NamedTuple):
    businesses: Counter[int]
    people: Counter[int]
    evidence: dict[int, set[str]]
    questions: Counter[int]


def _around(ids: list[int]) -> _Around:
    businesses: Counter[int] = Counter()
    people: Counter[int] = Counter()
    kinds: dict[int, set[str]] = defaultdict(set)
    questions: Counter[int] = Counter()
    rows = db.session.connection().execute(_around_statement(), {"ids": ids}) if ids else ()
    for what, id, number, came in rows:
        if what == "came":
            people[id] = int(came)
        if what in ("came", "reached"):
            businesses[id] += number
        elif what == "questions":
            questions[id] = number
        else:
            kinds[id].add(what)
    return _Around(businesses, people, kinds, questions)


@cache
def _around_statement() -> Any:
    """(came, reached, questions or a kind of evidence; intervention; number; people) in one statement."""
    a, e, q = Attendance, ExposureRecord, Question
    ids: Any = bindparam("ids", expanding=True)
    nobody = cast(null(), Integer)
    came = select(
        literal("came").label("what"), a.intervention_id.label("id"), func.count().label("number"),
        func.sum(a.people).label("people"),
    )  # fmt: skip
    reached = select(literal("reached"), e.intervention_id, func.count(func.distinct(e.business_id)), nobody)
    kinds = select(Evidence.kind, Evidence.intervention_id, func.count(), nobody)
    open_ = select(literal("questions"), q.intervention_id, func.count(), nobody)
    return union_all(
        came.where(a.intervention_id.in_(ids)).group_by(a.intervention_id),
        reached.where(e.intervention_id.in_(ids)).group_by(e.intervention_id),
        kinds.where(Evidence.intervention_id.in_(ids)).group_by(Evidence.intervention_id, Evidence.kind),
        open_.where(q.intervention_id.in_(ids), q.answered_on.is_(None)).group_by(q.intervention_id),
    )


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
