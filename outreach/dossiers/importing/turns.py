"""An import's short writes, others in between; each makes sure that the run is still its own."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection

from outreach import background, clock
from outreach.database import db, record
from outreach.dossiers.importing import claims
from outreach.dossiers.importing.front import in_front
from outreach.one_writer import give_way, somebody_waits

TOLD_EVERY_SECONDS = 0.5
LATELY_SECONDS = 2.0  # who writes once, like who talks to the helpdesk, soon writes again
# Parts in one transaction: whoever begins to wait waits for one of them, and for the commit of all.
BRISK, GENTLE = 192, 2

T = TypeVar("T")
Deed = Callable[[Connection], T]


class Turns:
    """The writes of one run by one process. All of them raise Lost when the run is somebody else's."""

    def __init__(self, run_id: int, me: str, *, progress: Callable[[], dict[str, Any]] = dict) -> None:
        """`progress` gives the columns of the import that say how far it is."""
        self.run_id = run_id
        self.me = me
        self._progress = progress
        self._told_at = time.monotonic()
        self._waited_at = -LATELY_SECONDS  # when somebody was last seen to wait

    def take(self, deed: Deed[T], connection: Connection | None = None) -> T:
        """Something short in a transaction of its own, by this connection or one of its own."""

        def turn() -> T:
            with _writing(connection) as own:
                claims.check(own, self.run_id, self.me)
                self._tell(own)
                return deed(own)

        begun = time.monotonic()
        done = in_front(turn)
        background.rest(time.monotonic() - begun)
        self.let_others()
        return done

    def take_many(self, deeds: Iterable[Deed[object]], connection: Connection | None = None) -> None:
        """One short deed after the other, several in one transaction while nobody waits."""
        left = deque(deeds)

        def some(connection: Connection) -> None:
            for [deed] in self.some(left):
                deed(connection)

        while left:
            self.take(some, connection)

    def some(self, left: deque[T], *, together: int = 1) -> Iterator[list[T]]:
        """Parts of what is left to do, for one transaction; those of a list, `together`, may be one deed.

        Much while nobody waits to write, little for a while after somebody did.
        """
        done = 0
        while left:
            gentle = time.monotonic() - self._waited_at < LATELY_SECONDS
            most, at_once = (GENTLE, 1) if gentle else (BRISK, together)
            if done >= most:
                return
            some = [left.popleft() for _ in range(min(len(left), at_once))]
            done += len(some)
            yield some
            if somebody_waits(db.engine):
                self._waited_at = time.monotonic()
                return

    def let_others(self) -> None:
        """Wait, between two writes, for whoever waits to write."""
        give_way(db.engine)

    def _tell(self, connection: Connection) -> None:
        """That somebody is at it, now and then."""
        if time.monotonic() - self._told_at > TOLD_EVERY_SECONDS:
            self._told_at = time.monotonic()
            claims.note(connection, self.run_id, self.me, claimed_at=clock.now(), **self._progress())


@contextmanager
def _writing(connection: Connection | None) -> Iterator[Connection]:
    if connection is None:
        with record() as own:
            yield own
    else:
        with connection.begin():
            yield connection
