"""A person of a training: for the file they may ask for, and taking them out of it."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, literal, or_, select, update

from outreach import clock
from outreach.businesses.personal import Person
from outreach.database import db
from outreach.trainings.models import Certificate, Participant, Registration, Session, SessionMail

QUIETLY = {"synchronize_session": False}


def collect(person: Person) -> list[dict[str, Any]]:
    """The sessions they were expected at."""
    rows = db.session.execute(
        select(
            Participant.name, Participant.job, Participant.phone, Participant.checked_in_at, Session.starts_at
        )
        .join(Session, Session.id == Participant.session_id)
        .where(_theirs(person))
        .order_by(Participant.id)
    )
    return [
        {
            "name": row.name, "job": row.job, "phone": row.phone, "session": row.starts_at.isoformat(),
            "came": row.checked_in_at is not None,
        }
        for row in rows
    ]  # fmt: skip


def erase(person: Person) -> None:
    """Names and numbers go, certificates end; who came is counted as before."""
    theirs = select(Participant.id).where(_theirs(person))
    certified = Certificate.participant_id.in_(theirs)
    nobody = {"name": None, "name_folded": None, "job": None, "phone": None}
    reached = {"contact_name": None, "contact_phone": None, "contact_email": None}
    mark = literal("#") + cast(SessionMail.id, String)
    for statement in (
        update(Certificate).where(certified).values(name="", revoked_at=clock.now()),
        update(Participant).where(_theirs(person)).values(**nobody),
        update(Registration).where(_registered(person)).values(**reached),
        update(SessionMail).where(SessionMail.address == (person.email or "")).values(address=mark),
    ):
        db.session.execute(statement, execution_options=QUIETLY)


def _theirs(person: Person) -> ColumnElement[bool]:
    named = and_(Participant.name.is_not(None), Participant.name == person.name)
    by_name = and_(Participant.business_id == person.business_id, named)
    return or_(by_name, person.whose(Participant.business_id, Participant.phone))


def _registered(person: Person) -> ColumnElement[bool]:
    here = Registration.business_id == person.business_id
    by_name = and_(here, Registration.contact_name.is_not(None), Registration.contact_name == person.name)
    by_mail = and_(here, Registration.contact_email == (person.email or ""))
    return or_(by_name, by_mail, person.whose(Registration.business_id, Registration.contact_phone))
