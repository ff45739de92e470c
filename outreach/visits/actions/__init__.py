"""All writes of visits and promises. They flush and never commit."""

from outreach.visits.actions.days import (
    add_stops,
    arrange,
    change_day,
    delete_day,
    plan_day,
    remove_stop,
    to_another_day,
)
from outreach.visits.actions.merging import move_stops
from outreach.visits.actions.promises import (
    change_due_day,
    hand_over,
    keep,
    make_promise,
    reopen,
    say_impossible,
)
from outreach.visits.actions.recording import record_stop

__all__ = [
    "add_stops", "arrange", "change_day", "change_due_day", "delete_day", "hand_over", "keep", "make_promise",
    "move_stops", "plan_day", "record_stop", "remove_stop", "reopen", "say_impossible", "to_another_day",
]  # fmt: skip
