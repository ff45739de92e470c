"""What is wiped on schedule: runs that somebody walked away from, and the names of seats."""

from sqlalchemy import null, select, update

from outreach import clock
from outreach.database import record
from outreach.practice import rules
from outreach.practice.models import PracticeRoom, PracticeRun


def sweep() -> int:
    """End runs that stood still too long and wipe them; close forgotten rooms; forget who sat where.

    Gives how many runs were wiped.
    """
    at = clock.now()
    gone = select(PracticeRoom.id).where(PracticeRoom.closed_at < at - rules.KEEP_SEATS)
    with record() as connection:
        wiped = connection.execute(
            update(PracticeRun)
            .where(PracticeRun.ended_at.is_(None), PracticeRun.moved_at < at - rules.KEEP_RUN)
            .values(state=null(), user_id=None, needs_help_since=None, ended_at=at)
        )
        connection.execute(
            update(PracticeRoom)
            .where(PracticeRoom.closed_at.is_(None), PracticeRoom.opened_at < at - rules.KEEP_ROOM)
            .values(closed_at=at)
        )
        connection.execute(
            update(PracticeRun)
            .where(PracticeRun.room_id.in_(gone), PracticeRun.seat.is_not(None))
            .where(PracticeRun.ended_at.is_not(None))
            .values(seat=None)
        )
    return wiped.rowcount
