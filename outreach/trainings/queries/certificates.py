"""Certificates: of a session, and the one behind a code."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from outreach.database import db
from outreach.trainings.models import Certificate, Participant


class CertificateRow(NamedTuple):
    """A certificate in the list of a session."""

    code: str
    name: str
    business: str
    issued_at: datetime
    revoked_at: datetime | None


class Certified(NamedTuple):
    """What a certificate says, and whose business's it is."""

    code: str
    name: str
    business: str
    title: str
    held_on: date
    issued_at: datetime
    revoked_at: datetime | None
    business_id: int | None


def get_certificate(code: str) -> Certificate | None:
    """One certificate by its code."""
    return db.session.scalars(select(Certificate).where(Certificate.code == code)).one_or_none()


def certified(code: str) -> Certified | None:
    """What the certificate of a code says."""
    rows = _certified().where(Certificate.code == code)
    row = db.session.execute(rows).one_or_none()
    return Certified(*row) if row else None


def certified_at(session_id: int) -> list[Certified]:
    """The valid certificates of a session, to be printed."""
    statement = _certified().where(Certificate.session_id == session_id, Certificate.revoked_at.is_(None))
    return [Certified(*row) for row in db.session.execute(statement.order_by(Certificate.id))]


def certificates(session_id: int) -> Sequence[CertificateRow]:
    """All certificates of a session, also those revoked."""
    statement = select(
        Certificate.code, Certificate.name, Certificate.business, Certificate.issued_at,
        Certificate.revoked_at,
    ).where(Certificate.session_id == session_id)  # fmt: skip
    return [CertificateRow(*row) for row in db.session.execute(statement.order_by(Certificate.id))]


def nameless(session_id: int) -> int:
    """How many present have no name yet, so that nothing can be certified."""
    statement = select(func.count()).where(
        Participant.session_id == session_id, Participant.checked_in_at.is_not(None),
        Participant.name.is_(None),
    )  # fmt: skip
    return db.session.scalar(statement) or 0


def _certified() -> Select[*tuple[Any, ...]]:
    return select(
        Certificate.code, Certificate.name, Certificate.business, Certificate.title, Certificate.held_on,
        Certificate.issued_at, Certificate.revoked_at, Participant.business_id,
    ).outerjoin(Participant, Participant.id == Certificate.participant_id)  # fmt: skip
