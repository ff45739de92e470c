"""Certifying that somebody was there, and taking that back."""

from sqlalchemy import select

from outreach import clock
from outreach.businesses.models import Business
from outreach.database import db
from outreach.trainings.actions.seats import lock
from outreach.trainings.models import Certificate, Participant, Session
from outreach.trainings.rules.certificates import new_code


def issue(*, session: Session, by: int | None) -> int:
    """One for everybody present whose name is known and who has none yet; how many were made.

    Name, unit and title are copied: what was certified stays readable when the rest changes.
    """
    lock(session)
    certified = select(Certificate.participant_id).where(Certificate.participant_id.is_not(None))
    statement = (
        select(Participant, Business.name)
        .outerjoin(Business, Business.id == Participant.business_id)
        .where(
            Participant.session_id == session.id,
            Participant.checked_in_at.is_not(None),
            Participant.name.is_not(None),
            Participant.id.not_in(certified),
        )
        .order_by(Participant.id)
    )
    made = [
        Certificate(
            code=new_code(), participant_id=participant.id, session_id=session.id,
            name=participant.name or "", business=business or participant.unit or "",
            title=session.intervention.title,
            held_on=clock.local(session.starts_at).date(), issued_at=clock.now(), issued_by_id=by,
        )
        for participant, business in db.session.execute(statement).all()
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    return len(made)


def revoke(*, certificate: Certificate) -> None:
    """It is not valid any more, and whoever types its code is told so; the person may get a new one."""
    if certificate.revoked_at is None:
        certificate.revoked_at, certificate.participant_id = clock.now(), None
        db.session.flush()
