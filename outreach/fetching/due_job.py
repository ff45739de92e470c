"""The worker's part: a process for each source that is due, one after the other; and letters to owners."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from outreach import background, clock
from outreach.accounts.letters import can_be_sent
from outreach.database import db, reading
from outreach.fetching import claims, letters, queries
from outreach.fetching.deciding_job import decide_what_came
from outreach.fetching.models import RegisterSource
from outreach.outbox.actions import queue_email


def fetch_due() -> int:
    """Fetch what is due, decide what came, tell owners of trouble; how many sources were asked."""
    claims.release_dead()
    decide_what_came()
    looked_at = clock.now()
    with reading() as connection:
        due = queries.due(connection, looked_at)
    for source_id in due:
        background.run_in_a_process("fetch-run", "--", str(source_id), longest=claims.LONGEST)
    if due:
        claims.release_dead()
        put_off(due, looked_at)
    tell_owners()
    return len(due)


def put_off(asked: list[int], since: datetime) -> None:
    """A process that could not even begin is not started again and again.

    One that has begun `since` is asked for anew, by somebody who pressed the button meanwhile.
    """
    with reading() as connection:
        begun = queries.begun_since(connection, since)
        still = {*queries.due(connection, clock.now())}.intersection(asked) - begun
    for source_id in sorted(still):
        me = background.this_process()
        claimed = claims.claim(source_id, me)
        if claimed is not None:
            claims.settle(claimed, me, claims.Result("stopped"))


def tell_owners() -> int:
    """Write about sources that failed thrice in a row, or have brought nothing for too long; once.

    The owner hears of it; where there is none (any more), officers do. Gives of how many sources.
    """
    if not can_be_sent():
        return 0
    at = clock.now()
    with reading() as connection:
        rows = queries.to_tell(connection, at)
        why = {row.id: queries.last_failure(connection, row.id) for row in rows if row.failing}
        others = queries.officers(connection) if any(row.email is None for row in rows) else ()
    return sum(_tell(row, [row] if row.email else others, why.get(row.id), at) for row in rows)


def _tell(row: Any, people: Sequence[Any], why: str | None, at: datetime) -> bool:
    """Letters and the mark that they were written: both or neither."""
    if not people:  # whoever comes later hears of it
        return False
    marks = [
        column for column, told in (("told_failing_at", row.failing), ("told_quiet_at", row.quiet)) if told
    ]
    untold = [getattr(RegisterSource, column).is_(None) for column in marks]
    claimed = db.session.execute(
        update(RegisterSource)
        .where(RegisterSource.id == row.id, *untold)
        .values(dict.fromkeys(marks, at))
        .execution_options(synchronize_session=False)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        return False
    for person in people:
        subject, body = letters.trouble(row, why, person)
        queue_email(address=person.email, subject=subject, body=body)
    db.session.commit()
    return True
