"""All reads of the practice room."""

from outreach.practice.queries.rooms import (
    RoomLine,
    find_open_room,
    get_room,
    list_rooms,
    paces_of,
    seat_of,
    seats,
    to_confirm,
)
from outreach.practice.queries.runs import (
    Lesson,
    finished_seats,
    get_run,
    is_over,
    lessons,
    supplement_reason,
    way_of,
)

__all__ = [
    "Lesson", "RoomLine", "find_open_room", "finished_seats", "get_room", "get_run", "is_over", "lessons",
    "list_rooms", "paces_of", "seat_of", "seats", "supplement_reason", "to_confirm", "way_of",
]  # fmt: skip
