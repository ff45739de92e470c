"""Taking and giving back seats. The number taken changes only by one UPDATE that carries its own limit."""

from typing import Any

from sqlalchemy import or_, select, update

from outreach import clock
from outreach.database import db
from outreach.trainings.actions import telling
from outreach.trainings.models import Registration, Session
from outreach.trainings.rules import REGISTERED, WAITING
from outreach.trainings.rules.seats import Party, free_seats, moves_up


def lock(session: Session) -> None:
    """Let nobody else change this session's seats until the deed is done, and see it as it is now.

    Without it, somebody who finds no seat and waits could be overlooked by somebody who cancels just then.
    SQLite has one writer anyway.
    """
    row = select(Session).where(Session.id == session.id).with_for_update()
    db.session.scalars(row, execution_options={"populate_existing": True}).one()


def take(session: Session, seats: int) -> bool:
    """Take this many seats, all or none; whether there were so many. A negative number gives seats back."""
    taken = Session.seats_taken + seats
    statement = update(Session).where(Session.id == session.id)
    if seats > 0:
        statement = statement.where(
            Session.cancelled_at.is_(None), or_(Session.capacity.is_(None), taken <= Session.capacity)
        )
    result: Any = db.session.execute(
        statement.values(seats_taken=taken), execution_options={"synchronize_session": False}
    )
    db.session.refresh(session, ["seats_taken"])
    return bool(result.rowcount)


def move_up(session: Session) -> list[Registration]:
    """Give free seats to those who wait, by the rule; who got one. After the beginning nobody moves."""
    if session.cancelled_at is not None or clock.now() >= session.starts_at:
        return []
    statement = (
        select(Registration)
        .where(Registration.session_id == session.id, Registration.state == WAITING)
        .order_by(Registration.waiting_since, Registration.id)
    )
    waiting = {one.id: one for one in db.session.scalars(statement)}
    parties = [Party(one.id, one.seats) for one in waiting.values()]
    moved = []
    for id in moves_up(free_seats(session.capacity, session.seats_taken), parties):
        party = waiting[id]
        if take(session, party.seats):
            party.state, party.moved_up_at = REGISTERED, clock.now()
            moved.append(party)
    db.session.flush()
    if moved:
        telling.tell(session, "moved_up", moved)
    return moved
