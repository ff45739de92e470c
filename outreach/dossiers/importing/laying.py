"""A register's rows laid down a little at a time, so that nobody who writes waits for them (SQLite).

One import at a time has the curtain behind which its rows stand. Whoever finds the curtain of a process that
died clears what stands there.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain, islice
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from outreach import clock
from outreach.database import db, only_read, reading, record
from outreach.dossiers.actions import staging
from outreach.dossiers.actions.counts import doubled, join
from outreach.dossiers.actions.staging import Counts, Laying, Shape, Standing
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.front import in_front
from outreach.dossiers.importing.turns import BRISK, Turns
from outreach.dossiers.models import ImportRun
from outreach.one_writer import give_way, somebody_waits
from outreach.revisions import REGISTER, number
from outreach.text import business_sort_key

WAIT_SECONDS = 0.1
NAMED_AT_ONCE = 10
TOGETHER, NAMED_TOGETHER = 12, 9  # parts that one statement does while nobody waits
CLEARED_TOGETHER = 40  # some rows each, while nobody waits
MOST_TRIES = 3

T = TypeVar("T")


class Holder:
    """Holds the curtain for one run. Raises Lost when the run is not ours."""

    def __init__(self, run_id: int, me: str) -> None:
        self.run_id = run_id
        self.me = me
        self.turns = Turns(run_id, me)
        self.revision = 0  # of the register, when the curtain was hung or we moved it last

    def until_done(self, deed: Callable[[], T]) -> T | None:
        """Hang the curtain and do it, anew when the register moved meanwhile.

        None when it moved again and again: then the curtain hangs with nothing behind it, and whoever writes
        all at once may raise it.
        """
        self._hang()
        try:
            for _ in range(MOST_TRIES):
                try:
                    return deed()
                except staging.Moved:
                    self._hang()
        except claims.Lost:
            raise
        except BaseException:
            db.session.rollback()
            clear_abandoned(self.run_id)
            raise
        return None

    def _hang(self) -> None:
        """Wait until no other import has the curtain, clear what dead ones left, and hang our own."""
        while not self.turns.take(self._may_hang):
            time.sleep(WAIT_SECONDS)
            clear_abandoned(self.run_id)

    def _may_hang(self, connection: Connection) -> bool:
        if staging.standing(connection):
            return False
        staging.hang(connection, self.run_id)
        # Dossiers that go after this would leave their numbers to rows that would stand before the curtain.
        self.revision = number(REGISTER, connection)
        return True


class Bearer(Holder):
    """Carries one import's rows from the stage into the register."""

    def __init__(self, run_id: int, me: str, *, source: str, shape: Shape, marked_at: int | None) -> None:
        """`marked_at`: the register's revision when the rows were compared last."""
        super().__init__(run_id, me)
        self.source = source
        self.shape = shape
        self._marked_at = marked_at

    def carry(self) -> Counts | None:
        """Everything staged, and that the import is done; None as `until_done`."""
        return self.until_done(self._carry)

    def _carry(self) -> Counts:
        marked_at, self._marked_at = self._marked_at, None
        if marked_at != self.revision:
            self._names(create=False)
            self._compare()
        if self._names(create=True):  # somebody else is meant than when the rows were compared
            self._compare()
        with db.engine.connect().execution_options(immediate=False, spill=True) as connection:
            with connection.begin():
                laying = Laying(
                    connection, self.run_id, shape=self.shape, source=self.source, revision=self.revision
                )
                parts = staging.parts(connection, self.run_id)
            connection.execution_options(immediate=True)
            left = deque(parts)
            while left:
                some = self.turns.some(left, together=TOGETHER)
                self.turns.take(partial(laying.lay, some=some), connection)
            connection.execution_options(immediate=False)
            with connection.begin():
                sums = laying.add_up(connection)
            connection.execution_options(immediate=True)
            self.turns.take_many([partial(laying.lay_sums, part=part) for part in sums], connection)
            return self.turns.take(partial(self._finish, laying), connection)

    def _compare(self) -> None:
        with reading() as connection:
            parts = staging.parts(connection, self.run_id)
        self.turns.take_many([partial(self._mark, part=part) for part in parts])

    def _mark(self, connection: Connection, part: staging.Codes) -> None:
        staging.mark(connection, self.run_id, self.source, [self.shape], part, anew=True)

    def _names(self, *, create: bool) -> bool:
        """Whom the names mean, and with `create` nobody whom a row needs is unknown any more.

        Gives whether one means somebody else than before. The session only reads, and lets go before anything
        is noted or anybody made known.
        """
        moved = False
        try:
            only_read()
            meaning = staging.Meaning(self.run_id, create=create)
            parts = staging.named(self.run_id, [self.shape] if create else (), few=NAMED_AT_ONCE)
            while left := deque(islice(parts, BRISK)):
                db.session.rollback()
                for *_codes, name in chain.from_iterable(part.names for part in left):
                    business_sort_key(name or "")  # remembered: it takes longest, and nobody waits now
                while left:
                    some = self.turns.some(left, together=NAMED_TOGETHER)
                    moved |= in_front(partial(self._mean, meaning, some))
                    self.turns.let_others()
                only_read()
        finally:
            db.session.rollback()
        return moved

    def _mean(self, meaning: staging.Meaning, some: Iterable[list[staging.Some]]) -> bool:
        """Making somebody known moves the register: our own doing. Raises Moved when others did."""
        moved = False
        try:
            connection = db.session.connection()
            claims.check(connection, self.run_id, self.me)
            if number(REGISTER) != self.revision:
                raise staging.Moved
            for names in chain.from_iterable(map(staging.together, some)):
                part = meaning.find(names)
                staging.note(connection, self.run_id, part.found)
                moved |= part.moved
            revision = number(REGISTER)
            db.session.commit()
        finally:
            db.session.rollback()
        self.revision = revision
        return moved

    def _finish(self, laying: Laying, connection: Connection) -> Counts:
        counts = laying.raise_curtain(connection)
        claims.note(connection, self.run_id, self.me, **done(counts))
        db.session.expire_all()
        return counts


def done(counts: Counts) -> dict[str, Any]:
    """The columns of an import that is written."""
    told = {"state": "done", "finished_at": clock.now(), "fault": None, "marked_at": None}
    return {**told, **counts._asdict()}


def join_counts() -> None:
    """What an import laid beside the counts, and what was counted before, become one, a little at a time."""
    after = 0
    while True:
        with reading() as connection:
            some = doubled(connection, after)
        if not some:
            return
        with record() as connection:
            join(connection, some)
        give_way(db.engine)
        after = some[-1]


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
            for _ in range(CLEARED_TOGETHER):
                if staging.clear_behind(connection, curtain) or somebody_waits(db.engine):
                    break
        give_way(db.engine)


def _abandoned(connection: Connection, curtain: Standing, own_id: int | None) -> bool:
    if curtain.import_id == own_id:
        return True
    columns = (ImportRun.state, ImportRun.claimed_by, ImportRun.claimed_at)
    run = connection.execute(select(*columns).where(ImportRun.id == curtain.import_id)).one()
    return run.state not in claims.WORKING or not claims.alive(run)
