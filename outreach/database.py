"""The database: SQLite by default, PostgreSQL by DATABASE_URL.

SQLite runs in WAL mode with BEGIN IMMEDIATE for everything but GET and HEAD: the driver's own habit loses
updates silently, and a read transaction that turns into a write is refused at once.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated, Any, TypeVar

from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, MetaData, String, TypeDecorator, event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapper, configure_mappers, mapped_column
from sqlalchemy.orm.interfaces import EXT_SKIP

from outreach.one_writer import take_the_lock

BUSY_TIMEOUT_SECONDS = 15
CACHE_KIB = 6_000  # of a connection: the monthly counts of 5,000 businesses in five years take 4,500
SPILL_ABOVE_KIB = 24 * 1024
# Whoever commits above so many pages of the log (4 KiB each) writes them back, which takes long. Long work
# does it early; of pages none should do it for an import: only when it and the worker come to nothing.
PAGES_OF_LONG_WORK, PAGES_OF_SERVERS = 4_000, 64_000
READING = frozenset({"GET", "HEAD"})

T = TypeVar("T")


class Base(DeclarativeBase):
    """Tables of every feature; constraints get names so that one that refuses can be told by name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False},
    engine_options={"pool_pre_ping": True, "hide_parameters": True},  # logs hold no names and numbers
)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes: nobody can tell which clock they are from."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("instants must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives naive values back; they are UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


# A key from text.sort_key: compared byte by byte, whatever collation a PostgreSQL database was made with.
SortKey = Annotated[str, mapped_column(String().with_variant(String(collation="C"), "postgresql"))]


def init_app(app: Flask) -> None:
    """Attach the database and Alembic to the application."""
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.startswith("sqlite"):
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
            "connect_args": {"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
            "pool_pre_ping": False,  # a file does not hang up
            "max_overflow": -1,  # threads bound it; a request may hold two, and must not wait for a second
            **app.config["SQLALCHEMY_ENGINE_OPTIONS"],
        }
    db.init_app(app)


def load_tables() -> MetaData:
    """The tables of every feature; a server reads a feature's only when it is asked for."""
    for package in iter_modules([str(Path(__file__).parent)]):
        name = f"outreach.{package.name}.models"
        if package.ispkg and find_spec(name) is not None:
            import_module(name)
    return Base.metadata


def attach_migrations(app: Flask) -> None:
    """Give `flask db …` what it needs; a server never migrates and is spared Alembic's import (0.35 s)."""
    from flask_migrate import Migrate

    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(app.root_path) + "/migrations", render_as_batch=True)


def upgrade(app: Flask) -> None:
    """Bring the database of the running application up to the schema of this version."""
    from flask_migrate import upgrade as run

    attach_migrations(app)
    run()


@event.listens_for(Base, "before_mapper_configured", retval=True, propagate=True)
def _wait_for_the_whole_module(mapper: Mapper[Any], table: type[Any]) -> Any:
    """Leave a table alone while its module is still being read: any query sets up all that it finds.

    Features are loaded late (outreach/later.py); half of one's tables would not find the others.
    """
    spec = getattr(sys.modules.get(table.__module__), "__spec__", None)
    return EXT_SKIP if getattr(spec, "_initializing", False) else None


_writes_back_above = [PAGES_OF_SERVERS]


def write_back_early() -> None:
    """From now on connections of this process write SQLite's log back before those of servers would."""
    _writes_back_above[:] = [PAGES_OF_LONG_WORK]


