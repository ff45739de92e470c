"""A promise: open until it is kept or said to be impossible; how near its day is."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

OPEN = "open"
KEPT = "kept"
IMPOSSIBLE = "impossible"
CLOSED = (KEPT, IMPOSSIBLE)
STATES: dict[str, LazyText] = {
    OPEN: _l("Đang thực hiện"),
    KEPT: _l("Đã làm xong"),
    IMPOSSIBLE: _l("Không làm được"),
}
# What the list offers to show.
SHOWN: dict[str, LazyText] = {
    "open": _l("Đang thực hiện"),
    "overdue": _l("Quá hạn"),
    "week": _l("Đến hạn trong tuần này"),
    "kept": _l("Đã làm xong"),
    "impossible": _l("Không làm được"),
    "all": _l("Tất cả"),
}
LONGEST_TEXT = 500


class Standing(StrEnum):
    """How an open promise stands on a day; a closed one is CLOSED."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    CLOSED = "closed"


def standing(state: str, due_on: date, today: date) -> Standing:
    """Whether it is late, due today, this week, or later."""
    if state != OPEN:
        return Standing.CLOSED
    if due_on < today:
        return Standing.OVERDUE
    if due_on == today:
        return Standing.TODAY
    return Standing.WEEK if due_on <= end_of_week(today) else Standing.LATER


def end_of_week(day: date) -> date:
    """The Sunday of the day's week."""
    return day + timedelta(days=6 - day.weekday())


def weekday_reminder(due_on: date, today: date) -> bool:
    """Whether its owner is reminded today: on the day itself, and on workdays while it is overdue."""
    return due_on == today or (due_on < today and today.weekday() < 5)


def change(
    what: str,
    at: datetime,
    by: str | None,
    *,
    before: str | None = None,
    after: str | None = None,
    why: str = "",
) -> dict[str, Any]:
    """A line of a promise's history: 'due', 'owner', 'kept', 'impossible' or 'reopened'; texts as then."""
    return {"what": what, "at": at.isoformat(), "by": by, "before": before, "after": after, "why": why}
