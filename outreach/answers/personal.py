"""A person whom an answer on its way still names: for the file they may ask for, and taking them out of it.

What everybody reads is not touched: nobody could approve it while it said who had asked.
"""

from typing import Any

from sqlalchemy import or_, select

from outreach.answers import rules
from outreach.answers.actions.writing import refold
from outreach.answers.models import Answer
from outreach.businesses.personal import Person
from outreach.database import db


def collect(person: Person) -> list[dict[str, Any]]:
    """Drafts that name them; staff's own work."""
    if person.released:
        return []
    return [{"question": one.question, "answer": one.answer} for one in _theirs(person)]


def erase(person: Person) -> None:
    """Their name and phone go; question and answer stay."""
    for one in _theirs(person):
        one.question, one.answer = person.without(one.question) or "", person.without(one.answer) or ""
        refold(one)
    db.session.flush()


def _theirs(person: Person) -> list[Answer]:
    named = [
        column.contains(words, autoescape=True)
        for column in (Answer.question, Answer.answer)
        for words in person.words()
    ]
    if not named:
        return []
    unseen = Answer.state != rules.PUBLISHED
    return list(db.session.scalars(select(Answer).where(unseen, or_(*named)).order_by(Answer.id)))
