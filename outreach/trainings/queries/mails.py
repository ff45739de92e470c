"""Who is written to about a session: people who agreed, and whoever registered with an address."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.models import Business, Consent, Contact
from outreach.database import batches, db, reading
from outreach.i18n import gettext as _
from outreach.notices.models import Notice
from outreach.trainings.models import Participant, Registration, Session, SessionInvitation, SessionMail
from outreach.trainings.rules import CANCELLED
from outreach.trainings.rules.mails import (
    INVITED,
    REGISTERED_MAIL,
    REMINDERS,
    TO_INVITED,
    TO_SEATED,
    too_late,
)

_IDS: Any = bindparam("ids", expanding=True)


class Person(NamedTuple):
    """A contact still at work, with the latest answer per channel: None when never asked."""

    business_id: int
    contact_id: int
    name: str
    phone: str | None
    email: str | None
    by_email: bool | None
    by_zalo: bool | None
    by_phone: bool | None
    locale: str


class Addressee(NamedTuple):
    """An address, whose it is, and in which language it is written to."""

    business_id: int
    name: str | None
    address: str
    locale: str


class Party(NamedTuple):
    """A business that a session concerns: invited, registered or both."""

    business_id: int
    business: str
    invitation: str | None  # the public id of its invitation
    declined: bool
    registration: str | None  # the public id
    state: str | None
    seats: int
    contact_name: str | None
    contact_email: str | None


def people_of(business_ids: Collection[int]) -> dict[int, list[Person]]:
    """The contacts of these businesses by given name; the language is that of their account, if any."""
    found: dict[int, list[Person]] = {}
    for some in batches(business_ids):
        values = {"ids": some}
        answers = db.session.execute(_latest_answers(), values).all()
        given = {(row.contact_id, row.channel): row.given for row in answers}
        for row in db.session.execute(_contacts(), values).all():
            person = Person(
                row.business_id, row.id, row.name, row.phone, row.email,
                given.get((row.id, "email")), given.get((row.id, "zalo")), given.get((row.id, "phone")),
                row.locale or "vi",
            )  # fmt: skip
            found.setdefault(person.business_id, []).append(person)
    return found


def parties(session_id: int, business_ids: Collection[int] | None = None) -> list[Party]:
    """All businesses that are invited or have registered, or only these."""
    invited, registered = SessionInvitation, Registration
    statement = (
        select(
            Business.id, Business.name, invited.public_id, invited.declined_at.is_not(None),
            registered.public_id, registered.state, func.coalesce(registered.seats, 0),
            registered.contact_name, registered.contact_email,
        )
        .outerjoin(invited, and_(invited.business_id == Business.id, invited.session_id == session_id))
        .outerjoin(
            registered, and_(registered.business_id == Business.id, registered.session_id == session_id)
        )
        .where(or_(invited.id.is_not(None), registered.id.is_not(None)))
        .order_by(Business.id)
    )  # fmt: skip
    if business_ids is None:
        return [Party(*row) for row in db.session.execute(statement)]
    found: list[Party] = []
    for some in batches(business_ids):
        found += [Party(*row) for row in db.session.execute(statement.where(Business.id.in_(some)))]
    return found


def present(session_id: int) -> set[int]:
    """The businesses of which somebody was there."""
    statement = select(Participant.business_id).where(
        Participant.session_id == session_id,
        Participant.checked_in_at.is_not(None),
        Participant.business_id.is_not(None),
    )
    return {id for id in db.session.scalars(statement) if id is not None}


def written(session_id: int, kind: str, sequence: int) -> set[tuple[int | None, str]]:
    """To whom a mail of this kind has been written: business and address."""
    statement = select(SessionMail.business_id, SessionMail.address).where(
        SessionMail.session_id == session_id, SessionMail.kind == kind, SessionMail.sequence == sequence
    )
    return {(row.business_id, row.address) for row in db.session.execute(statement)}


def told_since(session_id: int, kinds: Collection[str], since: datetime) -> set[int | None]:
    """The businesses that were written to in one of these ways since then."""
    statement = select(SessionMail.business_id).where(
        SessionMail.session_id == session_id, SessionMail.kind.in_(kinds), SessionMail.written_at >= since
    )
    return set(db.session.scalars(statement))


def refused_addresses(business_ids: Collection[int], addresses: Collection[str]) -> set[tuple[int, str]]:
    """Business and address of people who left, or whose latest answer to "by e-mail?" is no."""
    found: set[tuple[int, str]] = set()
    for some in batches(business_ids):
        latest = (
            select(func.max(Consent.id))
            .where(Consent.contact_id == Contact.id, Consent.channel == "email")
            .correlate(Contact)
            .scalar_subquery()
        )
        statement = (
            select(Contact.business_id, Contact.email)
            .outerjoin(Consent, Consent.id == latest)
            .where(
                Contact.business_id.in_(some), Contact.email.is_not(None),
                or_(Consent.given.is_(False), Contact.left_on.is_not(None)),
            )
        )  # fmt: skip
        found |= {(row[0], str(row[1])) for row in db.session.execute(statement) if row[1] in addresses}
    return found


@cache
def _latest_answers() -> Any:
    latest = (
        select(Consent.contact_id, Consent.channel, func.max(Consent.id).label("id"))
        .join(Contact, Contact.id == Consent.contact_id)
        .where(Contact.business_id.in_(_IDS))
        .group_by(Consent.contact_id, Consent.channel)
        .subquery()
    )
    columns = select(Consent.contact_id, Consent.channel, Consent.given)
    return columns.join(latest, latest.c.id == Consent.id)


@cache
def _contacts() -> Any:
    return (
        select(
            Contact.business_id, Contact.id, Contact.name, Contact.phone, Contact.email, User.locale
        )
        .outerjoin(User, and_(User.business_id == Contact.business_id, User.phone == Contact.phone))
        .where(Contact.business_id.in_(_IDS), Contact.left_on.is_(None))
        .order_by(Contact.business_id, Contact.name_sort, Contact.id)
    )  # fmt: skip


def names(business_ids: Collection[int]) -> dict[int, str]:
    """What these businesses are called."""
    found: dict[int, str] = {}
    for some in batches(business_ids):
        statement = select(Business.id, Business.name).where(Business.id.in_(some))
        found |= {id: name for id, name in db.session.execute(statement)}  # noqa: C416 (rows are no pairs)
    return found


def invitation_notices(session_id: int) -> Sequence[Notice]:
    """The notices of its invitations that still hold."""
    statement = (
        select(Notice)
        .join(SessionInvitation, SessionInvitation.notice_id == Notice.id)
        .where(SessionInvitation.session_id == session_id, Notice.withdrawn_at.is_(None))
        .order_by(Notice.id)
    )
    return db.session.scalars(statement).all()


def due_sessions(at: datetime) -> list[int]:
    """Sessions whose first reminder may be due, and that have not begun; asked on a connection of its own."""
    statement = (
        select(Session.id)
        .where(
            Session.starts_at > at, Session.starts_at <= at + max(REMINDERS.values()),
            Session.cancelled_at.is_(None),
        )
        .order_by(Session.starts_at, Session.id)
    )  # fmt: skip
    with reading() as connection:
        return list(connection.scalars(statement))


def objection(message_id: int, address: str) -> str | None:
    """Why an e-mail that waits must not go any more; asked by the outbox just before it sends."""
    mail, session, invited, registered = SessionMail, Session, SessionInvitation, Registration
    statement = (
        select(
            mail.kind, mail.business_id, session.starts_at, session.ends_at,
            session.cancelled_at.is_not(None).label("cancelled"), invited.id.label("invitation"),
            invited.declined_at, registered.state, registered.contact_email,
        )
        .join(session, session.id == mail.session_id)
        .outerjoin(
            invited, and_(invited.session_id == session.id, invited.business_id == mail.business_id)
        )
        .outerjoin(
            registered, and_(registered.session_id == session.id, registered.business_id == mail.business_id)
        )
        .where(mail.message_id == message_id)
    )  # fmt: skip
    with reading() as connection:
        row = connection.execute(statement).one_or_none()
        if row is None:
            return str(_("Buổi này không còn."))
        own = row.contact_email == address and row.kind != INVITED
        agreed = connection.execute(_agreed(row.business_id, address)).scalars().all()
    if True not in agreed and not (own and False not in agreed):
        return str(_("Người nhận đã rút đồng ý hoặc không còn ở doanh nghiệp."))
    if too_late(
        row.kind, starts_at=row.starts_at, ends_at=row.ends_at, cancelled=row.cancelled, at=clock.now()
    ):
        return str(_("Buổi này đã hủy hoặc đã qua."))
    if row.kind == INVITED and (row.invitation is None or row.declined_at is not None):
        return str(_("Lời mời đã được rút hoặc doanh nghiệp đã trả lời."))
    if row.kind in TO_INVITED and row.invitation is None and row.state is None:
        return str(_("Lời mời đã được rút hoặc doanh nghiệp đã trả lời."))
    if row.kind in (REGISTERED_MAIL, *TO_SEATED) and row.state in (None, CANCELLED):
        return str(_("Doanh nghiệp đã hủy đăng ký."))
    return None


def _agreed(business_id: int | None, address: str) -> Any:
    """What each contact with this address said last: None when never asked, False when gone."""
    latest = (
        select(func.max(Consent.id))
        .where(Consent.contact_id == Contact.id, Consent.channel == "email")
        .correlate(Contact)
        .scalar_subquery()
    )
    said = case((Contact.left_on.is_not(None), False), else_=Consent.given)
    return (
        select(said)
        .select_from(Contact)
        .outerjoin(Consent, Consent.id == latest)
        .where(Contact.business_id == business_id, Contact.email == address)
    )
