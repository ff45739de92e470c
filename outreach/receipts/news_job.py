"""The job that tells businesses what is new after the register has changed, and each day what is late."""

from datetime import date

from sqlalchemy import select

from outreach import clock
from outreach.database import db, reading
from outreach.receipts import news
from outreach.receipts.actions import tell_business
from outreach.revisions import REGISTER, Revision

_told: dict[str, tuple[int, date] | None] = {"after": None}  # of this worker; another one looks once more


def tell_when_changed() -> int:
    """Tell every business that wants it, one transaction each; else one small read. How many news."""
    with reading() as connection:
        number = connection.scalar(select(Revision.number).where(Revision.name == REGISTER)) or 0
    now = (number, clock.today())
    if _told["after"] == now:
        return 0
    told = 0
    for business_id in news.businesses_that_want():
        told += tell_business(business_id)
        db.session.commit()
    db.session.rollback()
    _told["after"] = now
    return told
