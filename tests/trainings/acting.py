"""Sessions of today, those who take part in them, and what became of it."""

from datetime import timedelta

from sqlalchemy import select

from outreach import clock
from outreach.campaigns.models import Attendance
from outreach.database import db
from outreach.trainings.actions import registering
from outreach.trainings.models import Registration, Session
from tests import factories


def take_part(session: Session, seats: int = 1, of: int | None = None, **values: object) -> Registration:
    values.setdefault("how", "portal")
    return registering.register(
        session=session, business_id=of or factories.business().id, seats=seats, **values
    )  # type: ignore[arg-type]


def today(**values: object) -> Session:
    """A session that began a minute ago."""
    return factories.session(starts_at=clock.now() - timedelta(minutes=1), **values)


def attendance(session: Session) -> dict[int, int]:
    rows = db.session.execute(
        select(Attendance.business_id, Attendance.people).where(
            Attendance.intervention_id == session.intervention_id
        )
    )
    return {id: people for id, people in rows}  # noqa: C416 (rows are not pairs to a type checker)
