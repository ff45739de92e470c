"""The list of businesses, read as rows: the page is looked at all day.

Statements are built once per shape and run with parameters, because building them costs more than running.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds_pattern, search_pattern
from outreach.database import db
from outreach.dossiers.measures import is_online, is_received
from outreach.dossiers.models import Dossier, Month, MonthlyCount
from outreach.identifiers import WEIGHTS
from outreach.rates.rules.periods import Period

STATES = ("provisional", "without_tax_code", "doubtful", "inactive", "paper", "silent")
SORTS = ("name", "employees", "received", "rate")


class BusinessFilter(NamedTuple):
    """What the list shows. `state` is one of STATES, `sort` one of SORTS."""

    words: str = ""
    zone_id: int | None = None
    state: str | None = None
    sort: str = "name"
    descending: bool = False


def list_businesses(
    wanted: BusinessFilter, year: Period | None, *, offset: int, limit: int
) -> tuple[list[Row[Any]], int]:
    """Some rows of (id, name, tax_code, own_code, zone_id, employees, provisional, active), and the total.

    Behind the last row the total is 0 too. Without a `year` nothing was ever received: order and states that
    count dossiers are left aside.
    """
    counted = year is not None
    statement = _list_statement(
        bool(wanted.words),
        wanted.zone_id is not None,
        wanted.state if counted or wanted.state not in ("paper", "silent") else None,
        wanted.sort if counted or wanted.sort in ("name", "employees") else "name",
        wanted.descending,
    )
    values = {
        "pattern": search_pattern(wanted.words),
        "zone_id": wanted.zone_id,
        "offset": offset,
        "limit": limit,
        **(_days(year) if year else {}),
    }
    rows = db.session.connection().execute(statement, values).all()
    return list(rows), rows[0].total if rows else 0


def zone_names() -> dict[int, str]:
    """All zones' names in Vietnamese order."""
    return {row.id: row.name for row in db.session.connection().execute(_ZONES)}


def filed(business_ids: list[int], year: Period) -> dict[int, tuple[int, int]]:
    """(online, received) in the period per business; those without a dossier are left out."""
    if not business_ids:
        return {}
    rows = db.session.connection().execute(_FILED_BY_SOME, {"ids": business_ids, **_days(year)})
    return {row.business_id: (row.online, row.received) for row in rows}


def _days(year: Period) -> dict[str, Any]:
    """A period cut into whole months [begin, end) and the days before and after them."""
    begin, end = clock.month_of(year.first), clock.month_of(year.last)
    if year.first != begin:
        begin = clock.add_months(begin, 1)
    before = begin - timedelta(days=1)
    return {
        "first": year.first, "before": before, "begin": begin, "months_end": end, "end": end,
        "last": year.last,
    }  # fmt: skip


def _day(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=Date)


def _month(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=Month)


def _filed(*, by_some: bool) -> Subquery:
    """Whole months from the monthly counts, the cut ones at both ends from the dossiers themselves."""
    months = select(MonthlyCount.business_id, MonthlyCount.received, MonthlyCount.online)
    months = months.where(MonthlyCount.month >= _month("begin"), MonthlyCount.month < _month("months_end"))
    one, none = literal_column("1", Integer), literal_column("0", Integer)
    days = select(
        Dossier.business_id, one.label("received"), case((is_online(), one), else_=none).label("online")
    ).where(
        Dossier.business_id.is_not(None),
        is_received(),
        or_(
            Dossier.received_on.between(_day("first"), _day("before")),
            Dossier.received_on.between(_day("end"), _day("last")),
        ),
    )
    if by_some:
        months = months.where(MonthlyCount.business_id.in_(bindparam("ids", expanding=True)))
        days = days.where(Dossier.business_id.in_(bindparam("ids", expanding=True)))
    parts = union_all(months, days).subquery()
    totals = select(
        parts.c.business_id,
        cast(func.sum(parts.c.received), Integer).label("received"),
        cast(func.sum(parts.c.online), Integer).label("online"),
    )
    return totals.group_by(parts.c.business_id).subquery()


_ZONES = select(Zone.id, Zone.name).order_by(Zone.name_sort, Zone.id)
_FILED_BY_SOME = select(_filed(by_some=True))


@lru_cache(maxsize=256)
def _list_statement(words: bool, zone: bool, state: str | None, sort: str, descending: bool) -> Select[Any]:
    conditions = list(_conditions(words, zone, state))
    total = select(func.count()).select_from(Business).where(*conditions).scalar_subquery()
    statement = select(
        Business.id, Business.name, Business.tax_code, Business.own_code, Business.zone_id,
        Business.employees, Business.provisional, Business.active, total.label("total"),
    ).where(*conditions)  # fmt: skip
    limit, offset = bindparam("limit", type_=Integer), bindparam("offset", type_=Integer)
    return _ordered(statement, sort, descending).limit(limit).offset(offset)


def _ordered(statement: Select[Any], sort: str, descending: bool) -> Select[Any]:
    by_name = (Business.name_sort, Business.id)
    if sort == "name":
        return statement.order_by(*(column.desc() if descending else column for column in by_name))
    key: ColumnElement[Any] = Business.employees.expression
    if sort in ("received", "rate"):
        counts = _filed(by_some=False)
        statement = statement.outerjoin(counts, counts.c.business_id == Business.id)
        key = func.coalesce(counts.c.received, 0)
        if sort == "rate":
            key = counts.c.online * 1.0 / func.nullif(counts.c.received, 0)
    return statement.order_by((key.desc() if descending else key.asc()).nulls_last(), *by_name)


def _conditions(words: bool, zone: bool, state: str | None) -> Iterator[ColumnElement[bool]]:
    if words:
        yield holds_pattern(bindparam("pattern"))
    if zone:
        yield Business.zone_id == bindparam("zone_id")
    if state == "provisional":
        yield Business.provisional.is_(True)
    elif state == "without_tax_code":
        yield Business.tax_code.is_(None)
    elif state == "doubtful":
        yield _doubtful()
    elif state == "inactive":
        yield Business.active.is_(False)
    elif state in ("paper", "silent"):
        days = Dossier.received_on.between(_day("first"), _day("last"))
        received = and_(Dossier.business_id == Business.id, days, is_received())
        yield exists().where(received) if state == "paper" else not_(exists().where(received))
        if state == "paper":
            yield not_(exists().where(received, is_online()))


def _doubtful() -> ColumnElement[bool]:
    """`tax_code_doubtful` in the words of the database; codes are stored as digits."""

    def digit(place: int) -> ColumnElement[int]:
        return cast(func.substr(Business.tax_code, place, 1), Integer)

    weighted = sum((digit(place) * weight for place, weight in enumerate(WEIGHTS, start=1)), digit(1) * 0)
    return and_(func.length(Business.tax_code) != 12, 10 - weighted % 11 != digit(10))
