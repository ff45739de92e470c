"""Who makes up a period's dossiers: zones month by month, and zones, fields or businesses in two parts."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, and_, false, func, select

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


class ZoneMonths(NamedTuple):
    """One zone's months in order; `id` and `name` None: dossiers of no zone."""

    id: int | None
    name: str | None
    points: tuple[MonthPoint, ...]


def zone_months(period: Period, reading: Reading) -> list[ZoneMonths]:
    """Every zone with dossiers in the months that the period touches, in Vietnamese order, no zone last."""
    # Counted by the zone's id first: a join for each of 71,000 dossiers costs more than counting them.
    counted = (
        select(
            Business.zone_id,
            measures.month_of(Dossier.received_on).label("month"),
            func.count().label("received"),
            func.count().filter(measures.is_online()).label("online"),
        )
        .select_from(Dossier)
        .outerjoin(Business, Business.id == Dossier.business_id)
        .where(measures.is_received_in(period.first, period.last), counts(reading))
        .group_by(Business.zone_id, "month")
        .subquery()
    )
    statement = (
        select(Zone.id, Zone.name, counted.c.month, counted.c.received, counted.c.online)
        .select_from(counted)
        .outerjoin(Zone, Zone.id == counted.c.zone_id)
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
    key = measures.field_key() if by is By.FIELD else Dossier.business_id
    counted = (
        select(
            key.label("key"),
            func.max(Dossier.field).label("field"),
            func.count().filter(and_(earlier, online)).label("online_before"),
            func.count().filter(earlier).label("before"),
            func.count().filter(and_(later, online)).label("online_after"),
            func.count().filter(later).label("after"),
        )
        .where(measures.is_received_in(min(start.first, after.first), after.last), counts(reading))
        .group_by(key)
        .subquery()
    )
    found = []
    for id, name, *numbers in db.session.execute(_named(counted, by)):
        whole = [int(number) for number in numbers]  # PostgreSQL sums to decimals
        pair = Pair(Tally(*whole[:2]), Tally(*whole[2:]))
        if pair.before.received or pair.after.received:
            found.append(Member(id, name, pair))
    return found


def _named(counted: Subquery, by: By) -> Select[*tuple[Any, ...]]:
    """The counts by group, with its id and name in Vietnamese order."""
    numbers: list[Any] = [counted.c[name] for name in ("online_before", "before", "online_after", "after")]
    if by is By.FIELD:
        names = select(counted.c.key, counted.c.field)
        return names.add_columns(*numbers).order_by(counted.c.key.is_(None), counted.c.key)
    table: Any = Zone if by is By.ZONE else Business
    statement = select(table.id, table.name).select_from(counted)
    statement = statement.outerjoin(Business, Business.id == counted.c.key)
    if by is By.ZONE:
        statement = statement.outerjoin(Zone, Zone.id == Business.zone_id).group_by(Zone.id)
        numbers = [func.sum(number) for number in numbers]
    return statement.add_columns(*numbers).order_by(table.id.is_(None), table.name_sort, table.id)
