"""How far an outcome has come in a period, for the targets of plans: the ledger's own yes and no."""

from datetime import date

from sqlalchemy import func, select

from outreach.campaigns.rules.plans import Measured
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.rates.queries.changes import register
from outreach.rates.queries.inputs import FLAGS, NO, PAYING, UNKNOWN, YES
from outreach.rates.rules.ledger import Outcome


def measured(outcome: str, first: date, last: date) -> Measured:
    """Dossiers received from `first` to `last` with the outcome, of those where it is known.

    The online rate is of all received, as on the page of figures: an unknown way of filing was not online.
    """
    days = register()
    if days is None or days.last < first:
        return Measured(0, 0, 0, None)
    last, flag = min(last, days.last), FLAGS[Outcome(outcome)]
    statement = (
        select(
            func.count().filter(flag == YES), func.count().filter(flag == NO),
            func.count().filter(flag == UNKNOWN),
        )
        .select_from(Dossier)
        .outerjoin(PAYING, PAYING.c.source == Dossier.source)
        .where(measures.is_received_in(first, last))
    )  # fmt: skip
    yes, no, unknown = db.session.execute(statement).one()
    if outcome == Outcome.ONLINE:
        return Measured(yes, yes + no + unknown, 0, last)
    return Measured(yes, yes + no, unknown, last)
