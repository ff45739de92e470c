"""A trainer's room: opened, joined, closed."""

import secrets
from datetime import datetime

from sqlalchemy import select

from outreach import clock
from outreach.businesses.queries import find_business
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.i18n import lazy_gettext as _l
from outreach.practice import queries, rules
from outreach.practice.actions.runs import KEY_BYTES, count_in, start_run
from outreach.practice.models import PracticeRoom, PracticeRun
from outreach.refusals import Refused


def open_room(*, procedure_id: int, intervention_id: int | None, opened_by_id: int | None) -> PracticeRoom:
    """Open a room for a procedure, on its own or within a training; Refused without such a procedure."""
    if db.session.get(Procedure, procedure_id) is None:
        raise Refused(_l("Anh/Chị chọn một thủ tục trong danh sách."), "procedure")
    room = PracticeRoom(
        public_id=secrets.token_urlsafe(KEY_BYTES), code=_free_code(), procedure_id=procedure_id,
        intervention_id=intervention_id, opened_at=clock.now(), opened_by_id=opened_by_id,
    )  # fmt: skip
    db.session.add(room)
    db.session.flush()
    return room


def take_seat(
    room: PracticeRoom, *, seat: str, tax_code: str | None, user_id: int | None, business_id: int | None
) -> PracticeRun:
    """Sit down in an open room; a person's own business counts before a tax code that was typed.

    A tax code that the portal does not know yet leaves the seat without a business. One that somebody typed
    without an account counts only once the trainer has confirmed the seat.
    """
    if room.closed_at is not None:
        raise Refused(_l("Phòng này đã đóng. Anh/Chị vẫn có thể tự thực hành một mình."))
    if business_id is None and tax_code:
        business = find_business(tax_code=tax_code)
        business_id = business.id if business else None
    return start_run(
        procedure_id=room.procedure_id, user_id=user_id, business_id=business_id, room_id=room.id,
        seat=rules.seat_name(seat),
    )  # fmt: skip


def confirm_seats(room: PracticeRoom, run: PracticeRun | None = None) -> int:
    """Count a seat that waits for the trainer to say who sat there, or all of a room; how many."""
    waiting = [one for one in queries.to_confirm(room) if run is None or one.id == run.id]
    for one in waiting:
        count_in(one)
    return len(waiting)


def close_room(room: PracticeRoom, at: datetime | None = None) -> None:
    """Let nobody else in; whoever sits there may finish."""
    room.closed_at = room.closed_at or at or clock.now()
    db.session.flush()


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))
        if db.session.scalar(select(PracticeRoom.id).where(PracticeRoom.code == code)) is None:
            return code
