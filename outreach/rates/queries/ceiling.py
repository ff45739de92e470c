"""Whether there is anything left to measure about filing online, and the outcomes that come next."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.rates.effects.constants import CEILING
from outreach.rates.queries.inputs import FLAGS, PAYING
from outreach.rates.queries.months import counts
from outreach.rates.rules.counting import ENOUGH, Reading, Tally
from outreach.rates.rules.ledger import Outcome
from outreach.rates.rules.periods import Period, last_twelve_months

NEXT = (Outcome.ALONE, Outcome.PAID, Outcome.NOT_SENT_BACK)
YES, UNKNOWN = 1, -1


class Ceiling(NamedTuple):
    """The board's last twelve months at the ceiling, and the yes of all known for each outcome left."""

    period: Period
    online: Tally
    outcomes: Mapping[Outcome, Tally]


def ceiling(register: Period | None, reading: Reading) -> Ceiling | None:
    """The state at the ceiling; None below it, or with too few dossiers for a rate."""
    if register is None:
        return None
    period = last_twelve_months(register.last)
    within = (measures.is_received_in(period.first, period.last), counts(reading))
    row = db.session.execute(
        select(func.count().filter(measures.is_online()), func.count()).select_from(Dossier).where(*within)
    ).one()
    online = Tally(*row)
    if online.received < ENOUGH or (online.share or 0.0) < CEILING:
        return None
    columns = [
        func.count().filter(condition)
        for outcome in NEXT
        for condition in (FLAGS[outcome] == YES, FLAGS[outcome] != UNKNOWN)
    ]
    statement = select(*columns).select_from(Dossier).outerjoin(PAYING, PAYING.c.source == Dossier.source)
    found = db.session.execute(statement.where(*within)).one()
    tallies = [Tally(found[2 * index], found[2 * index + 1]) for index in range(len(NEXT))]
    return Ceiling(period, online, dict(zip(NEXT, tallies, strict=True)))