def write_back() -> None:
    """Write SQLite's log back as far as nobody reads it, while others write: then no commit has to."""
    if db.engine.dialect.name == "sqlite":
        with reading_once() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").all()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, record: Any) -> None:
    """Take transactions out of the driver's hands and set what is per connection."""
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"cache_size=-{CACHE_KIB}",
        # SQLite 3.40 (Debian 12): what is committed after a savepoint was rolled back is lost in a crash if
        # pages had been written before their commit. So they are not.
        "cache_spill=OFF",
        "journal_size_limit=67108864",
        f"wal_autocheckpoint={_writes_back_above[-1]}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    record.info["patience"] = cursor.execute("PRAGMA busy_timeout").fetchone()[0]  # milliseconds
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if connection.dialect.name != "sqlite" or options.get("single"):
        return
    immediate = options.get("immediate")
    if immediate is None:
        immediate = not _is_reading()
    spill = bool(connection.get_execution_options().get("spill"))
    if connection.info.get("spill", False) != spill:  # SQLite hears it between transactions only
        connection.exec_driver_sql(f"PRAGMA cache_size=-{SPILL_ABOVE_KIB if spill else CACHE_KIB}")
        connection.exec_driver_sql(f"PRAGMA cache_spill={'ON' if spill else 'OFF'}")
        connection.info["spill"] = spill
    if immediate:
        configure_mappers()  # else whoever asks first does it, a twentieth of a second, while others wait
        take_the_lock(connection)
    else:
        connection.exec_driver_sql("BEGIN")


@contextmanager
def reading() -> Iterator[Connection]:
    """A short read of its own beside the request's session, e.g. who is signed in."""
    with db.engine.connect().execution_options(immediate=False) as connection, connection.begin():
        yield connection


@contextmanager
def reading_once() -> Iterator[Connection]:
    """As `reading`, for one statement alone: on SQLite it needs no transaction around it."""
    with db.engine.connect().execution_options(single=True) as connection:
        yield connection


def only_read() -> None:
    """Let the session's transaction that begins now only read: on SQLite nobody who writes waits for it."""
    if not db.session().in_transaction():
        db.session.connection(execution_options={"immediate": False})


@contextmanager
def reading_ahead() -> Iterator[None]:
    """What a deed has to read and work out before its own, short write: on SQLite nobody waits for that.

    What was written and not committed before is given up, and what was loaded is stale behind it: whoever
    writes then makes sure that what matters still holds.
    """
    db.session.rollback()
    only_read()
    yield
    db.session.rollback()


@contextmanager
def record() -> Iterator[Connection]:
    """A short write transaction of its own, for throttle, sessions, access log and counters only.

    It may not run while the request's own transaction is open: on SQLite the two would wait for each other.
    """
    if db.engine.dialect.name == "sqlite" and db.session().in_transaction() and not _is_reading():
        raise RuntimeError("database.record() inside an open write transaction")
    with db.engine.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


def may_spill() -> None:
    """Let the session's transaction that begins now write more than memory should hold (SQLite).

    No savepoint of it may be rolled back: that is why pages wait for their commit everywhere else.
    """
    if db.session().in_transaction():
        raise RuntimeError("database.may_spill() inside an open transaction")
    db.session.connection(execution_options={"spill": True})


def count_anew(connection: Connection, *tables: str) -> None:
    """Let PostgreSQL look again how many rows there are, before it plans how to join very many of them.

    It plans by what it counted last. Of a table that was empty then it reads every row for each row of the
    other: 5,479 dossiers took 20 s instead of one. SQLite plans by the indexes there are.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {', '.join(tables)}")


def batches(values: Iterable[T], size: int = 2_000) -> Iterator[list[T]]:
    """The values in lists that fit into one IN (…) of either database."""
    waiting = list(values)
    for start in range(0, len(waiting), size):
        yield waiting[start : start + size]


def _is_reading() -> bool:
    return has_request_context() and request.method in READING


def conflict_name(error: IntegrityError) -> str | None:
    """The name of the unique constraint that refused, on both databases; None for other faults."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name) if diagnosis.constraint_name else None
    found = re.search(r"UNIQUE constraint failed: (.+)", str(error.orig))
    if not found:
        return None
    columns = found.group(1).split(", ")
    table = columns[0].split(".")[0]
    return f"uq_{table}_" + "_".join(column.split(".")[1] for column in columns)
