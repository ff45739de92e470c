"""A person of a business who writes by Zalo: for the file they may ask for, and taking them out of it."""

from typing import Any

from sqlalchemy import select

from outreach import clock
from outreach.businesses.personal import Person
from outreach.database import db
from outreach.zalo.actions.withdrawing import forget
from outreach.zalo.models import ZaloPerson


def collect(person: Person) -> list[dict[str, Any]]:
    """Which Zalo account is theirs, and what it gave; what they wrote is the helpdesk's."""
    return [
        {
            "zalo_user_id": one.zalo_user_id, "name": one.name, "phone": one.phone,
            "last_interaction_at": one.last_interaction_at and one.last_interaction_at.isoformat(),
        }
        for one in _theirs(person)
    ]  # fmt: skip


def erase(person: Person) -> int:
    """As if they had withdrawn their consent at Zalo; how many accounts."""
    found = _theirs(person)
    for one in found:
        forget(one, clock.now())
    return len(found)


def _theirs(person: Person) -> list[ZaloPerson]:
    """Matched to their business, under their phone."""
    if person.phone is None:
        return []
    whose = (ZaloPerson.business_id == person.business_id, ZaloPerson.phone == person.phone)
    return list(db.session.scalars(select(ZaloPerson).where(*whose).order_by(ZaloPerson.id)))
