"""All reads of the helpdesk."""

from outreach.database import reading_ahead
from outreach.helpdesk.queries.figures import (
    asked,
    asked_lines,
    procedures_asked,
    satisfaction,
    starts,
    steps,
    zones,
)
from outreach.helpdesk.queries.files import Stored, find_file
from outreach.helpdesk.queries.heads import (
    Head,
    Line,
    find_conversation,
    get_conversation,
    lines_of,
    of_business,
    of_guest,
    parts_of,
    unread,
    where_it_went,
)
from outreach.helpdesk.queries.privacy import Look, kept_months, looks, looks_by_person, to_purge
from outreach.helpdesk.queries.targets import targets
from outreach.helpdesk.queries.threads import (
    AT_ONCE,
    Bubble,
    File,
    Quote,
    Thread,
    draft_of,
    find_message,
    last_shown,
    said_lately,
    thread,
)

__all__ = [
    "AT_ONCE",
    "Bubble",
    "File",
    "Head",
    "Line",
    "Look",
    "Quote",
    "Stored",
    "Thread",
    "asked",
    "asked_lines",
    "draft_of",
    "find_conversation",
    "find_file",
    "find_message",
    "get_conversation",
    "kept_months",
    "last_shown",
    "lines_of",
    "looks",
    "looks_by_person",
    "of_business",
    "of_guest",
    "parts_of",
    "procedures_asked",
    "reading_ahead",
    "said_lately",
    "satisfaction",
    "starts",
    "steps",
    "targets",
    "thread",
    "to_purge",
    "unread",
    "where_it_went",
    "zones",
]
