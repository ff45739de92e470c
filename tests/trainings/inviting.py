"""People to be written to, and what was written to them."""

from sqlalchemy import select

from outreach import clock
from outreach.businesses.models import Business, Consent, Contact
from outreach.database import db
from outreach.outbox.models import OutgoingMessage
from outreach.trainings.actions import invitations
from outreach.trainings.models import Session, SessionInvitation, SessionMail
from tests import factories


def says(contact: Contact, channel: str, given: bool) -> None:
    """One answer, the latest from now on."""
    factories.add(
        Consent(
            contact_id=contact.id, channel=channel, given=given, how="spoken", wording="…",
            answered_on=clock.today(), at=clock.now(),
        )
    )  # fmt: skip


def person(of: Business, email: str | None = None, *agreed: str, phone: str | None = None) -> Contact:
    """A contact who agreed to these channels."""
    contact = factories.contact(of, email=email, phone=phone)
    for channel in agreed:
        says(contact, channel, True)
    return contact


def invited(session: Session, *businesses: Business) -> list[SessionInvitation]:
    """Their invitations, in the same order."""
    ids = [one.id for one in businesses]
    invitations.invite(session=session, business_ids=ids, invited_by_id=None)
    found = {
        one.business_id: one
        for one in db.session.scalars(select(SessionInvitation).filter_by(session_id=session.id))
    }
    return [found[id] for id in ids]


def letters(kind: str | None = None) -> list[OutgoingMessage]:
    """What was written, the oldest first."""
    statement = select(OutgoingMessage).join(SessionMail, SessionMail.message_id == OutgoingMessage.id)
    if kind is not None:
        statement = statement.where(SessionMail.kind == kind)
    return list(db.session.scalars(statement.order_by(OutgoingMessage.id)))
