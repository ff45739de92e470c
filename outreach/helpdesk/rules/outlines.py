"""What lists show of a conversation, worked out from all that was said in it, in whatever order it came."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from outreach.helpdesk.rules.vocabulary import BUSINESS, PREVIEW


class Spoken(NamedTuple):
    """One thing said, by either side."""

    side: str
    sent_at: datetime
    text: str


class Outline(NamedTuple):
    """The beginning, the end, and who waits for whom."""

    asked_at: datetime
    last_at: datetime
    last_from: str
    last_text: str
    waiting_since: datetime | None
    first_reply_at: datetime | None


def outline(spoken: Sequence[Spoken]) -> Outline:
    """Of at least one thing said. What staff say before anybody has asked is no reply."""
    ordered = sorted(spoken, key=lambda one: one.sent_at)  # stable: of one minute as they stand
    waiting: datetime | None = None
    replied: datetime | None = None
    asked = False
    for one in ordered:
        if one.side == BUSINESS:
            asked, waiting = True, waiting or one.sent_at
        else:
            replied, waiting = replied or (one.sent_at if asked else None), None
    last = ordered[-1]
    words = " ".join(last.text.split())[:PREVIEW]
    return Outline(ordered[0].sent_at, last.sent_at, last.side, words, waiting, replied)
