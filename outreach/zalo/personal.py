"""A person of a business who writes by Zalo: for the file they may ask for, and taking them out of it."""

from typing import Any

from sqlalchemy import delete, or_, select

from outreach import clock
from outreach.businesses.personal import Person
from outreach.database import db
from outreach.text import fold
from outreach.zalo.actions.withdrawing import forget
from outreach.zalo.models import Paste, PastedPerson, PasteLine, ZaloPerson


def collect(person: Person) -> list[dict[str, Any]]:
    """Which Zalo account is theirs, and what it gave; what they wrote is the helpdesk's."""
    return [
        {
            "zalo_user_id": one.zalo_user_id, "name": one.name, "phone": one.phone,
            "last_interaction_at": one.last_interaction_at and one.last_interaction_at.isoformat(),
        }
        for one in _theirs(person)
    ]  # fmt: skip


def erase(person: Person) -> int:
    """As if they had withdrawn their consent at Zalo; how many accounts. Pasted chats forget the name."""
    found = _theirs(person)
    for one in found:
        forget(one, clock.now())
    _forget_pasted(person)
    return len(found)


def _forget_pasted(person: Person) -> None:
    """Whose name it was in a group, and what was pasted of them that nobody has confirmed yet."""
    if person.name is None or person.business_id is None:
        return
    known = (PastedPerson.business_id == person.business_id, PastedPerson.name_folded == fold(person.name))
    groups = list(db.session.scalars(select(PastedPerson.group_folded).where(*known)))
    lines = select(PasteLine).join(Paste, Paste.id == PasteLine.paste_id)
    theirs = or_(PasteLine.business_id == person.business_id, Paste.group_folded.in_(groups))
    for line in db.session.scalars(lines.where(PasteLine.person == person.name, theirs)).all():
        line.person, line.text, line.left_out = "", "", True
        db.session.get_one(Paste, line.paste_id).text = None
    db.session.execute(delete(PastedPerson).where(*known))
    db.session.flush()


def _theirs(person: Person) -> list[ZaloPerson]:
    """Matched to their business or to none, under their phone."""
    whose = person.whose(ZaloPerson.business_id, ZaloPerson.phone)
    return list(db.session.scalars(select(ZaloPerson).where(whose).order_by(ZaloPerson.id)))
