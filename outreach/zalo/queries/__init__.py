"""All reads of zalo."""

from outreach.zalo.queries.people import find_message, person_of, window

__all__ = ["find_message", "person_of", "window"]
