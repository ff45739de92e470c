"""Interventions of a board for measuring: what they have in common, and writing rows beside them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from outreach import clock

EACH = 8  # of businesses reached, stops of a day, handouts of a batch
SEATS = 20  # businesses at a training, two people each

Row = dict[str, Any]


class Deed(NamedTuple):
    """One intervention, before its rows are written."""

    id: int
    type: str
    day: date

    @property
    def over(self) -> bool:
        """Whether it has taken place."""
        return self.day < clock.today()

    def meets(self, businesses: int, many: int) -> list[int]:
        """The businesses it is for: the same in every run, none twice."""
        return [(self.id * 53 + turn) % businesses + 1 for turn in range(min(many, businesses))]


def at(day: date, hour: int) -> datetime:
    """That hour of a day, on the board's clock."""
    return datetime.combine(day, time(hour), clock.LOCAL)


def add(connection: Connection, model: Any, rows: Iterable[Row]) -> None:
    """Write rows; none are none."""
    waiting = list(rows)
    if waiting:
        connection.execute(insert(model), waiting)
