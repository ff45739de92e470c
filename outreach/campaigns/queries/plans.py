"""Reads of plans: the list, one with its parts, its lines beside what was done, and what it rests on."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from outreach import clock
from outreach.campaigns.models import Intervention, Plan, PlanBasis, PlanItem, PlanTarget
from outreach.database import db
from outreach.documents.citations import Citing
from outreach.documents.models import LegalDocument
from outreach.documents.rules import OVER, state_on
from outreach.i18n import gettext as _
from outreach.text import like

MOST_WORDS = 8
_PLAN_ID: Any = bindparam("plan_id", type_=Integer)


class PlanFilter(NamedTuple):
    """Which plans are looked for; `words` in title and number."""

    words: str = ""
    state: str | None = None
    year: int | None = None


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


def list_plans(wanted: PlanFilter, *, offset: int = 0, limit: int = 1000) -> tuple[list[PlanRow], int]:
    """Some plans, those that end last first, and how many there are in all."""
    connection, words = db.session.connection(), [like(word) for word in wanted.words.split()[:MOST_WORDS]]
    values: dict[str, Any] = {f"word_{i}": word for i, word in enumerate(words)} | {"state": wanted.state}
    if wanted.year:
        values |= {"first": date(wanted.year, 1, 1), "last": date(wanted.year, 12, 31)}
    shape = len(words), wanted.year is not None, wanted.state is not None
    total = connection.scalar(_total(*shape), values) or 0
    page = values | {"today": clock.today(), "offset": offset, "limit": limit}
    rows = connection.execute(_page(*shape), page)
    return [PlanRow._make(map(_plain, row)) for row in rows], total


def years() -> list[int]:
    """Years that plans touch, newest first."""
    first, last = db.session.connection().execute(_span()).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def get(plan_id: int) -> Plan | None:
    """One plan with all its parts; None when there is none of that id."""
    return db.session.scalars(_whole(), {"plan_id": plan_id}).unique().one_or_none()


@cache
def _whole() -> Select[Plan]:
    parts = (
        selectinload(Plan.contents), joinedload(Plan.targets), selectinload(Plan.items),
        selectinload(Plan.units), selectinload(Plan.bases).joinedload(PlanBasis.document),
    )  # fmt: skip
    return select(Plan).where(Plan.id == _PLAN_ID).options(*parts)


def with_targets(plan_id: int) -> Plan | None:
    """One plan with its targets; the other parts are read when somebody asks for them."""
    return db.session.scalars(_targets_of(), {"plan_id": plan_id}).unique().one_or_none()


@cache
def _targets_of() -> Select[Plan]:
    return select(Plan).where(Plan.id == _PLAN_ID).options(joinedload(Plan.targets))


def get_item(item_id: int) -> PlanItem | None:
    """One line of a plan."""
    return db.session.get(PlanItem, item_id)


def get_target(target_id: int) -> PlanTarget | None:
    """One target of a plan."""
    return db.session.get(PlanTarget, target_id)


def overtaken_bases(plan: Plan, today: date) -> list[str]:
    """Numbers of the documents that a plan with its parts rests on and that no longer hold."""
    documents = [basis.document for basis in plan.bases]
    return [one.number for one in documents if _is_over(one, today)]


def overtaken(plan_ids: Collection[int], today: date) -> dict[int, list[str]]:
    """Numbers of the documents a plan rests on that no longer hold, by plan: it is to be looked at again."""
    rows = db.session.connection().execute(_bases(), {"ids": list(plan_ids)})
    found: dict[int, list[str]] = {}
    for row in rows:
        if _is_over(row, today):
            found.setdefault(row.plan_id, []).append(row.number)
    return found


def _is_over(document: Any, today: date) -> bool:
    """`document`: what has the days of a legal document and its successor."""
    state = state_on(
        today, in_force_on=document.in_force_on, expires_on=document.expires_on,
        replaced=document.replaced_by_id is not None,
    )  # fmt: skip
    return state in OVER


@cache
def _bases() -> Select[*tuple[Any, ...]]:
    return (
        select(
            PlanBasis.plan_id, LegalDocument.number, LegalDocument.in_force_on, LegalDocument.expires_on,
            LegalDocument.replaced_by_id,
        )
        .join(LegalDocument, LegalDocument.id == PlanBasis.document_id)
        .where(PlanBasis.plan_id.in_(bindparam("ids", expanding=True)))
        .order_by(PlanBasis.plan_id, PlanBasis.place)
    )  # fmt: skip


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


def _plain(value: Any) -> Any:
    """PostgreSQL sums bigints to decimals."""
    return int(value) if type(value).__name__ == "Decimal" else value


@lru_cache(maxsize=64)
def _page(words: int, year: bool, state: bool) -> Select[*tuple[Any, ...]]:
    shown = (
        select(Plan.id, Plan.number, Plan.issued_on, Plan.title, Plan.starts_on, Plan.ends_on, Plan.state)
        .where(*_conditions(words, year, state)).order_by(Plan.ends_on.desc(), Plan.id.desc())
        .offset(bindparam("offset")).limit(bindparam("limit")).subquery()
    )  # fmt: skip
    counted, done = _planned(select(shown.c.id)), _done(select(shown.c.id))
    return (
        select(
            *shown.c, func.coalesce(counted.c.times, 0), func.coalesce(done.c.done, 0), counted.c.cost,
            done.c.cost,
        )
        .outerjoin(counted, counted.c.plan_id == shown.c.id)
        .outerjoin(done, done.c.plan_id == shown.c.id)
        .order_by(shown.c.ends_on.desc(), shown.c.id.desc())
    )  # fmt: skip


@lru_cache(maxsize=64)
def _total(words: int, year: bool, state: bool) -> Select[int]:
    return select(func.count()).select_from(Plan).where(*_conditions(words, year, state))


def _conditions(words: int, year: bool, state: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for number in range(words):
        pattern: Any = bindparam(f"word_{number}")
        found.append(
            Plan.title_folded.like(pattern, escape="\\") | func.lower(Plan.number).like(pattern, escape="\\")
        )
    if year:
        first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
        found += [Plan.starts_on <= last, Plan.ends_on >= first]
    if state:
        found.append(Plan.state == bindparam("state"))
    return found


@cache
def _span() -> Select[*tuple[Any, ...]]:
    return select(func.min(Plan.starts_on), func.max(Plan.ends_on))


def _planned(plan_ids: Any) -> Any:
    item = PlanItem
    times, cost = func.sum(item.times).label("times"), func.sum(item.cost_planned_vnd).label("cost")
    statement = select(item.plan_id, times, cost).where(item.plan_id.in_(plan_ids))
    return statement.group_by(item.plan_id).subquery()


def _done(plan_ids: Any) -> Any:
    i, today = Intervention, bindparam("today", type_=Date)
    return (
        select(PlanItem.plan_id, func.count().label("done"), func.sum(i.cost_vnd).label("cost"))
        .join(i, i.plan_item_id == PlanItem.id)
        .where(PlanItem.plan_id.in_(plan_ids), i.cancelled_on.is_(None), i.held_on <= today)
        .group_by(PlanItem.plan_id)
        .subquery()
    )
