"""The stage itself: rows put there and taken away in short transactions. Nobody else reads it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, delete, func, insert, select

from outreach.database import Base
from outreach.dossiers.actions.staging.rows import BATCH, CREATE, NAMED, STAGED, Prepared
from outreach.dossiers.models import Dossier, StagedDossier, StagedName

TABLES = Base.metadata.tables
TABLES_OF_IT = (StagedDossier.__tablename__, StagedName.__tablename__)
STAGE, NAMES = TABLES[StagedDossier.__tablename__], TABLES[StagedName.__tablename__]
CLEARED_AT_ONCE = 250  # rows; a thousandth of a second or two


class Repeated(NamedTuple):
    """A row that does not count, because a later one has its code."""

    row: int
    code: str
    counts: int  # the row that does


def write(connection: Connection, prepared: Prepared) -> None:
    """Put one batch on the stage. Of rows with one code the last counts; it knows the others as `earlier`."""
    if prepared.names:
        names = [dict(zip(NAMED, name, strict=True)) for name in prepared.names]
        connection.execute(insert(StagedName), names)
    if not prepared.rows:
        return
    # What is the same in all rows stands in the statement: two numbers and a word.
    same = f"{prepared.import_id:d}, {prepared.shape.number:d}, '{CREATE}'"
    if connection.dialect.name == "postgresql":
        _copy(connection, prepared.rows)
        connection.exec_driver_sql(f"{_INTO} SELECT {same}, {_COLUMNS} FROM arriving {_AGAIN}")  # noqa: S608
        connection.exec_driver_sql("DELETE FROM arriving")
    else:
        given = ", ".join("?" * len(STAGED))
        connection.exec_driver_sql(f"{_INTO} VALUES ({same}, {given}) {_AGAIN}", prepared.rows)


def _copy(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Bring rows in by PostgreSQL's own way, which is three times as fast."""
    connection.exec_driver_sql(_ARRIVING)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY arriving ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.close()


_COLUMNS = ", ".join(f'"{name}"' for name in STAGED)
_LIKE_IT = f"SELECT {_COLUMNS} FROM staged_dossiers WITH NO DATA"  # noqa: S608 - nothing but names of columns
_ARRIVING = f"CREATE TEMPORARY TABLE IF NOT EXISTS arriving ON COMMIT DELETE ROWS AS {_LIKE_IT}"
_INTO = f"INSERT INTO staged_dossiers (import_id, shape, does, {_COLUMNS})"
_REPLACED = ", ".join(
    f'"{name}" = excluded."{name}"' for name in ("shape", "does", *STAGED) if name not in ("code", "earlier")
)
_AGAIN = (
    f"ON CONFLICT (import_id, code) DO UPDATE SET {_REPLACED}, "
    "earlier = coalesce(staged_dossiers.earlier || ' ', '') || staged_dossiers.\"row\""
    " || coalesce(' ' || excluded.earlier, '')"
)


def repeated(connection: Connection, import_id: int) -> Iterator[Repeated]:
    """The rows of an import that do not count."""
    statement = select(STAGE.c.code, STAGE.c.row, STAGE.c.earlier).where(
        STAGE.c.import_id == import_id, STAGE.c.earlier.is_not(None)
    )
    for code, counts, earlier in connection.execute(statement.execution_options(yield_per=BATCH)):
        yield from (Repeated(int(row), code, counts) for row in earlier.split())


def clear_some(connection: Connection, import_id: int, *, most: int = CLEARED_AT_ONCE) -> int:
    """Take rows of an import from the stage, and in the end its names; 0 when nothing is left."""
    last = _nth_code(connection, import_id, "", most)
    if last is not None:
        own = (STAGE.c.import_id == import_id, STAGE.c.code <= last)
        return connection.execute(delete(STAGE).where(*own)).rowcount
    upto = select(NAMES.c.number).where(NAMES.c.import_id == import_id).order_by(NAMES.c.number).limit(most)
    numbers = list(connection.scalars(upto))
    if numbers:
        own = (NAMES.c.import_id == import_id, NAMES.c.number <= numbers[-1])
        return connection.execute(delete(NAMES).where(*own)).rowcount
    return 0


def next_codes(connection: Connection, import_id: int, after: str) -> tuple[str, str] | None:
    """The next batch of codes, as (after, up to); None at the end."""
    last = _nth_code(connection, import_id, after, BATCH)
    return None if last is None else (after, last)


def of_part(row: FromClause) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That a staged row is one of those whose codes come `after` one and go `upto` another."""
    return row.c.code > bindparam("after"), row.c.code <= bindparam("upto")


def any_known(
    connection: Connection, source: str, import_id: int | None = None, codes: tuple[str, str] = ("", "")
) -> bool:
    """Whether the register has any dossier of the source; or one with these codes of an import."""
    one = select(Dossier.id).where(Dossier.source == source).limit(1)
    if import_id is not None:
        own = (STAGE.c.import_id == import_id, STAGE.c.code > codes[0], STAGE.c.code <= codes[1])
        one = one.join(STAGE, Dossier.code == STAGE.c.code).where(*own)
    return connection.execute(one).first() is not None


def _nth_code(connection: Connection, import_id: int, after: str, count: int) -> str | None:
    """The code so many places on, or the last one; None when there is none."""
    some = (
        select(STAGE.c.code).where(STAGE.c.import_id == import_id, STAGE.c.code > after)
        .order_by(STAGE.c.code).limit(count).subquery()
    )  # fmt: skip
    last: str | None = connection.scalar(select(func.max(some.c.code)))
    return last
