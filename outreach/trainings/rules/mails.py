"""Which e-mails a session causes, to whom, and when a reminder is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

INVITED, REGISTERED_MAIL, MOVED_UP, CHANGED = "invited", "registered", "moved_up", "changed"
CANCELLED_MAIL, THREE_DAYS, ONE_DAY, THANKS = "cancelled", "three_days", "one_day", "thanks"
KINDS = (INVITED, REGISTERED_MAIL, MOVED_UP, CHANGED, CANCELLED_MAIL, THREE_DAYS, ONE_DAY, THANKS)

TO_SEATED = frozenset({MOVED_UP, THREE_DAYS, ONE_DAY})  # only who has seats
TO_INVITED = frozenset({INVITED, CHANGED, CANCELLED_MAIL})  # who is invited and has not said no
NOTICED = frozenset({MOVED_UP, CHANGED, CANCELLED_MAIL, THREE_DAYS, ONE_DAY})  # in the portal, too
WITH_CALENDAR = frozenset({REGISTERED_MAIL, MOVED_UP, CHANGED, CANCELLED_MAIL})

REMINDERS: Mapping[str, timedelta] = {THREE_DAYS: timedelta(days=3), ONE_DAY: timedelta(days=1)}
# What tells the appointment as it is: who was told so since a reminder fell due needs no reminder.
TELLS_WHEN = frozenset({REGISTERED_MAIL, MOVED_UP, CHANGED, THREE_DAYS, ONE_DAY})

PORTAL = ""  # the address of what is told in the portal


class Lead(NamedTuple):
    """A reminder that is due, and the instant since when it is."""

    kind: str
    since: datetime


def due_reminder(starts_at: datetime, at: datetime) -> Lead | None:
    """The reminder to write now: the nearer one once it is due, and none when the session has begun.

    After a downtime the three-day reminder is made up for until the one-day reminder takes its place.
    """
    if at >= starts_at:
        return None
    for kind in (ONE_DAY, THREE_DAYS):
        since = starts_at - REMINDERS[kind]
        if at >= since:
            return Lead(kind, since)
    return None


def too_late(kind: str, *, starts_at: datetime, ends_at: datetime, cancelled: bool, at: datetime) -> bool:
    """Whether an e-mail that still waits would only confuse: what it asks or promises is over."""
    if kind in (CANCELLED_MAIL, THANKS):
        return kind == CANCELLED_MAIL and at >= ends_at
    return cancelled or at >= starts_at
