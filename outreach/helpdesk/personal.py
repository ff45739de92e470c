"""A person in conversations: what they wrote, for the file they may ask for, and taking them out of it.

A complaint that is not settled yet stays whole: whoever has to answer it needs it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, or_, select, true, update

from outreach.businesses.personal import Person
from outreach.database import batches, db
from outreach.helpdesk import rules
from outreach.helpdesk.actions.purging import NOBODYS, no_file
from outreach.helpdesk.models import Attachment, Complaint, Conversation, Draft, HandOver, Message
from outreach.helpdesk.queries.complaints import moved_messages
from outreach.helpdesk.rules.complaints import ENDS
from outreach.text import fold


def collect(person: Person) -> list[dict[str, Any]]:
    """What they wrote, with the names of files; neither the files themselves nor what others wrote."""
    rows = db.session.execute(
        select(Message.id, Message.sent_at, Message.text, Conversation.public_id, Conversation.channel)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(_by(person), Message.moved_at.is_(None))
        .where(Conversation.released if person.released else true())
        .order_by(Message.id)
    ).all()
    files = _file_names([row.id for row in rows])
    return [
        {
            "conversation": row.public_id, "channel": row.channel, "at": row.sent_at.isoformat(),
            "text": row.text, "files": files.get(row.id, []),
        }
        for row in rows
    ]  # fmt: skip


def erase(person: Person) -> int:
    """Their words, names and files go; that something was said, and when, stays. How many messages."""
    found = select(Message.id, Message.conversation_id).join(
        Conversation, Conversation.id == Message.conversation_id
    )
    settled = _settle_complaints(person)
    rows = [row for row in db.session.execute(found.where(_by(person))) if row.id not in settled.open]
    for some in batches([*(row.id for row in rows), *settled.over]):
        _without_words(some)
    for some in batches({row.conversation_id for row in rows}):
        _in_lists(some)
        _named_by_staff(person, some)
    guest = person.whose(Conversation.business_id, Conversation.guest_phone)
    nobody = {"guest_name": None, "guest_phone": None, "guest_tax_code": None, "key_hash": None}
    _change(update(Conversation).where(guest).values(**nobody))
    _change(delete(Draft).where(Draft.user_id.in_(person.accounts())))
    return len(rows)


class _Moved(NamedTuple):
    """Rows of messages in the register: of complaints that still have to be answered, and of others."""

    open: set[int]
    over: set[int]


def _settle_complaints(person: Person) -> _Moved:
    """Theirs that are settled lose words and names; kind, days and how they ended stay."""
    moved = _Moved(set(), set())
    if person.business_id is None:
        return moved
    for one in db.session.scalars(select(Complaint).where(Complaint.business_id == person.business_id)):
        if one.state not in ENDS:
            moved.open.update(moved_messages(one))
        elif person.name is not None and person.name in (one.person or "").split(", "):
            moved.over.update(moved_messages(one))
            for name, value in NOBODYS.items():
                setattr(one, name, value)
    db.session.flush()
    return moved


def _without_words(ids: Iterable[int]) -> None:
    nothing = {"text": "", "text_folded": "", "person": None, "user_id": None}
    _change(update(Message).where(Message.id.in_(ids)).values(**nothing))
    _change(update(Attachment).where(Attachment.message_id.in_(ids)).values(**no_file(), uploaded_by_id=None))


def _in_lists(ids: list[int]) -> None:
    """The beginning of the last message stands beside its conversation, and a subject repeats the first."""
    c = Conversation
    _change(update(c).where(c.id.in_(ids), c.last_from == rules.BUSINESS).values(last_text=""))
    again = {"subject": None, "subject_folded": None, "version": c.version + 1}
    _change(update(c).where(c.id.in_(ids)).values(**again))


def _named_by_staff(person: Person, ids: list[int]) -> None:
    """Greetings, notes and questions to other offices name whoever asked: that goes, the rest stays."""
    names = person.words()
    if not names:
        return
    db.session.flush()
    said = or_(*(Message.text.contains(words, autoescape=True) for words in names))
    here = (Message.conversation_id.in_(ids), Message.side != rules.BUSINESS)
    for message in db.session.scalars(select(Message).where(*here, said)):
        message.text = person.without(message.text) or ""
        message.text_folded = fold(message.text)
    for one in db.session.scalars(select(HandOver).where(HandOver.conversation_id.in_(ids))):
        one.question, one.answer = person.without(one.question) or "", person.without(one.answer)
    for talk in db.session.scalars(select(Conversation).where(Conversation.id.in_(ids))):
        talk.last_text = person.without(talk.last_text) or ""
    db.session.flush()


def _by(person: Person) -> ColumnElement[bool]:
    """Written by them: from an account with their phone, or without one under their name or phone."""
    unsigned = and_(Message.user_id.is_(None), Message.side == rules.BUSINESS)
    here = Conversation.business_id == person.business_id
    named = and_(unsigned, here, Message.person == person.name, Message.person.is_not(None))
    asked = person.whose(Conversation.business_id, Conversation.guest_phone)
    as_guest = or_(Message.person.is_(None), Message.person == Conversation.guest_name)
    signed = and_(Message.side == rules.BUSINESS, Message.user_id.in_(person.accounts()))
    return or_(signed, named, and_(unsigned, asked, as_guest))


def _file_names(ids: list[int]) -> dict[int | None, list[str]]:
    names: dict[int | None, list[str]] = {}
    for some in batches(ids):
        rows = db.session.execute(
            select(Attachment.message_id, Attachment.name)
            .where(Attachment.message_id.in_(some))
            .order_by(Attachment.id)
        )
        for message_id, name in rows:
            names.setdefault(message_id, []).append(name)
    return names


def _change(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
