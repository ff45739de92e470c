"""Reads of where copies went, and of the business that somebody means who types fast."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import find_business, holds
from outreach.database import db
from outreach.identifiers import tax_code_of
from outreach.leaflets.models import Handout

SHORTEST = 3  # letters of a name that may stand for a whole one
MOST_NAMED = 8


class HandoutLine(NamedTuple):
    """Copies that went to a business or a place."""

    id: int
    business_id: int | None
    business: str | None
    tax_code: str | None
    zone: str | None
    place: str | None
    quantity: int
    handed_on: date
    taken_back: int | None
    recorded_at: datetime
    recorded_by: str | None


class Named(NamedTuple):
    """A business that what was typed may mean."""

    id: int
    name: str
    tax_code: str | None
    own_code: str | None


def handouts_of(batch_id: int) -> list[HandoutLine]:
    """Where a batch's copies went, recorded last first."""
    rows = db.session.execute(
        select(
            Handout.id, Handout.business_id, Business.name, Business.tax_code, Zone.name, Handout.place,
            Handout.quantity, Handout.handed_on, Handout.taken_back, Handout.recorded_at, User.name,
        )
        .outerjoin(Business, Business.id == Handout.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(User, User.id == Handout.recorded_by_id)
        .where(Handout.batch_id == batch_id)
        .order_by(Handout.recorded_at.desc(), Handout.id.desc())
    )  # fmt: skip
    return [HandoutLine(*row) for row in rows]


def get_handout(batch_id: int, handout_id: int) -> Handout | None:
    """One handout of a batch."""
    return db.session.scalar(select(Handout).where(Handout.id == handout_id, Handout.batch_id == batch_id))


def businesses_named(typed: str) -> list[Named]:
    """Whom a tax code, an own code or a name means: one when it is clear, several to choose from, or none."""
    tax_code = tax_code_of(typed)
    exact = find_business(tax_code=tax_code, own_code=typed, name=None if tax_code else typed)
    if exact is not None:
        return [Named(exact.id, exact.name, exact.tax_code, exact.own_code)]
    if tax_code or len(typed) < SHORTEST:
        return []
    columns = select(Business.id, Business.name, Business.tax_code, Business.own_code)
    rows = db.session.execute(columns.where(holds(typed)).order_by(Business.name_sort).limit(MOST_NAMED))
    return [Named(*row) for row in rows]
