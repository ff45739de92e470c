"""What is wiped on schedule: runs that somebody walked away from, and the names of seats."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, null, select, update

from outreach import clock
from outreach.database import record
from outreach.practice import rules
from outreach.practice.models import PracticeRoom, PracticeRun


def sweep() -> int:
    """End runs that stood still too long and wipe them; close forgotten rooms; forget who sat where.

    Gives how many runs were wiped.
    """
    at = clock.now()
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
        _forget_names(connection, at - rules.KEEP_SEATS)
    return wiped.rowcount


def _forget_names(connection: Connection, closed_before: datetime) -> None:
    """Forget who sat where, but not which runs were one person's: confirmed later, they count once."""
    run, room = PracticeRun, PracticeRoom
    named = (
        select(run.id, run.room_id, run.business_id, run.seat, run.ended_at)
        .join(room, room.id == run.room_id)
        .where(
            room.closed_at < closed_before, run.seat.is_not(None), run.seat.not_like(f"{rules.FORGOTTEN}%")
        )
    )
    people: dict[tuple[object, ...], list[Any]] = {}
    for row in connection.execute(named.order_by(run.id)):
        people.setdefault((row.room_id, row.business_id, row.seat), []).append(row)
    for runs in people.values():
        if any(one.ended_at for one in runs):  # who still practises keeps the name
            own = update(run).where(run.id.in_([one.id for one in runs]))
            connection.execute(own.values(seat=rules.forgotten_seat(runs[0].id)))
