"""Staff look at a business's conversation: written down once an hour."""

from datetime import timedelta

from sqlalchemy import select

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.accounts.models import AccessRecord
from outreach.database import db

WHAT, OBJECT, PURPOSE = "conversation.view", "conversation", "answer_question"
ONCE_IN = timedelta(hours=1)


def note_look(*, conversation_id: int, by: int) -> None:
    """Write down that somebody of staff looks at a conversation, unless it was within the hour."""
    known = db.session.scalar(
        select(AccessRecord.id)
        .where(AccessRecord.user_id == by, AccessRecord.what == WHAT, AccessRecord.object_type == OBJECT)
        .where(AccessRecord.object_id == str(conversation_id), AccessRecord.at > clock.now() - ONCE_IN)
        .limit(1)
    )
    if known is None:
        note_access(what=WHAT, object_type=OBJECT, object_id=conversation_id, purpose=PURPOSE, by=by)
