"""Received and seen: never backwards, and kept for messages that are not known yet."""

from importlib import import_module

from sqlalchemy import delete, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk import signals
from outreach.helpdesk.models import Message
from outreach.zalo import queries
from outreach.zalo.models import ZaloMark


def mark(msg_id: str, state: str) -> None:
    """Zalo says that a message of ours was received or seen."""
    message = queries.find_message(msg_id)
    if message is not None:
        move(message, state)
        return
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    new = dialect.insert(ZaloMark).values(external_id=msg_id, state=state, heard_at=clock.now())
    db.session.execute(new.on_conflict_do_nothing(index_elements=["external_id"]))
    known = db.session.get_one(ZaloMark, msg_id, populate_existing=True, with_for_update=True)
    known.state = helpdesk_rules.later(known.state, state)
    db.session.flush()


def marks_that_came_before(message: Message, *msg_ids: str) -> None:
    """News of a message that was heard before we knew it."""
    found = db.session.scalars(select(ZaloMark).where(ZaloMark.external_id.in_(msg_ids))).all()
    for known in found:
        move(message, known.state)
    if found:
        db.session.execute(
            delete(ZaloMark).where(ZaloMark.external_id.in_(msg_ids)),
            execution_options={"synchronize_session": False},
        )


def move(message: Message, state: str) -> None:
    """How far a message of staff has come outside the portal; older news changes nothing."""
    if message.side != helpdesk_rules.STAFF:
        return
    conversation = helpdesk.locked(message.conversation_id)
    db.session.refresh(message)
    after = helpdesk_rules.later(message.delivery, state)
    if after != message.delivery:
        message.delivery = after
        told(conversation.id)


def told(conversation_id: int) -> None:
    """Something within a conversation has changed: whoever has it open learns of it."""
    conversation = helpdesk.locked(conversation_id)
    conversation.version += 1
    db.session.flush()
    signals.changed.send(None, conversation_id=conversation_id)
