"""All writes of the practice room."""

from outreach.practice.actions.guides import tick_along
from outreach.practice.actions.rooms import close_room, confirm_seats, open_room, take_seat
from outreach.practice.actions.runs import act, ask_for_help, leave, start_run
from outreach.practice.actions.sweeping import sweep

__all__ = [
    "act",
    "ask_for_help",
    "close_room",
    "confirm_seats",
    "leave",
    "open_room",
    "start_run",
    "sweep",
    "take_seat",
    "tick_along",
]
