"""Reads for whom to reach next: everybody's counts, when each was reached, and what the shown ones filed."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.campaigns.rules import TRAINING
from outreach.database import batches, db
from outreach.dossiers.models import Procedure
from outreach.rates.queries import reach_statements as statements
from outreach.rates.rules.periods import Period, last_twelve_months
from outreach.rates.rules.reach_next import (
    Candidate,
    Counted,
    Narrowed,
    Paper,
    Papers,
    Ranking,
    gathered,
    rank,
    scale_of,
)
from outreach.text import sort_key


class Named(NamedTuple):
    """How a business is called."""

    id: int
    name: str
    tax_code: str | None
    own_code: str | None
    zone_id: int | None


class Person(NamedTuple):
    """Somebody of a business who agreed to be called and still works there."""

    id: int
    name: str
    job: str | None
    phone: str


def period_of(register: Period) -> Period:
    """The days that are counted: the register's last twelve months, or as long as it goes."""
    year = last_twelve_months(register.last)
    return Period(max(year.first, register.first), year.last)


def ranking(register: Period, narrowed: Narrowed) -> Ranking:
    """Whom to reach next on the whole board; two statements."""
    period = period_of(register)
    scale = scale_of(period.days, last_twelve_months(register.last).days)
    return rank(_counted(period, narrowed), _reached(clock.today()), scale=scale)


def first_to_reach(register: Period, count: int) -> list[tuple[Candidate, Named]]:
    """The first few of the order with their names."""
    first = ranking(register, Narrowed()).candidates[:count]
    names = named([one.counted.business_id for one in first])
    return [(one, names[one.counted.business_id]) for one in first]


def papers_of(
    period: Period, narrowed: Narrowed, business_ids: Collection[int] | None = None
) -> dict[int, Papers]:
    """What these businesses (all when not told) filed otherwise than online in the period."""
    found: dict[int, list[Paper]] = defaultdict(list)
    some = business_ids is not None
    statement = statements.papers(some, narrowed.field is not None, narrowed.procedure_id is not None)
    values = _values(period, narrowed) | ({"ids": list(business_ids or ())} if some else {})
    for whose, *paper in db.session.connection().execute(statement, values):
        found[whose].append(Paper(*paper))
    return {business_id: gathered(filed) for business_id, filed in found.items()}


def named(business_ids: Collection[int]) -> dict[int, Named]:
    """The active businesses of these ids."""
    found: dict[int, Named] = {}
    for ids in batches(business_ids):
        for row in db.session.connection().execute(statements.named(), {"ids": ids}):
            found[row.id] = Named(*row)
    return found


def zone_names() -> dict[int, str]:
    """All zones' names in Vietnamese order."""
    return {row.id: row.name for row in db.session.connection().execute(statements.zones())}


def paper_fields(period: Period) -> list[tuple[str, str]]:
    """The fields in which somebody filed otherwise than online, in Vietnamese order."""
    rows = db.session.connection().execute(
        statements.paper_fields(), {"first": period.first, "last": period.last}
    )
    return sorted(((row.key, row.name) for row in rows), key=lambda pair: sort_key(pair[1]))


def procedure_name(procedure_id: int) -> str | None:
    """The name of a procedure that exists."""
    return db.session.scalar(select(Procedure.name).where(Procedure.id == procedure_id))


def people_to_call(business_ids: Collection[int]) -> dict[int, list[Person]]:
    """Whom each of these businesses lets us call: they agreed to calls last time they were asked."""
    found: dict[int, list[Person]] = defaultdict(list)
    for whose, *person in db.session.connection().execute(statements.people(), {"ids": list(business_ids)}):
        found[whose].append(Person(*person))
    return dict(found)


def _counted(period: Period, narrowed: Narrowed) -> list[Counted]:
    statement = statements.counted(narrowed.field is not None, narrowed.procedure_id is not None)
    rows = db.session.connection().execute(statement, _values(period, narrowed))
    return [Counted(*row) for row in rows]


def _reached(today: date) -> dict[int, tuple[date | None, date | None]]:
    rows = db.session.connection().execute(statements.reached(), {"today": today, "training": TRAINING})
    return {row.business_id: (row.trained_on, row.reached_on) for row in rows}


def _values(period: Period, narrowed: Narrowed) -> dict[str, Any]:
    """The period, also cut into whole months [begin, end) and the days before and after them."""
    begin, end = clock.month_of(period.first), clock.month_of(period.last)
    if period.first != begin:
        begin = clock.add_months(begin, 1)
    return {
        "first": period.first, "before": begin - timedelta(days=1), "begin": begin, "months_end": end,
        "end": end, "last": period.last, "field": narrowed.field, "procedure_id": narrowed.procedure_id,
    }  # fmt: skip
