"""How a process hears what others wrote: SQLite is asked whether its file changed, PostgreSQL says so."""

import os
import secrets
import socket
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import Engine

if TYPE_CHECKING:
    import psycopg

CHANNEL = "outreach_conversations"
ALL = "*"
MOST_IDS = 500  # a notification holds 8,000 bytes
SELF = f"{os.getpid()}-{secrets.token_hex(4)}"  # its own changes a process knows already


class Heard(NamedTuple):
    """What others did: these conversations, or nobody knows which."""

    ids: frozenset[int] = frozenset()
    anything: bool = False


NOTHING = Heard()


class Source(Protocol):
    """Where news of other processes come from; a fault of it ends all streams: pages ask by themselves."""

    seconds: float  # to wait at most before `news` is asked again
    looks: float | None  # seconds between two looks at what sends no news; None: all of it does

    def ears(self) -> list[Any]:
        """What becomes readable when there is news."""

    def news(self) -> Heard:
        """What happened since the last call."""

    def close(self) -> None:
        """Let go of the connection."""


class Asked:
    """SQLite: a number that is another one after every commit of any other connection."""

    seconds = 0.1
    looks: float | None = None

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        self._connection: sqlite3.Connection = self._pooled.driver_connection  # type: ignore[assignment]
        self._pooled.detach()  # it stays while streams are open, and is none of the requests' connections
        self._version = self._read()

    def ears(self) -> list[socket.socket]:
        """Nothing: it has to be asked."""
        return []

    def news(self) -> Heard:
        """Whether anything was committed; by this process, too."""
        before, self._version = self._version, self._read()
        return Heard(anything=before != self._version)

    def close(self) -> None:
        """Close the connection."""
        self._pooled.close()

    def _read(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


class Told:
    """PostgreSQL: notifications, sent with the commit that they are about."""

    seconds = 1.0
    looks: float | None = 2.0

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        self._connection: psycopg.Connection[Any] = self._pooled.driver_connection  # type: ignore[assignment]
        self._pooled.detach()
        self._connection.rollback()
        self._connection.autocommit = True
        self._connection.execute(f"LISTEN {CHANNEL}")

    def ears(self) -> list[int]:
        """The connection's own descriptor."""
        return [self._connection.fileno()]

    def news(self) -> Heard:
        """What other processes notified."""
        told = [note.payload.partition(":") for note in self._connection.notifies(timeout=0)]
        foreign = [ids for who, _colon, ids in told if who != SELF]
        if ALL in foreign:
            return Heard(anything=True)
        return Heard(frozenset(int(one) for ids in foreign for one in ids.split(",")))

    def close(self) -> None:
        """Close the connection."""
        self._pooled.close()


def source(engine: Engine) -> Source:
    """The right one for a database."""
    return Told(engine) if engine.dialect.name == "postgresql" else Asked(engine)


def payload(ids: set[int]) -> str:
    """What a notification says."""
    return f"{SELF}:{ALL if len(ids) > MOST_IDS else ','.join(str(one) for one in sorted(ids))}"
