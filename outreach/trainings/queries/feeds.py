"""Private addresses of calendars."""

from collections.abc import Sequence

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.accounts.rules import token_hash
from outreach.database import db
from outreach.trainings.models import CalendarFeed


def feeds_of(user_id: int) -> Sequence[CalendarFeed]:
    """Somebody's addresses that still work, the oldest first."""
    own = (CalendarFeed.user_id == user_id, CalendarFeed.revoked_at.is_(None))
    return db.session.scalars(select(CalendarFeed).where(*own).order_by(CalendarFeed.id)).all()


def get_feed(user_id: int, feed_id: int) -> CalendarFeed | None:
    """One of somebody's own."""
    feed = db.session.get(CalendarFeed, feed_id)
    return feed if feed and feed.user_id == user_id else None


def whose_feed(secret: str) -> User | None:
    """Who fetches their sessions there; None when it is revoked or that person may not sign in any more."""
    statement = (
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(
            CalendarFeed.token_hash == token_hash(secret),
            CalendarFeed.revoked_at.is_(None),
            User.disabled_at.is_(None),
        )
    )
    return db.session.scalars(statement).one_or_none()
