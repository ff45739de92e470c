"""What the lists of interventions hold, as other connections see them."""

from datetime import date

from sqlalchemy import select

from outreach.campaigns.models import Attendance, ExposureRecord
from outreach.database import db

DAY = date(2026, 3, 5)
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def attendances() -> dict[int, int]:
    """Business → people, as other connections see them."""
    db.session.rollback()
    rows = db.session.execute(select(Attendance.business_id, Attendance.people))
    return {row.business_id: row.people for row in rows}


def exposures() -> list[tuple[int, date, str, bool]]:
    """Business, day, way and offer."""
    db.session.rollback()
    columns = (
        ExposureRecord.business_id,
        ExposureRecord.exposed_on,
        ExposureRecord.how,
        ExposureRecord.offered,
    )
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(ExposureRecord.id))]
