"""The database as a whole, past the ORM: emptied after a test, or put back as it was at one moment."""

import sqlite3
from typing import Any

from sqlalchemy import make_url

from outreach.database import load_tables

LONGEST_SECONDS = 30  # to wait for a lock that a test should have given back


class WholeDatabase:
    """A connection of its own that no foreign key holds up, to a database that has its tables."""

    def __init__(self, url: str) -> None:
        self.tables = [f'"{table.name}"' for table in load_tables().sorted_tables]
        self.kept: list[str] = []
        self.sqlite = url.startswith("sqlite")
        self.connection: Any
        if self.sqlite:
            path = str(make_url(url).database)
            self.connection = sqlite3.connect(path, isolation_level=None, timeout=15)
            self.connection.execute("PRAGMA synchronous=OFF")  # nothing here outlives the run
            return
        import psycopg

        self.connection = psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)
        self.connection.execute("SET session_replication_role = replica")
        self.connection.execute(f"SET lock_timeout = '{LONGEST_SECONDS}s'")

    def empty(self) -> None:
        """Leave no row in any table; AssertionError when a test left a transaction open that locks one."""
        if self.sqlite:
            self._delete()
            return
        from psycopg.errors import LockNotAvailable

        try:
            self._delete()
        except LockNotAvailable:
            held = self._end_the_others()
            self._delete()
            raise AssertionError(f"somebody still held the database: {held}") from None

    def keep(self) -> None:
        """Remember every row as it is now, instead of what was remembered before."""
        gone = [f"DROP TABLE {_copy_of(table)}" for table in self.kept]
        self.kept = self._held()
        self._run(
            gone + [f"CREATE TEMP TABLE {_copy_of(table)} AS SELECT * FROM {table}" for table in self.kept]
        )

    def put_back(self) -> None:
        """Have every row as it was when it was remembered, and no other."""
        self._run(
            [f"DELETE FROM {table}" for table in self._held()]
            + [f"INSERT INTO {table} SELECT * FROM {_copy_of(table)}" for table in self.kept]
        )

    def close(self) -> None:
        """Forget what was remembered."""
        self.connection.close()

    def _delete(self) -> None:
        self._run([f"DELETE FROM {table}" for table in self._held()])

    def _held(self) -> list[str]:
        """The tables with anything in them."""
        asked = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in self.tables
        )
        return [row[0] for row in self.connection.execute(asked).fetchall()]

    def _run(self, statements: list[str]) -> None:
        script = "; ".join(["BEGIN", *statements, "COMMIT"])
        if self.sqlite:
            self.connection.executescript(script.replace("BEGIN", "BEGIN IMMEDIATE", 1))
        else:
            self.connection.execute(script)

    def _end_the_others(self) -> list[Any]:
        """End every transaction that a test left open; what each did last."""
        others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        self.connection.execute("ROLLBACK")
        held = self.connection.execute(f"SELECT state, wait_event, query {others}").fetchall()
        self.connection.execute(f"SELECT pg_terminate_backend(pid) {others}")
        return list(held)


def _copy_of(table: str) -> str:
    return f'"kept {table[1:]}'
