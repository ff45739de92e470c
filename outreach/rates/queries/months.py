"""The online rate month by month."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from outreach import clock
from outreach.charts import MonthPoint
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.dossiers.scope import Scope
from outreach.rates.rules.counting import Basis, Reading
from outreach.rates.rules.periods import Period


def counts(reading: Reading) -> ColumnElement[bool]:
    """Whether a received dossier is counted, as a condition on Dossier."""
    return and_(
        measures.may_be_online() if reading.basis is Basis.POSSIBLE else true(),
        ~measures.is_filed_for() if reading.without_filed_for else true(),
    )


def months(scope: Scope) -> list[MonthPoint]:
    """Every calendar month that the scope's period touches, cut by it; dossiers of no business included."""
    month = measures.month_of(Dossier.received_on)
    statement = select(month, func.count(), func.count().filter(measures.is_online())).group_by(month)
    received = measures.is_received_in(scope.first, scope.last)
    rows = db.session.execute(statement.where(received, *scope.conditions()))
    return _filled(rows, scope.first, scope.last)


def months_of_all(period: Period, reading: Reading) -> list[MonthPoint]:
    """The months of the whole board."""
    return months(
        Scope(
            period.first, period.last,
            basis=reading.basis.value, without_filed_for=reading.without_filed_for,
        )
    )  # fmt: skip


def _filled(rows: Iterable[Any], first: date, last: date) -> list[MonthPoint]:
    """One point for each month; months without a row have nothing received."""
    found = {month: (received, online) for month, received, online in rows}
    return [MonthPoint(month, *found.get(month, (0, 0))) for month in clock.months_between(first, last)]
