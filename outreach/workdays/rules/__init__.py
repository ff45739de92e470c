"""Which days and hours are worked."""

from outreach.workdays.rules.hours import (
    FURTHEST,
    USUAL_HOURS,
    Hours,
    Interval,
    Week,
    add_working_minutes,
    is_open,
    opens_next,
    working_minutes,
)
from outreach.workdays.rules.worked_days import (
    DAY,
    FIXED,
    LONGEST_SPAN,
    Special,
    add_working_days,
    days,
    fixed_days,
    is_weekend,
    is_worked,
    next_working_day,
    working_days,
)

__all__ = [
    "DAY",
    "FIXED",
    "FURTHEST",
    "LONGEST_SPAN",
    "USUAL_HOURS",
    "Hours",
    "Interval",
    "Special",
    "Week",
    "add_working_days",
    "add_working_minutes",
    "days",
    "fixed_days",
    "is_open",
    "is_weekend",
    "is_worked",
    "next_working_day",
    "opens_next",
    "working_days",
    "working_minutes",
]
