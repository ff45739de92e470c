"""What becomes of rows about a business when two records of it become one: features above say so here."""

from collections.abc import Callable, Mapping

# Given {business that goes: business that stays}, moves what a feature keeps about businesses.
Mover = Callable[[Mapping[int, int]], None]
_movers: dict[tuple[str, ...], Mover | None] = {}


def register(*tables: str, by: Mover | None = None) -> None:
    """Say who moves the rows of these tables; without a mover their `business_id` is simply changed."""
    _movers[tables] = by


def movers() -> list[Mover]:
    """Those that know how to move rows of theirs."""
    return [mover for mover in _movers.values() if mover is not None]


def plain_tables() -> list[str]:
    """The tables whose `business_id` is simply changed."""
    return [table for tables, mover in _movers.items() if mover is None for table in tables]


def tables() -> set[str]:
    """All that somebody looks after."""
    return {table for names in _movers for table in names}
