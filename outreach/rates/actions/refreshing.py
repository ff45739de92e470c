"""The worker's look at the ledger: is it stale, have the data come to rest, is it time to try again?"""

from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from outreach import background, clock
from outreach.database import reading, record
from outreach.i18n import gettext as _
from outreach.rates.actions.ledger import Look, look_at
from outreach.rates.models import LedgerRun
from outreach.rates.queries.ledger import LONGEST

# After so many failures since the last success the next try waits that long; an interruption or two is none.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 30, 60))
INTERRUPTIONS_FORGIVEN = 2
MOST_LOOKS = 12  # while the data keep changing; then the ledger is computed all the same


class Settling:
    """Waits while a file or a list is being entered: a revision must be the same at two looks on end."""

    def __init__(self) -> None:
        self._revision: int | None = None
        self._looks = 0

    def settled(self, revision: int) -> bool:
        """Whether the data rested since the last look, or have not for too long."""
        self._looks += 1
        if revision == self._revision or self._looks > MOST_LOOKS:
            self._looks = 0
            return True
        self._revision = revision
        return False


_settling = Settling()  # of the one worker; a new one waits a look longer


def refresh_ledger(settling: Settling = _settling) -> bool:
    """Start a process that computes the ledger when the data have changed; whether one was started."""
    with reading() as connection:
        look, last = look_at(connection), _newest_id(connection)
    if not is_due(look) or not settling.settled(look.revision):
        return False
    background.run_in_a_process("ledger-run", longest=LONGEST)
    with record() as connection:
        if _newest_id(connection) == last:
            _note_false_start(connection, look.revision)
    return True


def is_due(look: Look) -> bool:
    """Whether it is time to compute: not while somebody does, nor soon after a failure."""
    if not look.stale or look.running:
        return False
    if not look.since:
        return True
    failures = sum(run.state == "failed" for run in look.since)
    interruptions = len(look.since) - failures
    strikes = failures + max(0, interruptions - INTERRUPTIONS_FORGIVEN)
    ended = max(run.finished_at or run.started_at for run in look.since)
    return bool(clock.now() - ended >= PAUSES[min(strikes, len(PAUSES) - 1)])


def _note_false_start(connection: Connection, revision: int) -> None:
    """A process that ended before it could claim anything is a failure too."""
    at = clock.now()
    connection.execute(
        insert(LedgerRun).values(
            state="failed", fault=_("Chưa khởi động được việc tính."), revision=revision, done=0,
            claimed_by=background.this_process(), started_at=at, finished_at=at,
        )
    )  # fmt: skip


def _newest_id(connection: Connection) -> int:
    return connection.scalar(select(func.max(LedgerRun.id))) or 0
