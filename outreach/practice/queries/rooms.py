"""Reads for trainers: a room, its seats, how fast it got through the steps."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import joinedload

from outreach.businesses.models import Business
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.i18n import gettext as _
from outreach.practice import rules
from outreach.practice.models import PracticeRoom, PracticeRun

_WAITING = (
    PracticeRun.step == rules.DONE,
    PracticeRun.ended_at.is_not(None),
    PracticeRun.finished_at.is_(None),
    PracticeRun.business_id.is_not(None),
)


class RoomLine(NamedTuple):
    """A room in the list of rooms."""

    key: str
    code: str
    procedure: str
    opened_at: datetime
    closed_at: datetime | None
    seats: int
    finished: int


def get_room(key: str) -> PracticeRoom | None:
    """The room with this address, with its procedure."""
    statement = select(PracticeRoom).where(PracticeRoom.public_id == key)
    return db.session.scalar(statement.options(joinedload(PracticeRoom.procedure)))


def find_open_room(code: str, at: datetime) -> PracticeRoom | None:
    """The open room with the code that somebody typed or scanned."""
    read = rules.read_code(code)
    if read is None:
        return None
    statement = select(PracticeRoom).where(
        PracticeRoom.code == read,
        PracticeRoom.closed_at.is_(None),
        PracticeRoom.opened_at > at - rules.KEEP_ROOM,
    )
    return db.session.scalar(statement.options(joinedload(PracticeRoom.procedure)))


def list_rooms(*, limit: int = 20) -> Sequence[RoomLine]:
    """Rooms with their seats: open ones first, then the newest."""
    finished = func.count(case((PracticeRun.step == rules.DONE, PracticeRun.id)))
    rows = db.session.execute(
        select(
            PracticeRoom.public_id, PracticeRoom.code, Procedure.name, PracticeRoom.opened_at,
            PracticeRoom.closed_at, func.count(PracticeRun.id), finished,
        )
        .join(Procedure, Procedure.id == PracticeRoom.procedure_id)
        .outerjoin(PracticeRun, PracticeRun.room_id == PracticeRoom.id)
        .group_by(PracticeRoom.id, Procedure.id)
        .order_by(PracticeRoom.closed_at.is_not(None), PracticeRoom.opened_at.desc(), PracticeRoom.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [RoomLine(*row) for row in rows]


def seats(room: PracticeRoom, at: datetime) -> list[rules.Seat]:
    """The seats of a room as they stand now, who needs somebody first; one statement."""
    rows = db.session.execute(
        select(
            PracticeRun.id, PracticeRun.seat, Business.name, PracticeRun.step, PracticeRun.mistakes,
            PracticeRun.moved_at, PracticeRun.needs_help_since, PracticeRun.ended_at,
            and_(*_WAITING).label("to_confirm"),
        )
        .outerjoin(Business, Business.id == PracticeRun.business_id)
        .where(PracticeRun.room_id == room.id)
        .order_by(PracticeRun.id)
    ).all()  # fmt: skip
    places = {rules.forgotten_seat(row.id): number for number, row in enumerate(rows, 1)}
    found = [
        rules.Seat(
            run_id=row.id,
            name=_("Chỗ %(number)s", number=places.get(row.seat or "", number))
            if row.seat is None or row.seat in places
            else row.seat,
            business=row.name,
            step=row.step,
            mistakes=row.mistakes,
            at_step=at - row.moved_at,
            needs_help=row.needs_help_since is not None and row.ended_at is None,
            finished=row.step == rules.DONE,
            to_confirm=bool(row.to_confirm),
            ended=row.ended_at is not None or at - row.moved_at > rules.KEEP_RUN,
        )
        for number, row in enumerate(rows, 1)
    ]
    return rules.by_need(found)


def seat_of(room: PracticeRoom, run_id: int | None) -> PracticeRun | None:
    """One seat of a room, for writing."""
    statement = select(PracticeRun).where(PracticeRun.id == run_id, PracticeRun.room_id == room.id)
    return db.session.scalar(statement.with_for_update())


def to_confirm(room: PracticeRoom) -> Sequence[PracticeRun]:
    """Seats that came through with a typed tax code and that nobody has confirmed yet, for writing."""
    statement = select(PracticeRun).where(PracticeRun.room_id == room.id, *_WAITING).order_by(PracticeRun.id)
    return db.session.scalars(statement.with_for_update()).all()


def paces_of(room: PracticeRoom) -> list[rules.Pace]:
    """How a room got through each step, in their order."""
    rows = db.session.execute(
        select(PracticeRun.pace, PracticeRun.step, PracticeRun.step == rules.DONE)
        .where(PracticeRun.room_id == room.id)
        .order_by(PracticeRun.id)
    )
    return rules.paces([(pace, step, finished) for pace, step, finished in rows])
