"""A person asks to be forgotten: everywhere, with the account, while what was counted stays counted."""

from collections import Counter
from typing import Any

from outreach.accounts.actions import erase_account, note_access
from outreach.businesses import personal
from outreach.businesses.queries import Subject
from outreach.database import db
from outreach.outbox.actions import forget_address


def collect_person(*, subject: Subject) -> dict[str, Any]:
    """Everything kept about somebody, under each of their names once, as plain values for a file."""
    kept: dict[str, Any] = {
        "accounts": [
            {"name": one.name, "phone": one.phone, "since": one.created_at.isoformat()}
            for one in subject.accounts
        ]
    }  # fmt: skip
    for person in subject.persons:
        for feature, found in personal.everything(person).items():
            known = kept.setdefault(feature, [])
            known += [one for one in found if one not in known]
    return kept


def erase_person(*, subject: Subject, by: int) -> Counter[str]:
    """Take somebody out of everything; how many contacts and accounts they were."""
    note_access(
        what="person.erase", object_type="business",
        object_id=subject.business.id if subject.business else None, purpose="data_subject", by=by,
    )  # fmt: skip
    for person in subject.persons:
        personal.erase(person)
    for user in subject.accounts:
        erase_account(user_id=user.id, by=by)
    for contact in subject.contacts:
        if contact.email:
            forget_address(contact.email)
        db.session.delete(contact)
    db.session.flush()
    return Counter(contacts=len(subject.contacts), accounts=len(subject.accounts))
