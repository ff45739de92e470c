"""A person who asked at a step: for the file they may ask for, and taking them out of it."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from outreach.businesses.personal import Person
from outreach.database import db
from outreach.tutorials.models import StepReport


def collect(person: Person) -> list[dict[str, Any]]:
    """What they asked or reported at steps."""
    rows = db.session.scalars(select(StepReport).where(_theirs(person)).order_by(StepReport.id))
    return [
        {"at": one.asked_at.isoformat(), "kind": one.kind, "question": one.question, "phone": one.phone}
        for one in rows
    ]


def erase(person: Person) -> None:
    """Their words and numbers go, also where they stood at the step for all; that somebody asked stays."""
    nothing = {
        "question": "",
        "answer": None,
        "shown": False,
        "phone": None,
        "tax_code": None,
        "key_hash": None,
    }
    statement = update(StepReport).where(_theirs(person)).values(**nothing)
    db.session.execute(statement, execution_options={"synchronize_session": False})


def _theirs(person: Person) -> ColumnElement[bool]:
    asked = person.whose(StepReport.business_id, StepReport.phone)
    return or_(StepReport.user_id.in_(person.accounts()), asked)
