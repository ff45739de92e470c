"""The orders that the tables of rates offer: names from an allow-list, '-' in front for the other way."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from outreach.rates.rules.changes import BusinessChange
from outreach.rates.rules.counting import ENOUGH
from outreach.rates.rules.figures import Group

T = TypeVar("T")
Order = Callable[[Any], Any]

GROUP_ORDERS: dict[str, Callable[[Group], Any]] = {
    "received": lambda group: group.figures.basis_received,
    "online": lambda group: group.figures.basis_online,
    "rate": lambda group: group.figures.tally.share,
    "resolved": lambda group: group.figures.resolved,
    "late": lambda group: group.figures.late,
    "in_progress": lambda group: group.figures.in_progress,
}
# A business with few dossiers shows no rate, so it has none to be ordered by.
BUSINESS_ORDERS: dict[str, Callable[[Group], Any]] = {
    **GROUP_ORDERS,
    "rate": lambda group: group.figures.tally.share if group.figures.basis_received >= ENOUGH else None,
}
CHANGE_ORDERS: dict[str, Callable[[BusinessChange], Any]] = {
    "name": lambda change: change.sort,
    "day": lambda change: change.windows.exposed_on,
    "online": lambda change: change.pair.after.online if change.pair.after.received else None,
    "difference": lambda change: change.pair.difference,
}


def arrange(rows: Iterable[T], asked: str, orders: Mapping[str, Order]) -> list[T]:
    """The rows in the order asked for; unknown orders change nothing.

    Rows without a value stay last either way; equal ones keep the order in which they came.
    """
    key = orders.get(asked.removeprefix("-"))
    found = list(rows)
    if key is None:
        return found
    valued = [row for row in found if key(row) is not None]
    valued.sort(key=key, reverse=asked.startswith("-"))
    return valued + [row for row in found if key(row) is None]
