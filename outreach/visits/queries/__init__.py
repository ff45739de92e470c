"""All reads of visits and promises."""

from outreach.visits.queries.barriers import (
    BarrierCounts,
    Between,
    barrier_counts,
    stops_with,
)
from outreach.visits.queries.choosing import Choice, choices
from outreach.visits.queries.days import (
    DayLine,
    StopLine,
    coming_days,
    day_and_stop,
    day_of_intervention,
    find_stop,
    get_day,
    list_days,
    listed_for,
    stop_lines,
    totals_of,
)
from outreach.visits.queries.packs import Guide, Met, Pack, packs
from outreach.visits.queries.promises import (
    PromiseLine,
    Shown,
    count_promises,
    get_promise,
    list_promises,
    open_promises_of,
    owners,
    promise_line,
    promises_of,
    to_remind,
)
from outreach.visits.queries.stops import discussable

__all__ = [
    "BarrierCounts", "Between", "Choice", "DayLine", "Guide", "Met", "Pack", "PromiseLine", "Shown",
    "StopLine", "barrier_counts", "choices", "coming_days", "count_promises",
    "day_and_stop", "day_of_intervention", "discussable", "find_stop", "get_day", "get_promise", "list_days",
    "list_promises", "listed_for",
    "open_promises_of", "owners", "packs", "promise_line", "promises_of", "stop_lines",
    "stops_with", "to_remind", "totals_of",
]  # fmt: skip
