"""Who is told of what becomes of a session; what they are told is written in `mails`."""

from collections.abc import Sequence

from outreach import clock
from outreach.trainings.actions.mails import write_mails
from outreach.trainings.models import Registration, Session


def tell(session: Session, kind: str, registrations: Sequence[Registration]) -> None:
    """Write to those of these registrations; of a session that is over nobody is told anything."""
    if registrations and session.ends_at > clock.now():
        write_mails(session, kind, business_ids=[one.business_id for one in registrations])


def tell_registered(session: Session, kind: str) -> None:
    """Write to everybody who registered or waits, and to those invited who have not answered."""
    if session.ends_at > clock.now():
        write_mails(session, kind)
