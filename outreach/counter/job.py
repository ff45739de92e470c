"""The job that looks the codes of helps up after the register has changed: imports know nothing of them."""

from sqlalchemy import select

from outreach.counter.actions import match_helps
from outreach.database import db, reading
from outreach.revisions import REGISTER, Revision

_matched: dict[str, int | None] = {"revision": None}  # of this worker; another one looks once more


def match_when_changed() -> int:
    """Look all codes up when the register has moved on; else one small read. Gives how many matched."""
    now = _revision()
    if _matched["revision"] == now:
        return 0
    found = match_helps()
    db.session.commit()
    _matched["revision"] = now
    return found


def _revision() -> int:
    with reading() as connection:
        return connection.scalar(select(Revision.number).where(Revision.name == REGISTER)) or 0
