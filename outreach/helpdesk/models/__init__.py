"""Tables of the helpdesk."""

from outreach.helpdesk.models.conversations import (
    CheckedDocument,
    Conversation,
    ConversationLabel,
    Draft,
    HandOver,
    Label,
    Participant,
)
from outreach.helpdesk.models.messages import Attachment, Message
from outreach.helpdesk.models.register import Complaint, Rating, Retention, Target

__all__ = [
    "Attachment",
    "CheckedDocument",
    "Complaint",
    "Conversation",
    "ConversationLabel",
    "Draft",
    "HandOver",
    "Label",
    "Message",
    "Participant",
    "Rating",
    "Retention",
    "Target",
]
