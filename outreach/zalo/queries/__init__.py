"""All reads of zalo."""

from outreach.database import reading_ahead
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
)
from outreach.zalo.queries.people import find_message, person_of, window
from outreach.zalo.queries.ways import way

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
    "reading_ahead",
    "sending_counts",
    "sendings",
    "way",
    "window",
]
