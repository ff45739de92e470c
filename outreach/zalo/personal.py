"""A person of a business who writes by Zalo: for the file they may ask for, and taking them out of it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, or_, select

from outreach import clock
from outreach.businesses.models import Contact
from outreach.businesses.personal import Person
from outreach.database import db
from outreach.helpdesk import personal as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.models import Conversation, Message
from outreach.text import fold
from outreach.zalo.actions.withdrawing import forget
from outreach.zalo.models import Paste, PastedPerson, PasteLine, ZaloPerson
from outreach.zalo.rules.pasted_names import is_somebody


def collect(person: Person) -> list[dict[str, Any]]:
    """Which Zalo account is theirs, and what it gave; what they wrote is the helpdesk's.

    In chats that were pasted in they go by other names: what they said under those stands here.
    """
    accounts = [
        {
            "zalo_user_id": one.zalo_user_id, "name": one.name, "phone": one.phone,
            "last_interaction_at": one.last_interaction_at and one.last_interaction_at.isoformat(),
        }
        for one in _theirs(person)
    ]  # fmt: skip
    pasted = [
        {"pasted_as": name, "said": helpdesk.collect(_as(person, name))}
        for name in sorted(_pasted_as(person))
    ]  # fmt: skip
    return [*accounts, *pasted]


def erase(person: Person) -> int:
    """As if they had withdrawn their consent at Zalo; how many accounts. Pasted chats forget them, too."""
    found = _theirs(person)
    for one in found:
        forget(one, clock.now())
    names = _pasted_as(person)
    for name in sorted(names):
        helpdesk.erase(_as(person, name))
    _forget_pasted(person, names | ({person.name} if person.name else set()))
    return len(found)


def _as(person: Person, name: str) -> Person:
    """The same under another name, and by that alone."""
    return person._replace(name=name, phone=None, user_id=None, email=None)


def _pasted_as(person: Person) -> set[str]:
    """Other names under which they speak in chats pasted in: their own with a firm's behind it, or one that
    staff said was the contact with their phone.
    """
    if person.business_id is None:
        return set()
    contacts = select(Contact.id).where(
        Contact.business_id == person.business_id, Contact.phone.is_not(None), Contact.phone == person.phone
    )
    said_to_be = select(PastedPerson.name_folded).where(PastedPerson.contact_id.in_(contacts))
    known = set(db.session.scalars(said_to_be))
    spoken = (
        select(Message.person)
        .join(PasteLine, PasteLine.message_id == Message.id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.business_id == person.business_id, Message.side == helpdesk_rules.BUSINESS)
    )
    waiting = select(PasteLine.person).where(PasteLine.business_id == person.business_id, ~PasteLine.staff)
    names = {name for name in db.session.scalars(spoken.union(waiting)) if name and name != person.name}
    mine = person.name
    return {name for name in names if fold(name) in known or (mine and is_somebody(name, mine))}


def _forget_pasted(person: Person, names: Collection[str]) -> None:
    """Whose name it was in a group, and what was pasted of them that nobody has confirmed yet."""
    if not names or person.business_id is None:
        return
    folded = {fold(name) for name in names}
    known = (PastedPerson.business_id == person.business_id, PastedPerson.name_folded.in_(folded))
    groups = list(db.session.scalars(select(PastedPerson.group_folded).where(*known)))
    lines = select(PasteLine).join(Paste, Paste.id == PasteLine.paste_id)
    theirs = or_(PasteLine.business_id == person.business_id, Paste.group_folded.in_(groups))
    for line in db.session.scalars(lines.where(PasteLine.person.in_(names), theirs)).all():
        line.person, line.text, line.left_out = "", "", True
        db.session.get_one(Paste, line.paste_id).text = None
    db.session.execute(delete(PastedPerson).where(*known))
    db.session.flush()


def _theirs(person: Person) -> list[ZaloPerson]:
    """Matched to their business or to none, under their phone."""
    whose = person.whose(ZaloPerson.business_id, ZaloPerson.phone)
    return list(db.session.scalars(select(ZaloPerson).where(whose).order_by(ZaloPerson.id)))
