"""Which of the board's promises runs for a conversation, and until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from outreach.helpdesk.rules.vocabulary import FIRST_REPLY, NEXT_REPLY, OPEN, RESOLUTION
from outreach.workdays.rules import Week, add_working_minutes

Targets = Mapping[str, int]  # kind → working minutes; a kind that is not in it is not promised


class Clock(NamedTuple):
    """What a conversation says about its times."""

    state: str
    asked_at: datetime
    first_reply_at: datetime | None
    waiting_since: datetime | None


class Due(NamedTuple):
    """The promise that runs out first."""

    at: datetime
    kind: str


def due(clock: Clock, targets: Targets, week: Week) -> Due | None:
    """The earliest promise still to be kept; None when nothing is promised or all is done."""
    if clock.state != OPEN:
        return None
    running = {RESOLUTION: clock.asked_at}
    if clock.waiting_since is not None:
        running[FIRST_REPLY if clock.first_reply_at is None else NEXT_REPLY] = clock.waiting_since
    ends = [
        Due(at, kind)
        for kind, since in running.items()
        if kind in targets and (at := add_working_minutes(since, targets[kind], week)) is not None
    ]
    return min(ends, default=None)
