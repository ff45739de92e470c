"""Who may open a conversation: the one policy behind each of its pages, fragments, files and streams."""

from flask import abort, request
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.helpdesk import actions, chat, queries
from outreach.helpdesk.chat import Reader
from outreach.helpdesk.queries import Head


def opened(conversation_key: str, secret: str | None = None) -> tuple[Head, Reader]:
    """The conversation and its reader; 404 for somebody else's, to sign in when nobody is known.

    `secret`: of the private link; otherwise what the address says behind `?k=`.
    """
    key = secret or request.args.get("k")
    if key:
        head = web.found(queries.of_guest(conversation_key, key))
        return head, chat.guest(head, key)
    if not current_user.is_authenticated:
        abort(guards.ask_to_sign_in())
    if current_user.is_staff:
        head = web.found(queries.find_conversation(conversation_key))
        actions.note_look(conversation_id=head.id, by=current_user.id)
    else:
        head = web.found(queries.of_business(conversation_key, current_user.business_id))
    return head, chat.reader()
