"""All reads of zalo."""

from outreach.zalo.queries.listing import (
    account,
    candidates,
    event_counts,
    get_person,
    get_sending,
    latest_events,
    list_people,
    sending_counts,
    sendings,
    sendings_of,
)
from outreach.zalo.queries.people import find_message, person_of, window

__all__ = [
    "account",
    "candidates",
    "event_counts",
    "find_message",
    "get_person",
    "get_sending",
    "latest_events",
    "list_people",
    "person_of",
    "sending_counts",
    "sendings",
    "sendings_of",
    "window",
]
