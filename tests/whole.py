"""The database as a whole, past the ORM: emptied after a test, or put back as it was at one moment."""

import sqlite3
from typing import Any

from sqlalchemy import make_url

from outreach.database import load_tables


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

    def empty(self) -> None:
        """Leave no row in any table."""
        self._run([f"DELETE FROM {table}" for table in self._held()])

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


def _copy_of(table: str) -> str:
    return f'"kept {table[1:]}'
