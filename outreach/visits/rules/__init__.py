"""Rules of visits: what came of a stop, what keeps businesses from filing online, and promises."""

from outreach.visits.rules.barriers import BARRIERS, known_barriers
from outreach.visits.rules.promises import (
    CLOSED,
    IMPOSSIBLE,
    KEPT,
    LONGEST_TEXT,
    OPEN,
    SHOWN,
    STATES,
    Standing,
    change,
    end_of_week,
    standing,
    weekday_reminder,
)
from outreach.visits.rules.stops import (
    ASKED,
    LARGEST_ROUTE,
    LONGEST_NOTE,
    NOBODY_THERE,
    OUTCOMES,
    PLANNED,
    POSTPONED,
    PROMISES_AT_ONCE,
    VISITED,
    Promised,
    Recorded,
    Totals,
    map_link,
    next_open,
    swapped,
)

__all__ = [
    "ASKED", "BARRIERS", "CLOSED", "IMPOSSIBLE", "KEPT", "LARGEST_ROUTE", "LONGEST_NOTE", "LONGEST_TEXT",
    "NOBODY_THERE", "OPEN", "OUTCOMES", "PLANNED", "POSTPONED", "PROMISES_AT_ONCE", "SHOWN", "STATES",
    "VISITED", "Promised", "Recorded", "Standing", "Totals", "change", "end_of_week", "known_barriers",
    "map_link", "next_open", "standing", "swapped", "weekday_reminder",
]  # fmt: skip
