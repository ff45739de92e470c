"""Forgetting whom visits long ago met."""

from flask import current_app
from sqlalchemy import select, update

from outreach import clock
from outreach.database import record
from outreach.visits.models import VisitDay, VisitStop


def forget_met() -> int:
    """Take away whom somebody met on old days of visits; on how many stops. What was found there stays."""
    limit = clock.add_months(clock.today(), -int(current_app.config["KEEP_NAMES_MONTHS"]))
    old = select(VisitDay.id).where(VisitDay.day < limit)
    with record() as connection:
        done = connection.execute(
            update(VisitStop)
            .where(VisitStop.visit_day_id.in_(old), VisitStop.met.is_not(None))
            .values(met=None)
        )
    return done.rowcount
