"""Forgetting who came to sessions that have long been over, and before that how people were to be reached."""

from datetime import datetime, time, timedelta

from flask import current_app
from sqlalchemy import String, cast, literal, or_, select, update

from outreach import clock
from outreach.database import record
from outreach.trainings.models import Participant, Registration, Session, SessionMail

KEEP_CONTACTS = timedelta(days=90)  # after a session's end; as long as e-mails are kept


def forget_contacts() -> int:
    """Take phones, e-mails and contact names of old sessions away; how many registrations had some.

    Who came stays known by name for longer. Of e-mails it stays known that they were written, under a mark in
    the place of the address.
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


def forget_names() -> int:
    """Take names and jobs of old sessions away; of how many people.

    That somebody of a business came stays, and is counted as before. A certificate keeps the name on it: it
    is there to be verified.
    """
    months = int(current_app.config["KEEP_NAMES_MONTHS"])
    limit = datetime.combine(clock.add_months(clock.today(), -months), time(), clock.LOCAL)
    p = Participant
    with record() as connection:
        done = connection.execute(
            update(p)
            .where(p.session_id.in_(select(Session.id).where(Session.ends_at < limit)))
            .where(or_(p.name.is_not(None), p.job.is_not(None), p.phone.is_not(None)))
            .values(name=None, name_folded=None, job=None, phone=None)
        )
    return done.rowcount
