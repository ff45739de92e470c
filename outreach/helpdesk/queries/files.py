"""Files of conversations."""

from typing import NamedTuple

from sqlalchemy import select

from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.models import Attachment, Message


class Stored(NamedTuple):
    """Where a file lies, and what it is called."""

    name: str
    kind: str
    stored_as: str | None
    thumb_as: str | None


def find_file(conversation_id: int, public_id: str, *, side: str, user_id: int | None) -> Stored | None:
    """A file of a message that this side may see, or one's own that waits to be sent."""
    statement = (
        select(
            Attachment.name, Attachment.kind, Attachment.stored_as, Attachment.thumb_as,
            Attachment.uploaded_by_id, Attachment.message_id, Message.kind.label("of"),
            Message.taken_back_at, Message.moved_at,
        )
        .outerjoin(Message, Message.id == Attachment.message_id)
        .where(Attachment.conversation_id == conversation_id, Attachment.public_id == public_id)
    )  # fmt: skip
    row = db.session.execute(statement).one_or_none()
    if row is None or row.taken_back_at is not None or row.moved_at is not None:
        return None
    if row.message_id is None and row.uploaded_by_id != user_id:
        return None
    if side == rules.BUSINESS and row.of == rules.NOTE:
        return None
    return Stored(row.name, row.kind, row.stored_as, row.thumb_as)
