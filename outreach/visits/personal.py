"""A person met on a visit, as staff wrote it down."""

from typing import Any

from sqlalchemy import or_, select

from outreach.businesses.personal import Person
from outreach.database import db
from outreach.visits.models import VisitStop


def collect(person: Person) -> list[dict[str, Any]]:
    """Visits whose notes name them."""
    if person.released:
        return []
    return [{"met": one.met, "note": one.note} for one in _theirs(person)]


def erase(person: Person) -> None:
    """Their name and phone go from the notes; the rest of the notes stays."""
    for one in _theirs(person):
        one.met, one.note = person.without(one.met), person.without(one.note)
    db.session.flush()


def _theirs(person: Person) -> list[VisitStop]:
    named = [
        column.contains(words, autoescape=True)
        for column in (VisitStop.met, VisitStop.note)
        for words in person.words()
    ]
    if not named or person.business_id is None:
        return []
    here = VisitStop.business_id == person.business_id
    return list(db.session.scalars(select(VisitStop).where(here, or_(*named)).order_by(VisitStop.id)))
