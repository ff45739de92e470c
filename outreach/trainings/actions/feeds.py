"""Private addresses that a calendar fetches: made, and revoked."""

import secrets

from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.rules import token_hash
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.trainings.models import CalendarFeed

MOST = 5  # at once: a phone, a computer, somebody at home


def create_feed(*, user_id: int) -> str:
    """The secret of a new address; it is shown once."""
    own = (CalendarFeed.user_id == user_id, CalendarFeed.revoked_at.is_(None))
    if (db.session.scalar(select(func.count()).select_from(CalendarFeed).where(*own)) or 0) >= MOST:
        raise Refused(_("Anh/Chị đã có %(most)s địa chỉ; hãy bỏ bớt một địa chỉ trước.", most=MOST))
    secret = secrets.token_urlsafe(24)
    db.session.add(CalendarFeed(user_id=user_id, token_hash=token_hash(secret), created_at=clock.now()))
    db.session.flush()
    return secret


def revoke_feed(*, feed: CalendarFeed) -> None:
    """Whoever has the address finds nothing there any more."""
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        db.session.flush()
