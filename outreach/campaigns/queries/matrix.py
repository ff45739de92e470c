"""The matrix of a year or a plan: what was planned and done by content and channel, with reach and cost."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, literal, select, union_all

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
    rows = db.session.execute(
        select(Plan.id, Plan.number, Plan.title, Plan.starts_on, Plan.ends_on).order_by(
            Plan.ends_on.desc(), Plan.id.desc()
        )
    )
    return [PlanChoice(id, f"{number or ''} {title}".strip(), *days) for id, number, title, *days in rows]


def intended(asked: Asked) -> list[Intended]:
    """Lines of plans. A year's are those of approved plans."""
    statement = select(
        PlanItem.id, PlanItem.plan_id, PlanItem.title, PlanItem.type, PlanItem.channel, PlanItem.contents,
        PlanItem.times, PlanItem.year, PlanItem.quarter, PlanItem.cost_planned_vnd,
    ).order_by(PlanItem.year, PlanItem.quarter, PlanItem.place)  # fmt: skip
    if asked.plan_id is not None:
        statement = statement.where(PlanItem.plan_id == asked.plan_id)
    else:
        approved = select(Plan.id).where(Plan.state == "approved")
        statement = statement.where(PlanItem.year == asked.year, PlanItem.plan_id.in_(approved))
    if asked.audience:
        statement = statement.where(PlanItem.audience.in_((asked.audience, "both")))
    return [
        Intended(id, plan_id, title, type, channel, tuple(contents), *rest)
        for id, plan_id, title, type, channel, contents, *rest in db.session.execute(statement)
    ]


def deeds(asked: Asked, today: date) -> list[Deed]:
    """Interventions that have taken place, with whom they reached and whether anything proves them."""
    wanted = _wanted(asked, today)
    proofs = (
        select(func.count()).where(Evidence.intervention_id == Intervention.id).correlate(Intervention)
    ).scalar_subquery()
    statement = (
        select(
            Intervention.id, Intervention.code, Intervention.title, Intervention.type,
            func.coalesce(Intervention.channel, PlanItem.channel), Intervention.contents, PlanItem.contents,
            Intervention.held_on, Intervention.covers_all, Intervention.cost_vnd, proofs,
            Intervention.reported_attendances, Intervention.reported_is_minimum,
        )
        .outerjoin(PlanItem, PlanItem.id == Intervention.plan_item_id)
        .where(*wanted)
        .order_by(Intervention.held_on, Intervention.id)
    )  # fmt: skip
    ids = select(Intervention.id).outerjoin(PlanItem, PlanItem.id == Intervention.plan_item_id).where(*wanted)
    reached, people = _reached(ids)
    return [
        Deed(
            id, code, title, type, channel, tuple(own or planned or ()), held_on, covers_all, cost,
            proofs, frozenset(reached.get(id, ())), max(people.get(id, 0), reported or 0),
            bool(minimum) and (reported or 0) >= people.get(id, 0),
        )
        for id, code, title, type, channel, own, planned, held_on, covers_all, cost, proofs, reported, minimum
        in db.session.execute(statement)
    ]  # fmt: skip


def _wanted(asked: Asked, today: date) -> list[Any]:
    conditions: list[Any] = [Intervention.cancelled_on.is_(None), Intervention.held_on <= today]
    if asked.plan_id is not None:
        conditions.append(PlanItem.plan_id == asked.plan_id)
    else:
        assert asked.year is not None
        conditions.append(Intervention.held_on.between(date(asked.year, 1, 1), date(asked.year, 12, 31)))
    if asked.audience:
        conditions.append(Intervention.audience.in_((asked.audience, "both")))
    return conditions


def _reached(ids: Any) -> tuple[dict[int, set[int]], dict[int, int]]:
    """The distinct businesses of each intervention, and its people; only attendances count people."""
    came = select(Attendance.intervention_id, Attendance.business_id, Attendance.people).where(
        Attendance.intervention_id.in_(ids)
    )
    otherwise = select(ExposureRecord.intervention_id, ExposureRecord.business_id, literal(0)).where(
        ExposureRecord.intervention_id.in_(ids)
    )
    businesses: dict[int, set[int]] = {}
    people: dict[int, int] = {}
    for intervention_id, business_id, number in db.session.connection().execute(union_all(came, otherwise)):
        businesses.setdefault(intervention_id, set()).add(business_id)
        people[intervention_id] = people.get(intervention_id, 0) + number
    return businesses, people
