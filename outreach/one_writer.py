"""SQLite has one writer: whoever waits for its lock says so, and whoever writes much hears it and gives way.

The lock itself tells its holder nothing of others. So those who wait hold a lock of their own on a file
beside the database, which the operating system takes back when they die. PostgreSQL needs none of this.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

LOOKS_EVERY_SECONDS = 0.001
GIVES_WAY_SECONDS = 0.25  # to those who wait; others who write without end may not stop it for ever


def take_the_lock(connection: Connection) -> None:
    """Begin to write as soon as nobody else does. Raises OperationalError after the connection's patience.

    SQLite's own way of waiting looks ever more seldom, in the end ten times a second: whoever waits would
    sleep through the moment in which somebody gives way.
    """
    cursor, patience = connection.connection.cursor(), int(connection.info["patience"])
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        with ExitStack() as waiting:
            deadline = None
            while True:
                try:
                    cursor.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if deadline is None:
                        deadline = time.monotonic() + patience / 1000
                        waiting.enter_context(_said(connection.engine))
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise OperationalError("BEGIN IMMEDIATE", None, error) from error
                    time.sleep(LOOKS_EVERY_SECONDS)
    finally:
        cursor.execute(f"PRAGMA busy_timeout={patience}")
        cursor.close()


def somebody_waits(engine: Engine) -> bool:
    """Whether anybody waits now to write to the database of this engine; some 15 µs."""
    with _file(engine) as descriptor:
        if descriptor is None:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def give_way(engine: Engine) -> None:
    """Sleep, between two writes of one's own, until those who wait have written."""
    until = time.monotonic() + GIVES_WAY_SECONDS
    while somebody_waits(engine) and time.monotonic() < until:
        time.sleep(LOOKS_EVERY_SECONDS)


@contextmanager
def _said(engine: Engine) -> Iterator[None]:
    """Say that one waits, until the end of the block."""
    with _file(engine) as descriptor:
        if descriptor is not None:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


@contextmanager
def _file(engine: Engine) -> Iterator[int | None]:
    """The file beside the database, open; None where no other process can wait."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if not path or path.startswith((":memory:", "file:")):
        yield None
        return
    descriptor = os.open(f"{path}-waiting", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)  # which lets go of the lock
