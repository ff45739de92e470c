"""Sent → received → seen: never backwards, whatever order the news of it comes in."""

from collections.abc import Sequence
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

SENT, RECEIVED, SEEN = "sent", "received", "seen"
ORDER = (
    "waiting",
    "unknown",
    "failed",
    SENT,
    RECEIVED,
    SEEN,
)  # outside the portal the first three come before
DELIVERY: dict[str, LazyText] = {
    "waiting": _l("Đang gửi"),
    "unknown": _l("Chưa rõ đã đến chưa"),
    "failed": _l("Chưa gửi được"),
    SENT: _l("Đã gửi"),
    RECEIVED: _l("Đã nhận"),
    SEEN: _l("Đã xem"),
}


class Mark(NamedTuple):
    """How far one person has come: ids of messages."""

    received_up_to: int
    seen_up_to: int


def moved(mark: Mark, *, received: int = 0, seen: int = 0) -> Mark:
    """The mark after news; what was seen was received, and older news changes nothing."""
    seen_up_to = max(mark.seen_up_to, seen)
    return Mark(max(mark.received_up_to, received, seen_up_to), seen_up_to)


def state_of(message_id: int, others: Sequence[Mark]) -> str:
    """What the sender is shown: how far the furthest of the other side has come."""
    if any(mark.seen_up_to >= message_id for mark in others):
        return SEEN
    return RECEIVED if any(mark.received_up_to >= message_id for mark in others) else SENT


def later(known: str | None, news: str) -> str:
    """The further of two states of a message outside the portal; raises ValueError for an unknown one."""
    return news if known is None or ORDER.index(news) > ORDER.index(known) else known
