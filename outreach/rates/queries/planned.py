"""What a board is like, for the question whether a planned campaign could be measured."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.dossiers.models import MonthlyCount
from outreach.rates.queries.changes import register
from outreach.rates.rules.power import MONTHS_BEFORE

YEAR = 12


class Board(NamedTuple):
    """The last 12 months of the register: businesses that filed, their dossiers a month, the online share.

    `months` of the register lie before a campaign that begins now, as far as the method looks back.
    """

    businesses: int
    monthly: float
    share: float | None
    months: int
    last: date | None


def board() -> Board:
    """Counts what is not known to be offline-only; all zero while the register is empty."""
    days = register()
    if days is None:
        return Board(0, 0.0, None, MONTHS_BEFORE, None)
    months = clock.months_between(days.first, days.last)[-YEAR:]
    names = ("possible", "possible_online")
    of_each = [func.sum(getattr(MonthlyCount, name)).label(name) for name in names]
    some = select(*of_each).where(MonthlyCount.month.in_(months)).group_by(MonthlyCount.business_id)
    each = some.having(of_each[0] > 0).subquery()
    sums = (func.coalesce(func.sum(each.c[name]), 0) for name in names)
    statement = select(func.count(), *sums).select_from(each)
    businesses, possible, online = map(int, db.session.execute(statement).one())  # sums of sums: numeric
    before = min(len(clock.months_between(days.first, days.last)), MONTHS_BEFORE)
    share = online / possible if possible else None
    return Board(businesses, possible / len(months), share, before, days.last)
