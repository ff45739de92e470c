"""What the database holds after a page was asked."""

from typing import Any

from sqlalchemy import inspect, select

from outreach.accounts.models import AccessRecord
from outreach.database import db


def fresh(model: Any, thing: Any) -> Any:
    """The row as other connections see it now."""
    own_id = inspect(thing).identity
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(model, own_id)


def looked() -> list[tuple[str, str | None]]:
    """What was recorded."""
    db.session.rollback()
    rows = db.session.execute(select(AccessRecord.what, AccessRecord.object_id).order_by(AccessRecord.id))
    return [(row.what, row.object_id) for row in rows]
