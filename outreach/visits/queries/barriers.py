"""How often each barrier was named, by zone and by quarter, and the stops behind a count."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from outreach.businesses.models import Business, Zone
from outreach.database import db
from outreach.visits.models import VisitDay, VisitStop
from outreach.visits.rules import BARRIERS, VISITED


class Between(NamedTuple):
    """Visits of which days and of which zone; None leaves a limit out, zone 0 is no zone."""

    first: date | None = None
    last: date | None = None
    zone_id: int | None = None


class BarrierCounts(NamedTuple):
    """Visits that named a barrier: in all, by zone id (0: none) and by quarter (its first day).

    `businesses` counts each business once per barrier; `visits` is how many visits there were at all.
    """

    visits: int
    total: Counter[str]
    businesses: Counter[str]
    by_zone: Counter[tuple[str, int]]
    by_quarter: Counter[tuple[str, date]]
    zones: list[tuple[int, str | None]]
    quarters: list[date]


class NamedAt(NamedTuple):
    """A stop where a barrier was named."""

    day_id: str
    stop_id: str
    day: date
    business_id: int
    business: str
    zone: str | None
    met: str | None
    note: str | None


def barrier_counts(between: Between) -> BarrierCounts:
    """Counted from the stops where somebody was met; one statement."""
    rows = db.session.execute(
        _visits(between).with_only_columns(
            VisitDay.day,
            VisitStop.business_id,
            Business.zone_id,
            Zone.name,
            Zone.name_sort,
            VisitStop.barriers,
        )
    ).all()
    total: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    by_zone: Counter[tuple[str, int]] = Counter()
    by_quarter: Counter[tuple[str, date]] = Counter()
    zones: dict[int, tuple[str, str | None]] = {}
    quarters: set[date] = set()
    for day, business_id, zone_id, zone, sort, barriers in rows:
        quarter = _quarter(day)
        zones[zone_id or 0] = (sort or "\uffff", zone)
        quarters.add(quarter)
        for code in barriers:
            total[code] += 1
            seen.add((code, business_id))
            by_zone[code, zone_id or 0] += 1
            by_quarter[code, quarter] += 1
    named = sorted(zones.items(), key=lambda pair: pair[1][0])
    return BarrierCounts(
        len(rows), total, Counter(code for code, _business in seen), by_zone, by_quarter,
        [(id, name) for id, (_sort, name) in named], sorted(quarters),
    )  # fmt: skip


def stops_with(code: str, between: Between, *, offset: int, limit: int) -> tuple[Sequence[NamedAt], int]:
    """The stops behind a count, the newest first, and how many there are; none for an unknown code."""
    if code not in BARRIERS:
        return [], 0
    statement = _visits(between).with_only_columns(
        VisitDay.public_id.label("day_id"), VisitStop.public_id.label("stop_id"), VisitDay.day,
        VisitStop.business_id, Business.name.label("business"), Zone.name.label("zone"), VisitStop.met,
        VisitStop.note, VisitStop.barriers,
    ).order_by(VisitDay.day.desc(), VisitStop.id.desc())  # fmt: skip
    rows: list[Any] = [row for row in db.session.execute(statement) if code in row.barriers]
    found = [NamedAt(*row[:-1]) for row in rows]
    return found[offset : offset + limit], len(found)


def _visits(between: Between) -> Select[*tuple[Any, ...]]:
    statement = (
        select(VisitStop.id)
        .join(VisitDay, VisitDay.id == VisitStop.visit_day_id)
        .join(Business, Business.id == VisitStop.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(VisitStop.outcome == VISITED)
    )
    if between.first is not None:
        statement = statement.where(VisitDay.day >= between.first)
    if between.last is not None:
        statement = statement.where(VisitDay.day <= between.last)
    if between.zone_id is not None:
        statement = statement.where(
            Business.zone_id == between.zone_id if between.zone_id else Business.zone_id.is_(None)
        )
    return statement


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
