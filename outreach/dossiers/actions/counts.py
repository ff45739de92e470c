"""The monthly counts per business, recomputed for what a change touched."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, text

from outreach.clock import add_months
from outreach.database import batches, db
from outreach.dossiers.measures import is_filed_for, is_online, is_received, may_be_online, month_of
from outreach.dossiers.models import Dossier, MonthlyCount

REGISTER_LOCK = 7_203_115  # any number of its own; jobs.py has another

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


def _recount(counted: list[ColumnElement[bool]], dossiers: list[ColumnElement[bool]]) -> None:
    month = month_of(Dossier.received_on)
    online = is_online()
    counts = [
        func.count(),
        *(
            func.count().filter(condition)
            for condition in (
                online,
                is_filed_for(),
                and_(is_filed_for(), online),
                may_be_online(),
                and_(may_be_online(), online),
            )
        ),
    ]
    rows = (
        select(Dossier.business_id, month, *counts)
        .where(Dossier.business_id.is_not(None), is_received(), *dossiers)
        .group_by(Dossier.business_id, month)
    )
    columns = [column.name for column in MonthlyCount.__table__.columns]
    db.session.execute(delete(MonthlyCount).where(*counted), execution_options={"synchronize_session": False})
    db.session.execute(insert(MonthlyCount.__table__).from_select(columns, rows))  # type: ignore[arg-type]
