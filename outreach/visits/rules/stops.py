"""A stop on a day's route: what came of it, its place, and what is written down there."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import quote_plus

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

PLANNED = "planned"
VISITED = "visited"
NOBODY_THERE = "nobody_there"
POSTPONED = "postponed"
OUTCOMES: dict[str, LazyText] = {
    PLANNED: _l("Chưa đến"),
    VISITED: _l("Đã gặp"),
    NOBODY_THERE: _l("Không gặp ai"),
    POSTPONED: _l("Hoãn"),
}
ASKED = {outcome: words for outcome, words in OUTCOMES.items() if outcome != PLANNED}
LARGEST_ROUTE = 40  # stops; nobody visits more in a day
LONGEST_NOTE = 4000
PROMISES_AT_ONCE = 3  # on one form; more are added by opening it again
MAP = "https://www.google.com/maps/search/?api=1&query="


class Promised(NamedTuple):
    """A promise as it is made at a stop."""

    text: str
    due_on: date
    owner_id: int | None


class Recorded(NamedTuple):
    """What somebody writes down of a stop."""

    outcome: str
    met: str | None = None
    procedures: Sequence[int] = ()
    barriers: Sequence[str] = ()
    note: str | None = None
    promises: Sequence[Promised] = ()


class Totals(NamedTuple):
    """How a day stands: stops by what came of them, and the promises made."""

    stops: int = 0
    visited: int = 0
    nobody_there: int = 0
    postponed: int = 0
    promises: int = 0

    @property
    def left(self) -> int:
        """Stops that nobody has been to yet."""
        return self.stops - self.visited - self.nobody_there - self.postponed


def swapped(order: Sequence[int], one: int, by: int) -> list[int]:
    """The order with `one` moved up (-1) or down (+1) a place; at the end it stays."""
    moved = list(order)
    here = moved.index(one)
    there = min(max(here + by, 0), len(moved) - 1)
    moved[here], moved[there] = moved[there], moved[here]
    return moved


def next_open(stops: Iterable[tuple[str, str]], here: str | None) -> str | None:
    """The id of the next stop nobody has been to, behind `here`, else from the start; None: all are done.

    `stops` are pairs (id, outcome) in the route's order.
    """
    order = list(stops)
    ids = [id for id, _outcome in order]
    after = ids.index(here) + 1 if here in ids else 0
    around = [*order[after:], *order[:after]]
    return next((id for id, outcome in around if outcome == PLANNED and id != here), None)


def map_link(name: str, zone: str | None) -> str:
    """A search for the business on a public map: only its name and its zone are in the address."""
    return MAP + quote_plus(", ".join(filter(None, (name, zone))))
