"""The matrix of a year or a plan: what was planned and done by content and channel, with reach and cost."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, String, bindparam, cast, func, literal, select, union_all

from outreach.campaigns.models import Attendance, Evidence, ExposureRecord, Intervention, Plan, PlanItem
from outreach.campaigns.rules.cells import Deed, Intended
from outreach.database import db


class Asked(NamedTuple):
    """Whose matrix: a plan's, or a calendar year's; and for one audience or all."""

    year: int | None
    plan_id: int | None
    audience: str | None


class PlanChoice(NamedTuple):
    """A plan that could be asked for."""

    id: int
    words: str
    starts_on: date
    ends_on: date


def plan_choices() -> list[PlanChoice]:
    """Plans, those that end last first."""
    rows = db.session.connection().execute(_plan_choices())
    return [PlanChoice(id, f"{number or ''} {title}".strip(), *days) for id, number, title, *days in rows]


@cache
def _plan_choices() -> Select[*tuple[Any, ...]]:
    columns = (Plan.id, Plan.number, Plan.title, Plan.starts_on, Plan.ends_on)
    return select(*columns).order_by(Plan.ends_on.desc(), Plan.id.desc())


def intended(asked: Asked) -> list[Intended]:
    """Lines of plans. A year's are those of approved plans."""
    rows = db.session.connection().execute(_intended(*_shape(asked)), asked._asdict()).all()
    return [
        Intended(id, plan_id, title, type, channel, _letters(contents), *rest)
        for id, plan_id, title, type, channel, contents, *rest in rows
    ]


@cache
def _intended(of_plan: bool, of_audience: bool) -> Select[*tuple[Any, ...]]:
    item = PlanItem
    statement = select(
        item.id, item.plan_id, item.title, item.type, item.channel, cast(item.contents, String), item.times,
        item.year, item.quarter, item.cost_planned_vnd,
    ).order_by(item.year, item.quarter, item.place)  # fmt: skip
    if of_plan:
        statement = statement.where(item.plan_id == bindparam("plan_id"))
    else:
        approved = select(Plan.id).where(Plan.state == "approved")
        statement = statement.where(item.year == bindparam("year"), item.plan_id.in_(approved))
    if of_audience:
        statement = statement.where(item.audience.in_((bindparam("audience"), "both")))
    return statement


def _shape(asked: Asked) -> tuple[bool, bool]:
    return asked.plan_id is not None, bool(asked.audience)


def deeds(asked: Asked, today: date) -> list[Deed]:
    """Interventions that have taken place, with whom they reached and whether anything proves them."""
    connection, values = db.session.connection(), asked._asdict() | {"today": today}
    if asked.plan_id is None:
        assert asked.year is not None
        values |= {"first": date(asked.year, 1, 1), "last": date(asked.year, 12, 31)}
    reached, people = _reached(connection.execute(_reach(*_shape(asked)), values).all())
    return [
        Deed(
            id, code, title, type, channel, _letters(own) or _letters(planned), held_on, covers_all, cost,
            proofs, frozenset(reached.get(id, ())), max(people.get(id, 0), reported or 0),
            bool(minimum) and (reported or 0) >= people.get(id, 0),
        )
        for id, code, title, type, channel, own, planned, held_on, covers_all, cost, proofs, reported, minimum
        in connection.execute(_deeds(*_shape(asked)), values).all()
    ]  # fmt: skip


@lru_cache(maxsize=4096)
def _letters(stored: str | None) -> tuple[str, ...]:
    """The contents as a row holds them: eleven letters make few lists, and reading each anew takes time."""
    return tuple(json.loads(stored) or ()) if stored else ()


@cache
def _deeds(of_plan: bool, of_audience: bool) -> Select[*tuple[Any, ...]]:
    proofs = (
        select(func.count()).where(Evidence.intervention_id == Intervention.id).correlate(Intervention)
    ).scalar_subquery()
    return (
        select(
            Intervention.id, Intervention.code, Intervention.title, Intervention.type,
            func.coalesce(Intervention.channel, PlanItem.channel), cast(Intervention.contents, String),
            cast(PlanItem.contents, String),
            Intervention.held_on, Intervention.covers_all, Intervention.cost_vnd, proofs,
            Intervention.reported_attendances, Intervention.reported_is_minimum,
        )
        .outerjoin(PlanItem, PlanItem.id == Intervention.plan_item_id)
        .where(*_wanted(of_plan, of_audience))
        .order_by(Intervention.held_on, Intervention.id)
    )  # fmt: skip


def _wanted(of_plan: bool, of_audience: bool) -> list[Any]:
    i = Intervention
    conditions: list[Any] = [i.cancelled_on.is_(None), i.held_on <= bindparam("today", type_=Date)]
    if of_plan:
        conditions.append(PlanItem.plan_id == bindparam("plan_id"))
    else:
        first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
        conditions.append(i.held_on.between(first, last))
    if of_audience:
        conditions.append(i.audience.in_((bindparam("audience"), "both")))
    return conditions


@cache
def _reach(of_plan: bool, of_audience: bool) -> Any:
    """(intervention, businesses with commas between, people) of each; only attendances count people."""
    ids = select(Intervention.id).outerjoin(PlanItem, PlanItem.id == Intervention.plan_item_id)
    ids = ids.where(*_wanted(of_plan, of_audience))
    halves = (Attendance, func.sum(Attendance.people)), (ExposureRecord, literal(0))
    return union_all(*(_reach_of(table, people, ids) for table, people in halves))


def _reach_of(table: Any, people: Any, ids: Any) -> Select[*tuple[Any, ...]]:
    businesses = func.aggregate_strings(cast(table.business_id, String), ",")
    columns = select(table.intervention_id, businesses, people)
    return columns.where(table.intervention_id.in_(ids)).group_by(table.intervention_id)


def _reached(rows: Iterable[Any]) -> tuple[dict[int, set[int]], dict[int, int]]:
    """The distinct businesses of each intervention, and its people."""
    businesses: dict[int, set[int]] = defaultdict(set)
    people: dict[int, int] = defaultdict(int)
    for intervention_id, business_ids, number in rows:
        businesses[intervention_id].update(map(int, business_ids.split(",")))
        people[intervention_id] += number
    return businesses, people
