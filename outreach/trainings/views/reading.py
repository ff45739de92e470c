"""The session that an address names, as far as this person may know of it, and what its pages share."""

from typing import Any

from flask import abort
from flask_login import current_user

from outreach import clock, web
from outreach.trainings.models import Session
from outreach.trainings.queries import sessions as queries


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
    return {
        "session": session, "intervention": session.intervention, "starts": starts, "ends": ends,
        "same_day": starts.date() == ends.date(), "over": session.ends_at < now,
        "began": starts.date() <= clock.today(),
    }  # fmt: skip
