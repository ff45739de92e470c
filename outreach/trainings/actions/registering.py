"""A business registers, changes how many come and who, and cancels. Said again, each changes nothing."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select

from outreach import clock
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.i18n import show_number
from outreach.refusals import Refused
from outreach.text import fold, squeeze
from outreach.trainings import rules
from outreach.trainings.actions import telling
from outreach.trainings.actions.seats import lock, move_up, take
from outreach.trainings.models import Participant, Registration, Session, SessionMail
from outreach.trainings.rules.mails import INVITED, PORTAL
from outreach.trainings.rules.people import Person, Seat, seat_people
from outreach.trainings.rules.seats import Opening, free_seats, is_open


class Contact(NamedTuple):
    """Whom to reach about a registration."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


def register(
    *,
    session: Session,
    business_id: int,
    seats: int,
    names: Sequence[Person] = (),
    how: str,
    contact: Contact | None = None,
    registered_by_id: int | None = None,
) -> Registration:
    """Seats for so many people of a business, or a place among those who wait when there are too few.

    A business has one registration: said again it sets seats and names to what is said now. `how` is
    'portal', 'link' or 'staff'; staff may go beyond the closing day and the seats per business.
    Refused: closed, too many people, more names than seats, no seats left for an enlarged party.
    """
    lock(session)
    _check(session, seats, names, how)
    _check_address(session.id, business_id, contact.email if contact else None, how)
    registration = find(session.id, business_id)
    if registration is None:
        registration = Registration(
            public_id=secrets.token_urlsafe(16), session_id=session.id, business_id=business_id,
            seats=seats, state=rules.CANCELLED, how=how, registered_at=clock.now(),
            registered_by_id=registered_by_id,
        )  # fmt: skip
        db.session.add(registration)
        db.session.flush()
    contact = contact or Contact()
    registration.contact_name, registration.contact_phone, registration.contact_email = contact
    before = registration.state
    if before == rules.CANCELLED:
        registration.how, registration.registered_at = how, clock.now()
        _enter(session, registration, seats)
    else:
        _resize(session, registration, seats)
    _fit_people(registration)
    set_names(registration, names)
    if before == rules.CANCELLED:
        telling.tell(session, "registered", [registration])
    move_up(session)
    return registration


def cancel(*, session: Session, registration: Registration, how: str) -> None:
    """Give the seats back; whoever waits and fits moves up. Once more changes nothing."""
    lock(session)
    db.session.refresh(registration)
    if registration.state == rules.CANCELLED:
        return
    if how != rules.STAFF and not is_open(opening(session), clock.now()):
        raise Refused(_("Đã hết hạn thay đổi trên cổng; Anh/Chị gọi cho cán bộ phụ trách giúp."))
    if registration.state == rules.REGISTERED:
        take(session, -registration.seats)
    registration.state, registration.cancelled_at = rules.CANCELLED, clock.now()
    registration.waiting_since = None
    own = (Participant.registration_id == registration.id, Participant.checked_in_at.is_(None))
    db.session.execute(delete(Participant).where(*own))
    db.session.flush()
    move_up(session)


def set_names(registration: Registration, people: Sequence[Person]) -> None:
    """Who sits on the seats of a registration; whoever has come is not written over."""
    seats = {one.id: one for one in _seats_of(registration)}
    known = [
        Seat(
            one.id, Person(one.name, one.job, one.phone) if one.name else None, one.checked_in_at is not None
        )
        for one in seats.values()
    ]
    for id, person in seat_people(known, people).items():
        name_person(seats[id], person)
    db.session.flush()


def name_person(participant: Participant, person: Person | None) -> None:
    """Say who it is; None: not known yet."""
    name = squeeze(person.name) if person else None
    participant.name, participant.name_folded = name or None, fold(name) if name else None
    participant.job = person.job if person else None
    participant.phone = person.phone if person else None


