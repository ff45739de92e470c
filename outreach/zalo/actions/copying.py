"""Replies that staff carry to Zalo by hand, when the chat was pasted in."""

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.actions import locked
from outreach.helpdesk.actions.handling import told
from outreach.helpdesk.models import Message
from outreach.i18n import gettext as _
from outreach.refusals import Refused


def note_copied(*, message_id: int, by: int) -> Message:
    """Write down that a reply was copied to Zalo, by whom and when; once.

    Refused for anything but what staff wrote here in a conversation that was pasted in.
    """
    conversation_id = db.session.scalars(
        select(Message.conversation_id).where(Message.id == message_id)
    ).one()
    conversation = locked(conversation_id)
    message = db.session.get_one(Message, message_id, populate_existing=True)
    written = message.side == rules.STAFF and message.kind == rules.TEXT and message.user_id is not None
    if conversation.channel != rules.ZALO_PASTE or not written or message.taken_back_at or message.moved_at:
        raise Refused(_("Tin này không chép sang Zalo được."))
    if message.delivery is None:
        message.delivery = "sent"
        told(conversation, "copied", db.session.get_one(User, by).name, by=by)
    return message
