"""Whose a source is while it is fetched, and what is kept of a try.

A process that dies leaves its claim behind; the next look finds nobody alive there and notes a try that was
stopped, so that a file which kills whoever fetches it is asked for less and less often.
"""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from outreach import background, clock
from outreach.accounts.models import User
from outreach.database import reading, record
from outreach.fetching import queries, rules
from outreach.fetching.models import FetchTry, RegisterSource

LONGEST = timedelta(minutes=20)  # fetching, reading and comparing; then the process is killed
LONGEST_MARK = 300
OF_THE_FILE = (
    RegisterSource.address, RegisterSource.kind, RegisterSource.system, RegisterSource.secret,
)  # fmt: skip


class Lost(Exception):
    """Somebody took this process for dead: what it found out is not noted."""


class Claimed(NamedTuple):
    """A source that this process has, and its try."""

    source: Row[Any]
    try_id: int
    asked_by_id: int | None
    locale: str


class Result(NamedTuple):
    """What came of a try. `marks`: etag, last_modified and sha256 of what came; `told`: come back after."""

    outcome: str
    status: int | None = None
    size: int | None = None
    said: str | None = None
    whole: bool | None = None
    import_id: int | None = None
    marks: dict[str, str | None] | None = None
    told: timedelta | None = None


def claim(source_id: int, me: str) -> Claimed | None:
    """Make a source this process's own when it is due and nobody's."""
    at = clock.now()
    with record() as connection:
        source = connection.execute(
            select(RegisterSource.__table__).where(RegisterSource.id == source_id)
        ).one_or_none()
        if source is None or source_id not in queries.due(connection, at):
            return None
        mine = connection.execute(
            update(RegisterSource)
            .where(RegisterSource.id == source_id, RegisterSource.claimed_by.is_(None))
            .values(claimed_by=me, claimed_at=at, asked_by_id=None)
        )
        if not mine.rowcount:
            return None
        values = {"source_id": source_id, "started_at": at, "asked_by_id": source.asked_by_id}
        try_id = connection.execute(insert(FetchTry).values(**values).returning(FetchTry.id)).scalar_one()
        locale = connection.scalar(select(User.locale).where(User.id == source.owner_id))
    return Claimed(source, try_id, source.asked_by_id, locale or "vi")


def settle(claimed: Claimed, me: str, result: Result) -> None:
    """Note what came of a try and when to ask again, and let go. Raises Lost."""
    with record() as connection:
        _settle(connection, claimed.source, claimed.try_id, me, result)


def release_dead() -> int:
    """Note the tries of processes that died as stopped; of how many."""
    with reading() as connection:
        waiting = queries.claimed(connection)
    dead = [row for row in waiting if not background.alive(row.claimed_by, row.claimed_at, LONGEST)]
    return sum(_release(row) for row in dead)


def _release(row: Row[Any]) -> bool:
    with record() as connection:
        source = connection.execute(
            select(RegisterSource.__table__).where(RegisterSource.id == row.id)
        ).one_or_none()
        open_try = select(FetchTry.id).where(FetchTry.source_id == row.id, FetchTry.outcome.is_(None))
        try_id = connection.scalar(open_try.order_by(FetchTry.id.desc()).limit(1))
        if source is None or source.claimed_by != row.claimed_by:
            return False
        _settle(connection, source, try_id, row.claimed_by, Result("stopped"))
    return True


def _settle(connection: Connection, source: Row[Any], try_id: int | None, me: str, result: Result) -> None:
    at = clock.now()
    schedule = rules.Schedule(source.every, source.day, source.hour)
    values: dict[str, Any] = {"claimed_by": None, "claimed_at": None, **(result.marks or {})}
    outcome = rules.OUTCOMES[result.outcome]
    if outcome.failed:
        failures = source.failures + 1
        values |= {
            "failures": failures,
            "next_at": rules.next_try(schedule, failures, at, lasting=outcome.lasting, told=result.told),
        }
    else:
        values["next_at"] = rules.next_slot(schedule, at)
        if result.outcome != "staging":  # whether the file is good shows later
            values |= {"failures": 0, "told_failing_at": None}
    mine = (RegisterSource.id == source.id, RegisterSource.claimed_by == me)
    now = connection.execute(select(*OF_THE_FILE, RegisterSource.asked_by_id).where(*mine)).one_or_none()
    if now is None:
        raise Lost
    another = any(getattr(now, column.key) != getattr(source, column.key) for column in OF_THE_FILE)
    if another:  # what came says nothing of where it lies from now on
        for name in result.marks or ():
            values.pop(name)
    if another or now.asked_by_id is not None:  # whoever asked meanwhile is not forgotten
        values.pop("next_at")
    if not connection.execute(update(RegisterSource).where(*mine).values(**values)).rowcount:
        raise Lost
    kept = {"outcome", "status", "size", "said", "whole", "import_id"}
    noted = {name: value for name, value in result._asdict().items() if name in kept}
    connection.execute(update(FetchTry).where(FetchTry.id == try_id).values(finished_at=at, **noted))


def mark_of(header: str | None) -> str | None:
    """What a server calls this version of a file, when it can be said back to it as it is."""
    if not header or len(header) > LONGEST_MARK or not (header.isascii() and header.isprintable()):
        return None
    return header