def find(session_id: int, business_id: int) -> Registration | None:
    """The registration of a business, as it is now."""
    statement = select(Registration).where(
        Registration.session_id == session_id, Registration.business_id == business_id
    )
    return db.session.scalars(statement, execution_options={"populate_existing": True}).one_or_none()


def opening(session: Session) -> Opening:
    """What the rule about closing looks at."""
    return Opening(session.starts_at, session.closes_on, session.cancelled_at is not None)


def _check(session: Session, seats: int, names: Sequence[Person], how: str) -> None:
    if session.cancelled_at is not None:
        raise Refused(_("Buổi này đã hủy nên không đăng ký được nữa."))
    most = rules.MOST_PEOPLE
    if how != rules.STAFF:
        most = session.seats_per_business
        if not is_open(opening(session), clock.now()):
            raise Refused(_("Đã hết hạn đăng ký trên cổng; Anh/Chị gọi cho cán bộ phụ trách giúp."))
    if not 1 <= seats <= most:
        raise Refused(_("Anh/Chị chọn từ 1 đến %(most)s người.", most=show_number(most)), "seats")
    if session.capacity is not None and seats > session.capacity:
        raise Refused(_("Buổi này chỉ có %(most)s chỗ.", most=show_number(session.capacity)), "seats")
    if len(names) > seats:
        raise Refused(
            _(
                "Có %(names)s tên nhưng chỉ %(seats)s chỗ; Anh/Chị sửa lại giúp.",
                names=len(names),
                seats=seats,
            ),
            "names",
        )


def _check_address(session_id: int, business_id: int, email: str | None, how: str) -> None:
    """Nobody writes to the whole world in our name by registering again and again with another address."""
    if email is None or how == rules.STAFF:
        return
    mine = SessionMail.session_id == session_id, SessionMail.business_id == business_id
    known = set(db.session.scalars(select(SessionMail.address).where(*mine, SessionMail.kind != INVITED)))
    if email not in known and len(known - {PORTAL}) >= rules.MOST_ADDRESSES:
        raise Refused(
            _("Doanh nghiệp đã dùng nhiều địa chỉ e-mail cho buổi này; Anh/Chị chọn một trong số đó."),
            "contact_email",
        )


def _enter(session: Session, registration: Registration, seats: int) -> None:
    registration.seats, registration.cancelled_at, registration.moved_up_at = seats, None, None
    if take(session, seats):
        registration.state, registration.waiting_since = rules.REGISTERED, None
    else:
        registration.state, registration.waiting_since = rules.WAITING, clock.now()
    db.session.flush()


def _resize(session: Session, registration: Registration, seats: int) -> None:
    more = seats - registration.seats
    if more and registration.state == rules.REGISTERED and not take(session, more):
        left = free_seats(session.capacity, session.seats_taken) or 0
        raise Refused(
            _("Chỉ còn %(left)s chỗ; đăng ký của Anh/Chị vẫn giữ %(seats)s người.",
              left=show_number(left), seats=registration.seats), "seats",
        )  # fmt: skip
    registration.seats = seats
    db.session.flush()


def _fit_people(registration: Registration) -> None:
    """As many seats with or without a name as the registration has; those without a name go first."""
    present = _seats_of(registration)
    for _number in range(registration.seats - len(present)):
        db.session.add(
            Participant(
                session_id=registration.session_id, registration_id=registration.id,
                business_id=registration.business_id,
            )
        )  # fmt: skip
    spare = sorted(
        (one for one in present if one.checked_in_at is None), key=lambda one: (one.name is not None, -one.id)
    )
    for one in spare[: max(len(present) - registration.seats, 0)]:
        db.session.delete(one)
    db.session.flush()


def _seats_of(registration: Registration) -> Sequence[Participant]:
    statement = select(Participant).where(Participant.registration_id == registration.id)
    return db.session.scalars(statement.order_by(Participant.id)).all()
