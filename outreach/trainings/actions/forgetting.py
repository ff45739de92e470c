"""Forgetting how people were to be reached about sessions that have long been over."""

from datetime import timedelta

from sqlalchemy import String, cast, literal, select, update

from outreach import clock
from outreach.database import record
from outreach.trainings.models import Participant, Registration, Session, SessionMail

KEEP_CONTACTS = timedelta(days=90)  # after a session's end; as long as e-mails are kept


def forget_contacts() -> int:
    """Take phones, e-mails and contact names of old sessions away; how many registrations had some.

    Who came stays known by name, since certificates and counts rest on it. Of e-mails it stays known that
    they were written, under a mark in the place of the address.
    """
    with record() as connection:
        over = select(Session.id).where(Session.ends_at < clock.now() - KEEP_CONTACTS)
        connection.execute(
            update(Participant)
            .where(Participant.session_id.in_(over), Participant.phone.is_not(None))
            .values(phone=None)
        )
        connection.execute(
            update(SessionMail)
            .where(SessionMail.session_id.in_(over), SessionMail.address.contains("@"))
            .values(address=literal("#") + cast(SessionMail.id, String))
        )
        reachable = (
            Registration.contact_name.is_not(None)
            | Registration.contact_phone.is_not(None)
            | Registration.contact_email.is_not(None)
        )
        done = connection.execute(
            update(Registration)
            .where(Registration.session_id.in_(over), reachable)
            .values(contact_name=None, contact_phone=None, contact_email=None)
        )
    return done.rowcount
