"""The list of businesses, read as rows: the page is looked at all day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds
from outreach.businesses.rules.tax_codes import WEIGHTS
from outreach.database import db
from outreach.dossiers.measures import is_online, is_received, is_received_in
from outreach.dossiers.models import Dossier, MonthlyCount
from outreach.rates.rules.periods import Period

PER_PAGE = 20
STATES = ("provisional", "without_tax_code", "doubtful", "inactive", "paper", "silent")
SORTS = ("name", "employees", "received", "rate")


@dataclass(frozen=True)
class BusinessFilter:
    """What the list shows. `state` is one of STATES, `sort` one of SORTS."""

    words: str = ""
    zone_id: int | None = None
    state: str | None = None
    sort: str = "name"
    descending: bool = False
    page: int = 1


def list_businesses(wanted: BusinessFilter, year: Period | None) -> tuple[list[Row[Any]], int]:
    """One page of (id, name, tax_code, own_code, zone_id, employees, provisional, active), and the total."""
    conditions = list(_conditions(wanted, year))
    total = select(func.count()).select_from(Business).where(*conditions).scalar_subquery()
    statement = select(
        Business.id, Business.name, Business.tax_code, Business.own_code, Business.zone_id,
        Business.employees, Business.provisional, Business.active, total.label("total"),
    ).where(*conditions)  # fmt: skip
    statement = _ordered(statement, wanted, year)
    rows = db.session.execute(statement.offset((wanted.page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return list(rows), rows[0].total if rows else 0


def zone_names() -> dict[int, str]:
    """All zones' names in Vietnamese order."""
    rows = db.session.execute(select(Zone.id, Zone.name).order_by(Zone.name_sort, Zone.id))
    return {row.id: row.name for row in rows}


def filed(business_ids: list[int], year: Period) -> dict[int, tuple[int, int]]:
    """(online, received) in the period per business; those without a dossier are left out."""
    if not business_ids:
        return {}
    counts = _filed(year, business_ids)
    return {row.business_id: (row.online, row.received) for row in db.session.execute(select(counts))}


def _filed(year: Period, business_ids: list[int] | None = None) -> Subquery:
    """Whole months from the monthly counts, the cut ones at both ends from the dossiers themselves."""
    begin, end = clock.month_of(year.first), clock.month_of(year.last)
    if year.first != begin:
        begin = clock.add_months(begin, 1)
    months = select(MonthlyCount.business_id, MonthlyCount.received, MonthlyCount.online).where(
        MonthlyCount.month >= begin, MonthlyCount.month < end
    )
    cut = or_(
        Dossier.received_on.between(year.first, begin - timedelta(days=1)),
        Dossier.received_on.between(end, year.last),
    )
    days = select(
        Dossier.business_id, literal(1).label("received"), case((is_online(), 1), else_=0).label("online")
    ).where(Dossier.business_id.is_not(None), is_received(), cut)
    if business_ids is not None:
        months = months.where(MonthlyCount.business_id.in_(business_ids))
        days = days.where(Dossier.business_id.in_(business_ids))
    parts = union_all(months, days).subquery()
    totals = select(
        parts.c.business_id,
        cast(func.sum(parts.c.received), Integer).label("received"),
        cast(func.sum(parts.c.online), Integer).label("online"),
    )
    return totals.group_by(parts.c.business_id).subquery()


def _ordered(statement: Select[*tuple[Any, ...]], wanted: BusinessFilter, year: Period | None) -> Any:
    by_name = (Business.name_sort, Business.id)
    if wanted.sort == "name":
        return statement.order_by(*(column.desc() if wanted.descending else column for column in by_name))
    key: ColumnElement[Any] = Business.employees.expression
    if wanted.sort in ("received", "rate"):
        if year is None:
            return statement.order_by(*by_name)
        counts = _filed(year)
        statement = statement.outerjoin(counts, counts.c.business_id == Business.id)
        key = func.coalesce(counts.c.received, 0)
        if wanted.sort == "rate":
            key = counts.c.online * 1.0 / func.nullif(counts.c.received, 0)
    return statement.order_by((key.desc() if wanted.descending else key.asc()).nulls_last(), *by_name)


def _conditions(wanted: BusinessFilter, year: Period | None) -> Any:
    if wanted.words:
        yield holds(wanted.words)
    if wanted.zone_id is not None:
        yield Business.zone_id == wanted.zone_id
    if wanted.state == "provisional":
        yield Business.provisional.is_(True)
    elif wanted.state == "without_tax_code":
        yield Business.tax_code.is_(None)
    elif wanted.state == "doubtful":
        yield _doubtful()
    elif wanted.state == "inactive":
        yield Business.active.is_(False)
    elif wanted.state in ("paper", "silent") and year is not None:
        received = and_(Dossier.business_id == Business.id, is_received_in(year.first, year.last))
        if wanted.state == "silent":
            yield not_(exists().where(received))
        else:
            yield exists().where(received)
            yield not_(exists().where(received, is_online()))


def _doubtful() -> ColumnElement[bool]:
    """rules.tax_code_doubtful in the words of the database; codes are stored as digits."""

    def digit(place: int) -> ColumnElement[int]:
        return cast(func.substr(Business.tax_code, place, 1), Integer)

    weighted = sum((digit(place) * weight for place, weight in enumerate(WEIGHTS, start=1)), literal(0))
    return and_(func.length(Business.tax_code) != 12, 10 - weighted % 11 != digit(10))
