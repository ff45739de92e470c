"""Who makes up a period's dossiers: zones month by month, and zones, fields or businesses in two parts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, false, func, select

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.charts import MonthPoint
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.rates.queries.months import counts
from outreach.rates.rules.counting import Pair, Reading, Tally
from outreach.rates.rules.figures import By
from outreach.rates.rules.mix import Member
from outreach.rates.rules.periods import Period

MIXED_BY = (By.ZONE, By.FIELD, By.BUSINESS)


@dataclass(frozen=True)
class ZoneMonths:
    """One zone's months in order; `id` and `name` None: dossiers of no zone."""

    id: int | None
    name: str | None
    points: tuple[MonthPoint, ...]


def zone_months(period: Period, reading: Reading) -> list[ZoneMonths]:
    """Every zone with dossiers in the months that the period touches, in Vietnamese order, no zone last."""
    month = measures.month_of(Dossier.received_on)
    statement = (
        select(Zone.id, Zone.name, month, func.count(), func.count().filter(measures.is_online()))
        .select_from(Dossier)
        .outerjoin(Business, Business.id == Dossier.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(measures.is_received_in(period.first, period.last), counts(reading))
        .group_by(Zone.id, Zone.name, Zone.name_sort, month)
        .order_by(Zone.id.is_(None), Zone.name_sort, Zone.id)
    )
    found: dict[tuple[int | None, str | None], dict[date, tuple[int, int]]] = {}
    for id, name, first, received, online in db.session.execute(statement):
        found.setdefault((id, name), {})[first] = (received, online)
    months = clock.months_between(period.first, period.last)
    return [
        ZoneMonths(id, name, tuple(MonthPoint(one, *cells.get(one, (0, 0))) for one in months))
        for (id, name), cells in found.items()
    ]


def together(zones: list[ZoneMonths], period: Period) -> list[MonthPoint]:
    """The months of the whole board."""
    months = clock.months_between(period.first, period.last)
    return [
        MonthPoint(
            month,
            sum(zone.points[index].received for zone in zones),
            sum(zone.points[index].online for zone in zones),
        )
        for index, month in enumerate(months)
    ]


def members(before: Period | None, after: Period, reading: Reading, by: By) -> list[Member]:
    """Every zone, field or business (`by`) with received dossiers in one of the parts; one statement."""
    start = before or after
    earlier = false() if before is None else Dossier.received_on.between(before.first, before.last)
    later, online = Dossier.received_on.between(after.first, after.last), measures.is_online()
    statement = (
        _grouped(by)
        .add_columns(
            func.count().filter(and_(earlier, online)),
            func.count().filter(earlier),
            func.count().filter(and_(later, online)),
            func.count().filter(later),
        )
        .where(measures.is_received_in(min(start.first, after.first), after.last), counts(reading))
    )
    found = []
    for id, name, *numbers in db.session.execute(statement):
        pair = Pair(Tally(*numbers[:2]), Tally(*numbers[2:]))
        if pair.before.received or pair.after.received:
            found.append(Member(id, name, pair))
    return found


def _grouped(by: By) -> Select[*tuple[Any, ...]]:
    """Groups with their id and name, in Vietnamese order."""
    if by is By.FIELD:
        key = measures.field_key()
        return select(key, func.max(Dossier.field)).group_by(key).order_by(key.is_(None), key)
    table: Any = Zone if by is By.ZONE else Business
    statement = select(table.id, table.name).select_from(Dossier)
    statement = statement.outerjoin(Business, Business.id == Dossier.business_id)
    if by is By.ZONE:
        statement = statement.outerjoin(Zone, Zone.id == Business.zone_id)
    order = (table.id.is_(None), table.name_sort, table.id)
    return statement.group_by(table.id, table.name, table.name_sort).order_by(*order)
