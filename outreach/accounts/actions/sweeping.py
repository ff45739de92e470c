"""Forgetting what is no longer needed."""

from datetime import timedelta

from sqlalchemy import delete, or_

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import Invitation, SignInAttempt, SignInSession
from outreach.database import record

KEEP_SESSIONS = timedelta(days=60)  # so that a network somebody works from stays known to the throttle
KEEP_LINKS = timedelta(days=60)


def sweep() -> None:
    """Delete tries outside every window, and sessions and links that ended long ago."""
    at = clock.now()
    with record() as connection:
        connection.execute(delete(SignInAttempt).where(SignInAttempt.at < at - rules.KEEP_ATTEMPTS))
        connection.execute(
            delete(SignInSession).where(
                or_(
                    SignInSession.ended_at < at - KEEP_SESSIONS,
                    SignInSession.last_seen_at < at - KEEP_SESSIONS,
                )
            )
        )
        connection.execute(delete(Invitation).where(Invitation.expires_at < at - KEEP_LINKS))
