"""One business, read as a row: the page is looked at all day."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from outreach.businesses.models import Business, Contact, Zone
from outreach.database import db


class BusinessFacts(NamedTuple):
    """What stands at the head of a business's page."""

    id: int
    name: str
    tax_code: str | None
    own_code: str | None
    employees: int | None
    provisional: bool
    active: bool
    note: str | None
    zone: str | None
    zone_id: int | None
    contacts: int


def business_facts(business_id: int) -> BusinessFacts | None:
    """The business with its zone and its number of contacts; None when there is none of that id."""
    row = db.session.connection().execute(_FACTS, {"business_id": business_id}).one_or_none()
    return BusinessFacts(*row) if row else None


_CONTACTS = (
    select(func.count())
    .where(Contact.business_id == Business.id, Contact.left_on.is_(None))
    .scalar_subquery()
)
# Built once: building the statement costs more than running it.
_FACTS = (
    select(
        Business.id, Business.name, Business.tax_code, Business.own_code, Business.employees,
        Business.provisional, Business.active, Business.note, Zone.name.label("zone"), Business.zone_id,
        _CONTACTS.label("contacts"),
    )
    .outerjoin(Zone, Zone.id == Business.zone_id)
    .where(Business.id == bindparam("business_id"))
)  # fmt: skip
