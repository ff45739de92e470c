"""How far an outcome has come in a period: the feature above that measures outcomes says so here."""

from collections.abc import Callable
from datetime import date

from outreach.campaigns.rules.plans import Measured

Query = Callable[[str, date, date], Measured]
_queries: dict[str, Query] = {}


def register(query: Query) -> None:
    """Say how to measure an outcome (a key of rules.plans.OUTCOMES) from a day to a day."""
    _queries["outcomes"] = query


def of(outcome: str, first: date, last: date) -> Measured | None:
    """What the register says; None while nobody measures."""
    query = _queries.get("outcomes")
    return query(outcome, first, last) if query else None
