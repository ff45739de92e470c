"""How far an outcome has come in a period, for the targets of plans: the ledger's own yes and no."""

from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import CompoundSelect, Date, bindparam, func, literal, or_, select, union_all

from outreach import clock
from outreach.campaigns.rules.plans import Measured
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier, Month, MonthlyCount
from outreach.rates.queries.changes import register
from outreach.rates.queries.inputs import FLAGS, NO, PAYING, UNKNOWN, YES
from outreach.rates.rules.ledger import Outcome

ONE_DAY = timedelta(days=1)


def measured(outcome: str, first: date, last: date) -> Measured:
    """Dossiers received from `first` to `last` with the outcome, of those where it is known.

    The online rate is of all received, as on the page of figures: an unknown way of filing was not online.
    """
    days = register()
    if days is None or days.last < first:
        return Measured(0, 0, 0, None)
    last = min(last, days.last)
    if outcome == Outcome.ONLINE:
        received, online = _received(first, last)
        return Measured(online, received, 0, last)
    flag = FLAGS[Outcome(outcome)]
    statement = (
        select(
            func.count().filter(flag == YES), func.count().filter(flag == NO),
            func.count().filter(flag == UNKNOWN),
        )
        .select_from(Dossier)
        .where(measures.is_received_in(first, last))
    )  # fmt: skip
    if outcome == Outcome.PAID:
        statement = statement.outerjoin(PAYING, PAYING.c.source == Dossier.source)
    yes, no, unknown = db.session.execute(statement).one()
    return Measured(yes, yes + no, unknown, last)


def _received(first: date, last: date) -> tuple[int, int]:
    """How many were received, and how many of these online.

    The monthly counts of every month that the period touches, less what these months hold outside it, and
    what belongs to no business: a tenth of the time that counting the dossiers takes.
    """
    begins, ends = clock.month_of(first), clock.add_months(clock.month_of(last), 1) - ONE_DAY
    values = {
        "first": first, "last": last, "begins": begins, "ends": ends, "before": first - ONE_DAY,
        "after": last + ONE_DAY, "first_month": first, "last_month": last,
    }  # fmt: skip
    rows = db.session.connection().execute(_received_statement(), values)
    found = [(sign * (received or 0), sign * (online or 0)) for sign, received, online in rows]
    return sum(received for received, _ in found), sum(online for _, online in found)


@cache
def _received_statement() -> CompoundSelect[*tuple[int, int, int]]:
    first, last, begins, ends, before, after = (
        cast(Any, bindparam(name, type_=Date))
        for name in ("first", "last", "begins", "ends", "before", "after")
    )
    months = (cast(Any, bindparam(name, type_=Month)) for name in ("first_month", "last_month"))
    ours, day = Dossier.business_id.is_not(None), Dossier.received_on
    single = func.count(), func.count().filter(measures.is_online())
    sums = func.sum(MonthlyCount.received), func.sum(MonthlyCount.online)
    outside = or_(day.between(begins, before), day.between(after, ends))
    return union_all(
        select(literal(1), *sums).where(MonthlyCount.month.between(*months)),
        select(literal(-1), *single).where(outside, ours, measures.is_received()),
        select(literal(1), *single).where(~ours, measures.is_received_in(first, last)),
    )
