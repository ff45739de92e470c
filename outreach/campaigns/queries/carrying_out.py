"""What was done for the lines of a plan, beside the lines, and what could be tied to them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, select

from outreach.campaigns.models import Intervention, Plan, PlanItem
from outreach.campaigns.rules import plans as rules
from outreach.database import db
from outreach.i18n import show_date

MOST_OFFERED = 200


class Done(NamedTuple):
    """An intervention that carries out a line; `done` once its day has come and it was not cancelled."""

    id: int
    code: str
    title: str
    held_on: date
    cost_vnd: int | None
    cancelled: bool
    done: bool


class Item(NamedTuple):
    """A line of a plan."""

    id: int
    title: str
    type: str
    channel: str | None
    contents: list[str]
    year: int
    quarter: int | None
    times: int
    leader: str | None
    cost_planned_vnd: int | None


class Line(NamedTuple):
    """A line of a plan beside what was done for it."""

    item: Item
    interventions: list[Done]
    done: int  # how often it has been
    spent_vnd: int | None  # what is known to have been spent; None while nothing is
    late: bool


class Choice(NamedTuple):
    """An intervention that could be tied to a line."""

    id: int
    type: str
    words: str
    held_on: date

    @property
    def kind(self) -> tuple[str, int]:
        """Form and year: it fits lines of the same."""
        return self.type, self.held_on.year


def done_for(item_id: int) -> Sequence[Intervention]:
    """The interventions that carry out a line, cancelled ones among them, in the order they were made."""
    statement = select(Intervention).where(Intervention.plan_item_id == item_id)
    return db.session.scalars(statement.order_by(Intervention.id)).all()


def carried_out(plan: Plan, today: date) -> list[Line]:
    """The lines of a plan in their order, each beside what was done for it."""
    values = {"plan_id": plan.id}
    items = [Item._make(row) for row in db.session.execute(_items_of(), values).all()]
    found: dict[int, list[Done]] = {}
    for row in db.session.execute(_done_of(), values).all():
        cancelled = row.cancelled_on is not None
        done = not cancelled and row.held_on <= today
        found.setdefault(row.plan_item_id, []).append(
            Done(row.id, row.code, row.title, row.held_on, row.cost_vnd, cancelled, done)
        )
    return [_line(item, found.get(item.id, []), today) for item in items]


@cache
def _items_of() -> Select[*tuple[Any, ...]]:
    i = PlanItem
    columns = select(
        i.id, i.title, i.type, i.channel, i.contents, i.year, i.quarter, i.times, i.leader, i.cost_planned_vnd
    )
    return columns.where(i.plan_id == bindparam("plan_id", type_=Integer)).order_by(i.place)


@cache
def _done_of() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Intervention.id, Intervention.plan_item_id, Intervention.code, Intervention.title,
            Intervention.held_on, Intervention.cost_vnd, Intervention.cancelled_on,
        )
        .join(PlanItem, PlanItem.id == Intervention.plan_item_id)
        .where(PlanItem.plan_id == bindparam("plan_id", type_=Integer))
        .order_by(Intervention.held_on, Intervention.id)
    )  # fmt: skip


def choices(plan: Plan) -> list[Choice]:
    """Interventions of the plan's time that carry out no line yet, by day."""
    statement = (
        select(
            Intervention.id, Intervention.type, Intervention.held_on, Intervention.code, Intervention.title
        )
        .where(
            Intervention.plan_item_id.is_(None),
            Intervention.held_on.between(plan.starts_on, plan.ends_on),
            Intervention.cancelled_on.is_(None),
        )
        .order_by(Intervention.held_on, Intervention.id)
        .limit(MOST_OFFERED)
    )
    rows = db.session.execute(statement)
    return [
        Choice(row.id, row.type, f"{show_date(row.held_on)} · {row.code} · {row.title}", row.held_on)
        for row in rows
    ]


def _line(item: Item, found: list[Done], today: date) -> Line:
    done = sum(one.done for one in found)
    known = [one.cost_vnd for one in found if one.cost_vnd is not None]
    late = rules.late(item.times, done, item.year, item.quarter, today)
    return Line(item, found, done, sum(known) if known else None, late)
