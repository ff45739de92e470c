"""The job that looks waiting codes up after the register has changed: imports know nothing of receipts."""

from sqlalchemy import select

from outreach.database import db, reading
from outreach.receipts.actions import match_register
from outreach.revisions import REGISTER, Revision

_matched: dict[str, int | None] = {"revision": None}  # of this worker; another one looks once more


def match_when_changed() -> int:
    """Look all codes up when an import (or a deed) has moved the register on; else one small read."""
    with reading() as connection:
        now = connection.scalar(select(Revision.number).where(Revision.name == REGISTER)) or 0
    if _matched["revision"] == now:
        return 0
    found = match_register()
    db.session.commit()
    _matched["revision"] = now
    return found
