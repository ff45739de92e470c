"""Who gets a seat: first come, and a party only as a whole."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from outreach import clock


class Party(NamedTuple):
    """A registration that waits: its id and how many seats it needs."""

    id: int
    seats: int


class Opening(NamedTuple):
    """What of a session says until when one may register; `closes_on` is the last day."""

    starts_at: datetime
    closes_on: date | None
    cancelled: bool


def moves_up(free: int | None, waiting: Sequence[Party]) -> list[int]:
    """The ids of the parties that get seats now, out of those waiting, the one that came first leading.

    A party for which too few seats are left keeps its place, and the next ones that fit may pass it: an
    empty seat helps nobody. `free` is None where seats are not limited.
    """
    chosen = []
    for party in waiting:
        if free is None:
            chosen.append(party.id)
        elif party.seats <= free:
            chosen.append(party.id)
            free -= party.seats
    return chosen


def free_seats(capacity: int | None, taken: int) -> int | None:
    """How many seats are left; None where they are not limited."""
    return None if capacity is None else max(capacity - taken, 0)


def is_open(opening: Opening, now: datetime) -> bool:
    """Whether businesses may still register, change and cancel."""
    if opening.cancelled or now >= opening.starts_at:
        return False
    return opening.closes_on is None or clock.local(now).date() <= opening.closes_on
