"""What answers borrow of a conversation; staff who see any of it by that way have looked at it, too."""

from flask import has_request_context, request
from flask_login import current_user

from outreach.accounts.models import Role
from outreach.answers.sources import Talk
from outreach.database import READING
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.queries import talk as reads


def talk(public_id: str) -> Talk | None:
    """What replies are filled with."""
    found = reads.talk(public_id)
    if found is not None:
        _note_look(public_id)
        found = found._replace(asked=_seen(found.asked))
    return found


def copied(public_id: str, message_key: str) -> tuple[str, str] | None:
    """(question, answer) of what staff said in it."""
    found = reads.copied(public_id, message_key)
    if found is not None:
        _note_look(public_id)
        found = _seen(found[0]), _seen(found[1])
    return found


def _seen(text: str) -> str:
    """As this reader sees it in the conversation itself."""
    leads = has_request_context() and current_user.role == Role.LEADER
    return rules.masked(text) if leads else text


def _note_look(public_id: str) -> None:
    """A deed shows nothing of it, and writes down what it does itself."""
    if not has_request_context() or request.method not in READING or not current_user.is_authenticated:
        return
    conversation = queries.find_conversation(public_id)
    if conversation is not None:
        actions.note_look(conversation_id=conversation.id, by=current_user.id)
