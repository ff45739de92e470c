"""Writes of contacts and of what they agreed to."""

from datetime import date

from sqlalchemy import select

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.businesses import personal
from outreach.businesses.models import Business, Consent, Contact
from outreach.businesses.queries import answers
from outreach.businesses.rules import CHANNELS, WAYS, WORDINGS
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.text import person_sort_key


def add_contact(
    *,
    business: Business,
    name: str,
    job: str | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> Contact:
    """Add a person of a business; the phone in stored form. Nothing is agreed to by that."""
    contact = Contact(
        business_id=business.id, name=name, name_sort=person_sort_key(name), job=job, phone=phone, email=email
    )
    db.session.add(contact)
    db.session.flush()
    note_access(what="contact.add", object_type="contact", object_id=contact.id)
    return contact


def update_contact(
    *, contact: Contact, name: str, job: str | None, phone: str | None, email: str | None
) -> Contact:
    """Correct what is known of a person."""
    contact.name, contact.name_sort = name, person_sort_key(name)
    contact.job, contact.phone, contact.email = job, phone, email
    db.session.flush()
    note_access(what="contact.edit", object_type="contact", object_id=contact.id)
    return contact


def mark_left(*, contact: Contact) -> Contact:
    """The person works there no more: nobody is to reach them for the business."""
    contact.left_on = contact.left_on or clock.today()
    db.session.flush()
    return contact


def mark_back(*, contact: Contact) -> Contact:
    """The person still works there after all."""
    contact.left_on = None
    db.session.flush()
    return contact


def record_consent(
    *, contact: Contact, channel: str, given: bool, how: str, answered_on: date, by: int | None
) -> Consent:
    """Add one answer to the question of a channel, with the sentence as the reader saw it."""
    if channel not in CHANNELS or how not in WAYS:
        raise ValueError(f"no such channel or way: {channel!r}, {how!r}")
    if answered_on > clock.today():
        raise Refused(_l("Ngày trả lời không thể ở sau hôm nay."), "answered_on")
    consent = Consent(
        contact_id=contact.id, channel=channel, given=given, how=how, wording=str(WORDINGS[channel]),
        answered_on=answered_on, at=clock.now(), recorded_by_id=by,
    )  # fmt: skip
    db.session.add(consent)
    db.session.flush()
    note_access(
        what="consent.given" if given else "consent.refused", object_type="contact", object_id=contact.id
    )
    return consent


def withdraw_consent(*, contact: Contact, channel: str, how: str, by: int | None) -> Consent:
    """The person wants to be reached by this channel no more; counts from this moment."""
    return record_consent(
        contact=contact, channel=channel, given=False, how=how, answered_on=clock.today(), by=by
    )


def refuse_mail(address: str) -> int:
    """Whoever reads this address wants no more e-mail, said by the way out of a letter; how many people.

    Everybody with the address says no by e-mail, in each business; whose latest answer is no already stays.
    """
    people = db.session.scalars(
        select(Contact).where(Contact.email == address).order_by(Contact.id).with_for_update()
    ).all()
    known = answers([person.id for person in people])
    still = [one for one in people if (said := known.get(one.id, {}).get("email")) is None or said.given]
    for person in still:
        withdraw_consent(contact=person, channel="email", how="form", by=None)
    return len(still)


def delete_contact(*, contact: Contact, elsewhere: bool = True) -> None:
    """Delete a person's data with every answer and what they wrote; what was counted stays counted.

    `elsewhere`: also what other features keep of them.
    """
    note_access(what="contact.delete", object_type="contact", object_id=contact.id)
    if elsewhere:
        person = personal.Person(contact.business_id, contact.name, contact.phone, email=contact.email)
        personal.erase(person)
    db.session.delete(contact)
    db.session.flush()
