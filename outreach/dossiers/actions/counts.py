"""The monthly counts per business, recomputed for what a change touched."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    union_all,
)

from outreach.clock import add_months
from outreach.database import Base, batches, count_anew, db
from outreach.dossiers.measures import is_filed_for, is_online, is_received, may_be_online, month_of
from outreach.dossiers.models import Curtain, Dossier, ImportRow, MonthlyCount, counted_month

COUNTS = Base.metadata.tables[MonthlyCount.__tablename__]
COLUMNS = tuple(column.name for column in COUNTS.columns if column.name != "curtain")
JOINED_AT_ONCE = 50  # businesses: a thousandth of a second or two

REGISTER_LOCK = 7_203_115  # any number of its own; jobs.py has another

# Above so many businesses whole months are counted anew: one look at each of their dossiers is less work.
MOST_NAMED = 500

Key = tuple[int, date]  # a business and the first day of a month


def hold_register() -> None:
    """Let nobody else change the register until this transaction ends; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": REGISTER_LOCK})


def recount(keys: set[Key] | None = None) -> None:
    """Make the monthly counts of these (business, month) agree with the register; None: all of them."""
    if keys is None:
        _recount([], [])
        return
    if not keys:
        return
    months = [month for _, month in keys]
    first, end = min(months), add_months(max(months), 1)
    for businesses in batches(sorted({business for business, _ in keys}), 500):
        # Every month between the first and the last one touched: the rows are the same, the statements two.
        _recount(
            [MonthlyCount.business_id.in_(businesses), MonthlyCount.month.between(first, end - timedelta(1))],
            [Dossier.business_id.in_(businesses), Dossier.received_on >= first, Dossier.received_on < end],
        )


class Touched(NamedTuple):
    """The months that an import touched, and whose; None: of so many that everybody's are counted."""

    months: list[date]
    businesses: list[int] | None


def touched_by(import_id: int) -> Touched:
    """What an import did, as its rows tell: where dossiers are by now and where they were before."""
    on = db.session.connection()
    count_anew(on, ImportRow.__tablename__, Dossier.__tablename__)
    rows, dossiers = ImportRow.__table__, Dossier.__table__
    own = rows.c.import_id == import_id
    did = rows.c.did != "keep"
    now = (
        select(dossiers.c.business_id, dossiers.c.received_on)
        .select_from(rows.join(dossiers, dossiers.c.id == rows.c.dossier_id))
        .where(own, did, dossiers.c.business_id.is_not(None))
    )
    before = select(rows.c.business_id, rows.c.received_on).where(
        own, rows.c.did == "update", rows.c.business_id.is_not(None)
    )
    touched = union_all(now, before).subquery("touched")
    months = sorted(on.scalars(select(month_of(touched.c.received_on)).distinct()))
    some = select(touched.c.business_id).distinct().limit(MOST_NAMED + 1)
    businesses = list(on.scalars(some))
    return Touched(months, businesses if len(businesses) <= MOST_NAMED else None)


def recount_touched(touched: Touched) -> None:
    """Make the counts of these months agree with the register."""
    for first, last in _runs(touched.months):
        counted: list[ColumnElement[bool]] = [MonthlyCount.month.between(first, last)]
        dossiers: list[ColumnElement[bool]] = [
            Dossier.received_on >= first,
            Dossier.received_on < add_months(last, 1),
        ]
        if touched.businesses is not None:
            counted.append(MonthlyCount.business_id.in_(touched.businesses))
            dossiers.append(Dossier.business_id.in_(touched.businesses))
        _recount(counted, dossiers)


def _runs(months: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Months that follow each other: the first and the last of each row of them."""
    run: list[date] = []
    for month in months:
        if run and month != add_months(run[-1], 1):
            yield run[0], run[-1]
            run = []
        run.append(month)
    if run:
        yield run[0], run[-1]


def _recount(counted: list[ColumnElement[bool]], dossiers: list[ColumnElement[bool]]) -> None:
    unseen = {"synchronize_session": False}
    db.session.execute(delete(MonthlyCount).where(*counted, _stands_before()), execution_options=unseen)
    db.session.execute(insert(COUNTS).from_select(COLUMNS, monthly(Dossier, *dossiers)))


def _stands_before() -> ColumnElement[bool]:
    """For statements that change counts: what an import is still laying down is its own."""
    return MonthlyCount.curtain.not_in(select(Curtain.number))


def doubled(connection: Connection, after: int) -> list[int]:
    """Some businesses behind that one, in their order, of which a month has several rows that add up."""
    each, several = (COUNTS.c.business_id, COUNTS.c.month), func.count() > 1
    rows = select(COUNTS.c.business_id).where(COUNTS.c.business_id > after).group_by(*each).having(several)
    return sorted(set(connection.scalars(rows.order_by(*each).limit(JOINED_AT_ONCE))))


def join(connection: Connection, businesses: Sequence[int]) -> None:
    """The rows of each month of these businesses become one that says the same."""
    each, several = (COUNTS.c.business_id, COUNTS.c.month), func.count() > 1
    sums = (func.sum(COUNTS.c[name]).label(name) for name in COLUMNS[len(each) :])
    rows = select(*each, *sums).where(each[0].in_(businesses)).group_by(*each).having(several)
    joined = [dict(row) for row in connection.execute(rows).mappings()]
    if joined:
        named = (each[0] == bindparam("business"), each[1] == bindparam("of"), _stands_before())
        keys = [{"business": row["business_id"], "of": row["month"]} for row in joined]
        connection.execute(delete(COUNTS).where(*named), keys)
        if left := [row for row in joined if row["received"]]:  # all the others count some of these
            connection.execute(insert(COUNTS), left)


def together(sums: Sequence[Select[Any]]) -> Select[Any]:
    """Sums like those of `monthly` added up, in the same order; where nothing comes of it, no row."""
    all_of_them = union_all(*sums).subquery()
    business, month, *counts = (all_of_them.c[number] for number in range(len(COLUMNS)))
    added = [func.sum(one) for one in counts]
    return select(business, month, *added).group_by(business, month).having(or_(*(one != 0 for one in added)))


def monthly(d: type[Dossier], *conditions: ColumnElement[bool]) -> Select[Any]:
    """The counts of these dossiers in the order of COLUMNS, a row for each business and month."""
    month, online = counted_month(d.received_on), is_online(d)
    filed_for, possible = is_filed_for(d), may_be_online(d)
    counted = (online, filed_for, and_(filed_for, online), possible, and_(possible, online))
    columns: list[Any] = [d.business_id, month, func.count(), *(func.count().filter(one) for one in counted)]
    rows = select(*columns).where(d.business_id.is_not(None), is_received(d), *conditions)
    return rows.group_by(d.business_id, month)
