"""A register's rows laid down a little at a time, so that nobody who writes waits for them (SQLite).

One import at a time has the curtain behind which its rows stand. Whoever finds the curtain of a process that
died clears what stands there.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from outreach import clock
from outreach.database import db, only_read, reading, record
from outreach.dossiers.actions import staging
from outreach.dossiers.actions.staging import Counts, Laying, Shape, Standing
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.front import in_front
from outreach.dossiers.models import ImportRun
from outreach.revisions import REGISTER, number
from outreach.text import business_sort_key

PAUSE_SECONDS = 0.005
WAIT_SECONDS = 0.1
TOLD_EVERY_SECONDS = 0.5
NAMED_AT_ONCE = 60
MOST_TRIES = 3

T = TypeVar("T")


class Bearer:
    """Carries one import's rows from the stage into the register. Raises Lost when the run is not ours."""

    def __init__(self, run_id: int, me: str, *, source: str, shape: Shape) -> None:
        self.run_id = run_id
        self.me = me
        self.source = source
        self.shape = shape
        self._revision = 0
        self._told_at = time.monotonic()

    def carry(self, marked_at: int | None) -> Counts | None:
        """Everything staged, and that the import is done. `marked_at`: when the rows were compared last.

        None when the register moved again and again meanwhile: then the curtain hangs with nothing behind it,
        and whoever writes all at once may raise it.
        """
        self._hang()
        try:
            for _ in range(MOST_TRIES):
                try:
                    return self._carry(marked_at)
                except staging.Moved:
                    marked_at = None
                    self._hang()
        except claims.Lost:
            raise
        except BaseException:
            clear_abandoned(self.run_id)
            raise
        return None

    def _carry(self, marked_at: int | None) -> Counts:
        if marked_at != self._revision:
            self._names(create=False)
            self._compare()
        if self._names(create=True):  # somebody else is meant than when the rows were compared
            self._compare()
        with db.engine.connect().execution_options(immediate=False, spill=True) as connection:
            with connection.begin():
                laying = Laying(
                    connection, self.run_id, shape=self.shape, source=self.source, revision=self._revision
                )
                parts = laying.arrange(connection)
            connection.execution_options(immediate=True)
            for part in parts:
                self._turn(partial(laying.lay, part=part), connection)
            connection.execution_options(immediate=False)
            with connection.begin():
                laying.add_up(connection)
            connection.execution_options(immediate=True)
            return self._turn(partial(self._finish, laying), connection)

    def _hang(self) -> None:
        """Wait until no other import has the curtain, clear what dead ones left, and hang our own."""
        while not self._turn(self._may_hang):
            time.sleep(WAIT_SECONDS)
            clear_abandoned(self.run_id)

    def _may_hang(self, connection: Connection) -> bool:
        if staging.standing(connection):
            return False
        staging.hang(connection, self.run_id)
        # Dossiers that go after this would leave their numbers to rows that would stand before the curtain.
        self._revision = number(REGISTER, connection)
        return True

    def _compare(self) -> None:
        with reading() as connection:
            parts = staging.parts(connection, self.run_id)
        for part in parts:
            self._turn(
                lambda connection, part=part: staging.mark(  # type: ignore[misc]
                    connection, self.run_id, self.source, [self.shape], part, anew=True
                )
            )

    def _names(self, *, create: bool) -> bool:
        """Whom the names mean, and with `create` nobody whom a row needs is unknown any more.

        Gives whether one means somebody else than before. The session only reads, and lets go before anything
        is noted or anybody made known.
        """
        moved = False
        try:
            only_read()
            meaning = staging.Meaning(self.run_id, create=create)
            for some in staging.named(self.run_id, [self.shape] if create else (), few=NAMED_AT_ONCE):
                db.session.rollback()
                for *_codes, name in some.names:
                    business_sort_key(name or "")  # remembered: it takes longest, and nobody waits now
                part = in_front(lambda some=some: self._mean(meaning, some))  # type: ignore[misc]
                time.sleep(PAUSE_SECONDS)
                moved = moved or part.moved
                only_read()
        finally:
            db.session.rollback()
        return moved

    def _mean(self, meaning: staging.Meaning, some: staging.Some) -> staging.Part:
        """Making somebody known moves the register: our own doing. Raises Moved when others did."""
        try:
            connection = db.session.connection()
            claims.check(connection, self.run_id, self.me)
            if number(REGISTER) != self._revision:
                raise staging.Moved
            part = meaning.find(some)
            staging.note(connection, self.run_id, part.found)
            self._revision = number(REGISTER)
            db.session.commit()
        finally:
            db.session.rollback()
        return part

    def _turn(self, deed: Callable[[Connection], T], connection: Connection | None = None) -> T:
        """Something short in a transaction of its own, and a pause in which others write."""

        def turn() -> tuple[T, float]:
            with _writing(connection) as own:
                begun = time.monotonic()
                claims.check(own, self.run_id, self.me)
                if begun - self._told_at > TOLD_EVERY_SECONDS:
                    self._told_at = begun
                    claims.note(own, self.run_id, self.me, claimed_at=clock.now())
                done = deed(own)
            return done, time.monotonic() - begun

        done, took = in_front(turn)
        time.sleep(max(PAUSE_SECONDS, took))
        return done

    def _finish(self, laying: Laying, connection: Connection) -> Counts:
        counts = laying.raise_curtain(connection)
        claims.note(connection, self.run_id, self.me, **done(counts))
        db.session.expire_all()
        return counts


@contextmanager
def _writing(connection: Connection | None) -> Iterator[Connection]:
    """A short write, by this connection or one of its own."""
    if connection is None:
        with record() as own:
            yield own
    else:
        with connection.begin():
            yield connection


def done(counts: Counts) -> dict[str, Any]:
    """The columns of an import that is written."""
    told = {"state": "done", "finished_at": clock.now(), "fault": None, "marked_at": None}
    return {**told, **counts._asdict()}


def clear_abandoned(own_id: int | None = None) -> None:
    """Take away what stands behind the curtain of an import that nobody works on, or of one's own."""
    while True:
        with reading() as connection:
            curtain = staging.standing(connection)
            if curtain is None or not _abandoned(connection, curtain, own_id):
                return
        with record() as connection:
            if staging.standing(connection) != curtain or not _abandoned(connection, curtain, own_id):
                return
            staging.clear_behind(connection, curtain)
        time.sleep(PAUSE_SECONDS)


def _abandoned(connection: Connection, curtain: Standing, own_id: int | None) -> bool:
    if curtain.import_id == own_id:
        return True
    columns = (ImportRun.state, ImportRun.claimed_by, ImportRun.claimed_at)
    run = connection.execute(select(*columns).where(ImportRun.id == curtain.import_id)).one()
    return run.state not in claims.WORKING or not claims.alive(run)
