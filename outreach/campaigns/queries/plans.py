"""Reads of plans: the list, one with its parts, its lines beside what was done, and what it rests on."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from outreach import clock
from outreach.campaigns.models import Intervention, Plan, PlanBasis, PlanItem, PlanTarget
from outreach.campaigns.rules import plans as rules
from outreach.database import db
from outreach.documents.citations import Citing
from outreach.documents.models import LegalDocument
from outreach.documents.rules import OVER, state_on
from outreach.i18n import gettext as _
from outreach.text import like

MOST_OFFERED = 200


class PlanRow(NamedTuple):
    """One plan in the list: how often its lines are to be done, how often they have been, and its money."""

    id: int
    number: str | None
    issued_on: date | None
    title: str
    starts_on: date
    ends_on: date
    state: str
    planned: int
    done: int
    cost_planned_vnd: int | None
    cost_vnd: int | None


class Done(NamedTuple):
    """An intervention that carries out a line; `done` once its day has come and it was not cancelled."""

    id: int
    code: str
    title: str
    held_on: date
    cost_vnd: int | None
    cancelled: bool
    done: bool


class Line(NamedTuple):
    """A line of a plan beside what was done for it."""

    item: PlanItem
    interventions: list[Done]
    late: bool

    @property
    def done(self) -> int:
        """How often it has been done."""
        return sum(one.done for one in self.interventions)

    @property
    def spent_vnd(self) -> int | None:
        """What is known to have been spent; None while nothing is."""
        known = [one.cost_vnd for one in self.interventions if one.cost_vnd is not None]
        return sum(known) if known else None


class Choice(NamedTuple):
    """An intervention that could be tied to a line."""

    id: int
    type: str
    words: str


def list_plans(
    *, year: int | None = None, state: str | None = None, words: str | None = None
) -> list[PlanRow]:
    """Plans, those that end last first; `words` are looked for in title and number."""
    counted, done = _planned(), _done()
    statement = (
        select(
            Plan.id, Plan.number, Plan.issued_on, Plan.title, Plan.starts_on, Plan.ends_on, Plan.state,
            func.coalesce(counted.c.times, 0).label("planned"), func.coalesce(done.c.done, 0).label("done"),
            counted.c.cost.label("cost_planned_vnd"), done.c.cost.label("cost_vnd"),
        )
        .outerjoin(counted, counted.c.plan_id == Plan.id)
        .outerjoin(done, done.c.plan_id == Plan.id)
        .order_by(Plan.ends_on.desc(), Plan.id.desc())
    )  # fmt: skip
    if year is not None:
        statement = statement.where(Plan.starts_on <= date(year, 12, 31), Plan.ends_on >= date(year, 1, 1))
    if state is not None:
        statement = statement.where(Plan.state == state)
    for word in (words or "").split():
        pattern = like(word)
        statement = statement.where(
            Plan.title_folded.like(pattern, escape="\\") | func.lower(Plan.number).like(pattern, escape="\\")
        )
    return [PlanRow(*map(_plain, row)) for row in db.session.execute(statement)]


def years() -> list[int]:
    """Years that plans touch, newest first."""
    first, last = db.session.execute(select(func.min(Plan.starts_on), func.max(Plan.ends_on))).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def get(plan_id: int) -> Plan | None:
    """One plan with all its parts; None when there is none of that id."""
    statement = (
        select(Plan)
        .where(Plan.id == plan_id)
        .options(
            selectinload(Plan.contents), selectinload(Plan.targets), selectinload(Plan.items),
            selectinload(Plan.units), selectinload(Plan.bases).joinedload(PlanBasis.document),
        )
    )  # fmt: skip
    return db.session.scalar(statement)


def get_item(item_id: int) -> PlanItem | None:
    """One line of a plan."""
    return db.session.get(PlanItem, item_id)


def get_target(target_id: int) -> PlanTarget | None:
    """One target of a plan."""
    return db.session.get(PlanTarget, target_id)


def carried_out(plan: Plan, today: date) -> list[Line]:
    """The lines of a plan, each beside what was done for it."""
    rows = db.session.execute(
        select(
            Intervention.id, Intervention.plan_item_id, Intervention.code, Intervention.title,
            Intervention.held_on, Intervention.cost_vnd, Intervention.cancelled_on,
        )
        .join(PlanItem, PlanItem.id == Intervention.plan_item_id)
        .where(PlanItem.plan_id == plan.id)
        .order_by(Intervention.held_on, Intervention.id)
    )  # fmt: skip
    found: dict[int, list[Done]] = {}
    for row in rows:
        cancelled = row.cancelled_on is not None
        done = not cancelled and row.held_on <= today
        found.setdefault(row.plan_item_id, []).append(
            Done(row.id, row.code, row.title, row.held_on, row.cost_vnd, cancelled, done)
        )
    return [_line(item, found.get(item.id, []), today) for item in plan.items]


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
    return [Choice(row.id, row.type, f"{row.held_on:%d/%m/%Y} · {row.code} · {row.title}") for row in rows]


def overtaken(plan_ids: Collection[int], today: date) -> dict[int, list[str]]:
    """Numbers of the documents a plan rests on that no longer hold, by plan: it is to be looked at again."""
    rows = db.session.execute(
        select(
            PlanBasis.plan_id, LegalDocument.number, LegalDocument.in_force_on, LegalDocument.expires_on,
            LegalDocument.replaced_by_id,
        )
        .join(LegalDocument, LegalDocument.id == PlanBasis.document_id)
        .where(PlanBasis.plan_id.in_(plan_ids))
        .order_by(PlanBasis.plan_id, PlanBasis.place)
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for plan_id, number, starts, ends, successor in rows:
        state = state_on(today, in_force_on=starts, expires_on=ends, replaced=successor is not None)
        if state in OVER:
            found.setdefault(plan_id, []).append(number)
    return found


def citing(document_ids: Collection[int]) -> Sequence[Citing]:
    """The plans that rest on any of some documents."""
    rows = db.session.execute(
        select(PlanBasis.document_id, Plan.id, Plan.number, Plan.title)
        .join(Plan, Plan.id == PlanBasis.plan_id)
        .where(PlanBasis.document_id.in_(document_ids))
        .order_by(Plan.ends_on.desc(), Plan.id)
    )
    return [
        Citing(document_id, _spoken(number, title), "campaigns.plan", {"plan_id": plan_id})
        for document_id, plan_id, number, title in rows
    ]


def _spoken(number: str | None, title: str) -> str:
    if number is None:
        return _("Kế hoạch %(title)s", title=title)
    return _("Kế hoạch %(number)s: %(title)s", number=number, title=title)


def _line(item: PlanItem, found: list[Done], today: date) -> Line:
    times_done = sum(one.done for one in found)
    return Line(item, found, rules.late(item.times, times_done, item.year, item.quarter, today))


def _plain(value: Any) -> Any:
    """PostgreSQL sums bigints to decimals."""
    return int(value) if type(value).__name__ == "Decimal" else value


def _planned() -> Any:
    return (
        select(
            PlanItem.plan_id, func.sum(PlanItem.times).label("times"),
            func.sum(PlanItem.cost_planned_vnd).label("cost"),
        )
        .group_by(PlanItem.plan_id)
        .subquery()
    )  # fmt: skip


def _done() -> Any:
    held = (Intervention.cancelled_on.is_(None), Intervention.held_on <= clock.today())
    return (
        select(
            PlanItem.plan_id, func.count().label("done"), func.sum(Intervention.cost_vnd).label("cost")
        )
        .join(Intervention, Intervention.plan_item_id == PlanItem.id)
        .where(*held)
        .group_by(PlanItem.plan_id)
        .subquery()
    )  # fmt: skip
