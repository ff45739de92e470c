"""A person met on a visit, or promised something, as staff wrote it down."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from outreach.businesses.personal import Person
from outreach.database import db
from outreach.visits.models import Promise, VisitStop


def collect(person: Person) -> list[dict[str, Any]]:
    """Visits and promises whose notes name them."""
    if person.released:
        return []
    visits = [{"met": one.met, "note": one.note} for one in _stops(person)]
    return [*visits, *({"promise": one.text, "outcome": one.outcome} for one in _promises(person))]


def erase(person: Person) -> None:
    """Their name and phone go from the notes; the rest of the notes stays."""
    for stop in _stops(person):
        stop.met, stop.note = person.without(stop.met), person.without(stop.note)
    for promise in _promises(person):
        promise.text, promise.outcome = person.without(promise.text) or "", person.without(promise.outcome)
    db.session.flush()


def _stops(person: Person) -> Sequence[VisitStop]:
    here = select(VisitStop).where(VisitStop.business_id == person.business_id)
    return db.session.scalars(here.where(_names(person, VisitStop.met, VisitStop.note))).all()


def _promises(person: Person) -> Sequence[Promise]:
    here = select(Promise).where(Promise.business_id == person.business_id)
    return db.session.scalars(here.where(_names(person, Promise.text, Promise.outcome))).all()


def _names(person: Person, *columns: Any) -> ColumnElement[bool]:
    if person.business_id is None:
        return false()
    return or_(
        false(),
        *(column.contains(words, autoescape=True) for column in columns for words in person.words()),
    )
