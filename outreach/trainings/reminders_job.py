"""The job that reminds: three days and one day before a session, once, whatever happens in between."""

from outreach import clock
from outreach.database import db
from outreach.trainings.actions.mails import write_mails
from outreach.trainings.models import Session
from outreach.trainings.queries import mails as queries
from outreach.trainings.rules import REGISTERED
from outreach.trainings.rules.mails import TELLS_WHEN, due_reminder


def write_due() -> int:
    """Write the reminders that are due; how many e-mails. After a downtime it makes up for what it missed.

    A session at a time, each committed by itself. Who was told the appointment since the reminder fell due
    (who registered yesterday, or heard of a change) is not reminded of it.
    """
    return sum(_remind(session_id) for session_id in queries.due_sessions(clock.now()))


def _remind(session_id: int) -> int:
    session = db.session.get(Session, session_id)
    lead = due_reminder(session.starts_at, clock.now()) if session else None
    if session is None or lead is None or session.cancelled_at is not None:
        db.session.rollback()
        return 0
    told = queries.told_since(session.id, TELLS_WHEN, lead.since)
    due = [
        party.business_id
        for party in queries.parties(session.id)
        if party.state == REGISTERED and party.business_id not in told
    ]
    count = write_mails(session, lead.kind, business_ids=due) if due else 0
    db.session.commit()
    return count
