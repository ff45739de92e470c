"""The session that an address names, as far as this person may know of it, and what its pages share."""

from typing import Any

from flask import abort
from flask_login import current_user

from outreach import clock, web
from outreach.trainings.models import Session
from outreach.trainings.queries import sessions as queries
from outreach.trainings.rules.seats import free_seats


def session_of(session_key: str) -> Session:
    """The session; 404 when there is none, or a business may not know of it."""
    session = web.found(queries.get_session(session_key))
    if not current_user.is_staff and not queries.may_see(session, int(current_user.business_id or 0)):
        abort(404)
    return session


def facts(session: Session) -> dict[str, Any]:
    """What templates of one session need."""
    starts, ends = clock.local(session.starts_at), clock.local(session.ends_at)
    now = clock.now()
    began, over = starts.date() <= clock.today(), session.ends_at < now
    left = free_seats(session.capacity, session.seats_taken)
    return {
        "session": session, "intervention": session.intervention, "starts": starts, "ends": ends,
        "same_day": starts.date() == ends.date(), "over": over, "began": began,
        # On its own day only while there are places: who is invited then comes at once or not at all.
        "inviting": session.cancelled_at is None and not over and (not began or left != 0),
    }  # fmt: skip
