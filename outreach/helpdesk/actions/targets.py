"""The promise that runs for a conversation, kept beside it so that lists can be ordered by it."""

from outreach.database import db
from outreach.helpdesk import queries, rules
from outreach.helpdesk.models import Conversation
from outreach.workdays import queries as workdays


def set_due(conversation: Conversation) -> None:
    """Work out anew when the next promise to a conversation is missed."""
    clock = rules.Clock(
        conversation.state, conversation.asked_at, conversation.first_reply_at, conversation.waiting_since
    )
    targets = queries.targets()
    due = rules.due(clock, targets, workdays.week()) if targets else None
    conversation.due_at, conversation.due_for = due or (None, None)
    db.session.flush()
