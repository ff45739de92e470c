"""A person who asked at a dialogue, as staff wrote it down."""

from typing import Any

from sqlalchemy import or_, select

from outreach.businesses.personal import Person
from outreach.campaigns.models import Question
from outreach.database import db


def collect(person: Person) -> list[dict[str, Any]]:
    """Questions written down under their name."""
    if person.released:
        return []
    return [{"asked_by": one.asked_by, "question": one.text} for one in _theirs(person)]


def erase(person: Person) -> None:
    """Their name and phone go; the question and its answer stay."""
    for one in _theirs(person):
        one.asked_by, one.text = person.without(one.asked_by), person.without(one.text) or ""
    db.session.flush()


def _theirs(person: Person) -> list[Question]:
    named = [
        column.contains(words, autoescape=True)
        for column in (Question.asked_by, Question.text)
        for words in person.words()
    ]
    if not named or person.business_id is None:
        return []
    here = Question.business_id == person.business_id
    return list(db.session.scalars(select(Question).where(here, or_(*named)).order_by(Question.id)))
