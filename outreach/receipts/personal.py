"""A person who entered codes: for the file they may ask for, and taking them out of it."""

from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update

from outreach.businesses.personal import Person
from outreach.database import db
from outreach.receipts.models import NewsWish, Receipt


def collect(person: Person) -> list[dict[str, Any]]:
    """The codes they entered."""
    rows = db.session.scalars(select(Receipt).where(_theirs(person)).order_by(Receipt.id))
    return [{"code": one.code, "at": one.entered_at.isoformat(), "phone": one.phone} for one in rows]


def erase(person: Person) -> None:
    """The phone, the private link and what a clerk wrote to them go, and news end; the code stays."""
    nothing = {"phone": None, "tax_code": None, "key_hash": None, "note": None}
    statement = update(Receipt).where(_theirs(person)).values(**nothing)
    db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.execute(delete(NewsWish).where(NewsWish.user_id.in_(person.accounts())))


def _theirs(person: Person) -> ColumnElement[bool]:
    entered = person.whose(Receipt.business_id, Receipt.phone)
    return or_(Receipt.user_id.in_(person.accounts()), entered)
