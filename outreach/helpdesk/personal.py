"""A person in conversations: what they wrote, for the file they may ask for, and taking them out of it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.personal import Person
from outreach.database import batches, db
from outreach.helpdesk import rules
from outreach.helpdesk.models import Attachment, Conversation, Draft, Message


def collect(person: Person) -> list[dict[str, Any]]:
    """What they wrote, with the names of files; neither the files themselves nor what others wrote."""
    rows = db.session.execute(
        select(Message.id, Message.sent_at, Message.text, Conversation.public_id, Conversation.channel)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(_by(person), Message.moved_at.is_(None))
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
    rows = db.session.execute(found.where(_by(person))).all()
    for some in batches([row.id for row in rows]):
        _without_words(some)
    for some in batches({row.conversation_id for row in rows}):
        _in_lists(some)
    if person.phone is not None:
        guest = (Conversation.business_id == person.business_id) & (Conversation.guest_phone == person.phone)
        _change(update(Conversation).where(guest).values(guest_name=None, guest_phone=None))
    _change(delete(Draft).where(Draft.user_id.in_(_accounts(person))))
    return len(rows)


def _without_words(ids: list[int]) -> None:
    nothing = {"text": "", "text_folded": "", "person": None, "user_id": None}
    _change(update(Message).where(Message.id.in_(ids)).values(**nothing))
    _change(
        update(Attachment)
        .where(Attachment.message_id.in_(ids))
        .values(name="", stored_as=None, thumb_as=None, uploaded_by_id=None, purged_at=clock.now())
    )


def _in_lists(ids: list[int]) -> None:
    """The beginning of the last message stands beside its conversation, and a subject repeats the first."""
    c = Conversation
    _change(
        update(c)
        .where(c.id.in_(ids), c.last_from == rules.BUSINESS)
        .values(last_text="", subject=None, subject_folded=None)
    )
    _change(update(c).where(c.id.in_(ids)).values(version=c.version + 1))


def _by(person: Person) -> ColumnElement[bool]:
    """Written by them: from an account with their phone, or without one under their name."""
    named = and_(Message.user_id.is_(None), Message.person == person.name, Message.person.is_not(None))
    return and_(
        Conversation.business_id == person.business_id,
        Message.side == rules.BUSINESS,
        or_(Message.user_id.in_(_accounts(person)), named),
    )


def _accounts(person: Person) -> Any:
    whose = [User.business_id == person.business_id]
    if person.user_id is not None:
        return select(User.id).where(*whose, User.id == person.user_id)
    return select(User.id).where(*whose, User.phone == person.phone, User.phone.is_not(None))


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
