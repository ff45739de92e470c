"""A person who asked at a step or finished a guide: for the file they may ask for, and taking them out."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from outreach.businesses.personal import Person
from outreach.database import db
from outreach.tutorials.models import Completion, StepReport

NAMELESS = "…"  # a business still sees that somebody of it finished a guide


def collect(person: Person) -> list[dict[str, Any]]:
    """What they asked or reported at steps, and the guides they finished."""
    rows = db.session.scalars(select(StepReport).where(_theirs(person)).order_by(StepReport.id))
    asked = [
        {"at": one.asked_at.isoformat(), "kind": one.kind, "question": one.question, "phone": one.phone}
        for one in rows
    ]
    done = db.session.scalars(select(Completion).where(_finished(person)).order_by(Completion.id))
    finished = [{"finished": one.completed_on.isoformat(), "name": one.person} for one in done]
    return [*asked, *finished]


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
    for statement in (
        update(StepReport).where(_theirs(person)).values(**nothing),
        update(Completion).where(_finished(person)).values(person=NAMELESS),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _theirs(person: Person) -> ColumnElement[bool]:
    asked = person.whose(StepReport.business_id, StepReport.phone)
    return or_(StepReport.user_id.in_(person.accounts()), asked)


def _finished(person: Person) -> ColumnElement[bool]:
    named = and_(Completion.business_id == person.business_id, Completion.person == (person.name or ""))
    return or_(Completion.user_id.in_(person.accounts()), named)
