"""Who registered, who waits, and who did not come."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Exists, and_, case, exists, func, select

from outreach.accounts.models import User
from outreach.businesses.models import Business, Zone
from outreach.database import db
from outreach.trainings.models import Participant, Registration, SessionInvitation
from outreach.trainings.rules import REGISTERED, WAITING


class RegistrationRow(NamedTuple):
    """A registration in the list that staff see. `named` counts the seats whose names are known."""

    public_id: str
    business_id: int
    business: str
    tax_code: str | None
    zone: str | None
    seats: int
    state: str
    how: str
    contact_name: str | None
    contact_phone: str | None
    named: int
    present: int


class Absent(NamedTuple):
    """A business that did not come; `seats` and whom to call, when it had registered."""

    business_id: int
    business: str
    tax_code: str | None
    zone: str | None
    seats: int | None
    contact_name: str | None
    contact_phone: str | None


def get_registration(public_id: str) -> Registration | None:
    """One registration by its address."""
    statement = select(Registration).where(Registration.public_id == public_id)
    return db.session.scalars(statement).one_or_none()


def of_business(session_id: int, business_id: int) -> Registration | None:
    """A business's registration for a session; a cancelled one too."""
    statement = select(Registration).where(
        Registration.session_id == session_id, Registration.business_id == business_id
    )
    return db.session.scalars(statement).one_or_none()


def registrations(session_id: int) -> list[RegistrationRow]:
    """Those with seats, then those who wait in their order, then those cancelled."""
    order = case({REGISTERED: 0, WAITING: 1}, value=Registration.state, else_=2)
    statement = (
        select(
            Registration.public_id, Registration.business_id, Business.name, Business.tax_code, Zone.name,
            Registration.seats, Registration.state, Registration.how, Registration.contact_name,
            Registration.contact_phone, func.count(Participant.name), func.count(Participant.checked_in_at),
        )
        .join(Business, Business.id == Registration.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(Participant, Participant.registration_id == Registration.id)
        .where(Registration.session_id == session_id)
        .group_by(Registration.id, Business.id, Zone.id)
        .order_by(order, Registration.waiting_since, Business.name_sort, Registration.id)
    )  # fmt: skip
    return [RegistrationRow._make(row) for row in db.session.execute(statement)]


def place_in_line(registration: Registration) -> int:
    """How many parties that wait came before this one, and itself: 1 is the next."""
    earlier = select(func.count()).where(
        Registration.session_id == registration.session_id,
        Registration.state == WAITING,
        (Registration.waiting_since < registration.waiting_since)
        | and_(Registration.waiting_since == registration.waiting_since, Registration.id <= registration.id),
    )
    return db.session.scalar(earlier) or 1


def registered_absent(session_id: int) -> list[Absent]:
    """Businesses with seats of which nobody came."""
    return _absent(session_id, Registration.state == REGISTERED)


def invited_silent(session_id: int) -> list[Absent]:
    """Businesses that were invited, neither registered nor declined, and did not come."""
    statement = (
        select(
            SessionInvitation.business_id, Business.name, Business.tax_code, Zone.name,
            Registration.seats, Registration.contact_name, Registration.contact_phone,
        )
        .join(Business, Business.id == SessionInvitation.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(
            Registration,
            and_(
                Registration.session_id == SessionInvitation.session_id,
                Registration.business_id == SessionInvitation.business_id,
            ),
        )
        .where(
            SessionInvitation.session_id == session_id, SessionInvitation.declined_at.is_(None),
            Registration.id.is_(None), ~_came(session_id),
        )
        .order_by(Business.name_sort, Business.id)
    )  # fmt: skip
    return [Absent(*row) for row in db.session.execute(statement)]


def waiting_absent(session_id: int) -> list[Absent]:
    """Businesses that waited to the end and got no seat: the first to be asked next time."""
    return _absent(session_id, Registration.state == WAITING)


def phone_of(user_id: int) -> str | None:
    """The phone with which somebody of a business signs in: the first guess at whom to call."""
    return db.session.scalar(select(User.phone).where(User.id == user_id))


def _absent(session_id: int, state: ColumnElement[bool]) -> list[Absent]:
    statement = (
        select(
            Registration.business_id, Business.name, Business.tax_code, Zone.name, Registration.seats,
            Registration.contact_name, Registration.contact_phone,
        )
        .join(Business, Business.id == Registration.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(Registration.session_id == session_id, state, ~_came(session_id))
        .order_by(Registration.waiting_since, Business.name_sort, Business.id)
    )  # fmt: skip
    return [Absent(*row) for row in db.session.execute(statement)]


def _came(session_id: int) -> Exists:
    return exists().where(
        Participant.session_id == session_id,
        Participant.business_id == Business.id,
        Participant.checked_in_at.is_not(None),
    )
