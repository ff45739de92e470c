"""What stands in the desk's list beside conversations: the rooms above say how to see that it changed."""

from typing import Any

from sqlalchemy import Connection

from outreach.later import Later

LIST = "list"  # told to desks in place of a conversation's key
_looks: list[Later] = []


def register(look: Later) -> None:
    """A function of a connection that gives another value once its rows of the list are others."""
    if look not in _looks:
        _looks.append(look)


def look(connection: Connection) -> tuple[Any, ...]:
    """How all of it stands."""
    return tuple(one(connection) for one in _looks)
