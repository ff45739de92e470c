"""Businesses that a route could take in: a zone's own, those to reach next, those that wait for a promise."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds
from outreach.database import db
from outreach.i18n import ngettext, show_date
from outreach.rates import queries as rates
from outreach.rates.queries import reach_next as reads
from outreach.rates.rules.reach_next import Narrowed, Wanted, choose
from outreach.rates.wording import reach_next as words
from outreach.visits.models import Promise, VisitStop
from outreach.visits.rules import OPEN


class Choice(NamedTuple):
    """A business that is not on the route yet, and why it could be."""

    business_id: int
    name: str
    code: str | None
    zone: str | None
    reason: str | None


def choices(
    source: str, day_id: int, *, zone_id: int | None, term: str, offset: int, limit: int
) -> tuple[Sequence[Choice], int]:
    """Some of the businesses of a source ('zone', 'reach', 'promises') and how many it has.

    Those on the route and those no longer active are left out; `zone_id` None is every zone.
    """
    if source == "reach":
        return _to_reach(day_id, zone_id, offset, limit)
    if source == "promises":
        return _promised(day_id, zone_id, offset, limit)
    return _of_zone(day_id, zone_id, term, offset, limit)


def _of_zone(
    day_id: int, zone_id: int | None, term: str, offset: int, limit: int
) -> tuple[Sequence[Choice], int]:
    statement = _businesses(day_id, zone_id).add_columns(func.count().over().label("total"))
    if term:
        statement = statement.where(holds(term))
    rows = db.session.execute(
        statement.order_by(Business.name_sort, Business.id).offset(offset).limit(limit)
    ).all()
    return [_choice(row, None) for row in rows], rows[0].total if rows else 0


def _to_reach(day_id: int, zone_id: int | None, offset: int, limit: int) -> tuple[Sequence[Choice], int]:
    register = rates.register()
    if register is None:
        return [], 0
    ranking = reads.ranking(register, Narrowed())
    there = set(db.session.scalars(_on_route(day_id)))
    wanted = choose(ranking, Wanted(zone_id=zone_id), clock.today())
    found = [one for one in wanted if one.counted.business_id not in there]
    shown = found[offset : offset + limit]
    names, zones = reads.named([one.counted.business_id for one in shown]), reads.zone_names()
    rows = []
    for one in shown:
        named = names[one.counted.business_id]
        zone = zones.get(named.zone_id or 0)
        rows.append(Choice(named.id, named.name, named.tax_code or named.own_code, zone, words.reason(one)))
    return rows, len(found)


def _promised(day_id: int, zone_id: int | None, offset: int, limit: int) -> tuple[Sequence[Choice], int]:
    waiting = (
        select(Promise.business_id, func.count().label("open"), func.min(Promise.due_on).label("due_on"))
        .where(Promise.state == OPEN)
        .group_by(Promise.business_id)
        .subquery()
    )
    statement = (
        _businesses(day_id, zone_id)
        .join(waiting, waiting.c.business_id == Business.id)
        .add_columns(waiting.c.open, waiting.c.due_on, func.count().over().label("total"))
        .order_by(waiting.c.due_on, Business.name_sort, Business.id)
    )
    rows = db.session.execute(statement.offset(offset).limit(limit)).all()
    found = [_choice(row, _waits(row.open, row.due_on)) for row in rows]
    return found, rows[0].total if rows else 0


def _choice(row: Any, reason: str | None) -> Choice:
    return Choice(row.id, row.name, row.code, row.zone, reason)


def _waits(count: int, due_on: date) -> str:
    return str(
        ngettext(
            "%(num)s cam kết chưa xong, hạn gần nhất %(day)s",
            "%(num)s cam kết chưa xong, hạn gần nhất %(day)s",
            count, day=show_date(due_on),
        )
    )  # fmt: skip


def _businesses(day_id: int, zone_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            Business.id, Business.name, func.coalesce(Business.tax_code, Business.own_code).label("code"),
            Zone.name.label("zone"),
        )
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(Business.active.is_(True), Business.id.not_in(_on_route(day_id)))
    )  # fmt: skip
    if zone_id is not None:
        statement = statement.where(Business.zone_id == zone_id)
    return statement


def _on_route(day_id: int) -> Select[int]:
    return select(VisitStop.business_id).where(VisitStop.visit_day_id == day_id)
