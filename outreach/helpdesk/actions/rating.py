"""Satisfaction: said once per conversation, kept apart from it."""

import secrets
from typing import Any

from sqlalchemy import update

from outreach import clock
from outreach.database import db
from outreach.helpdesk import rules, signals
from outreach.helpdesk.models import Conversation, Rating


def rate(*, conversation_id: int, level: str, reason: str | None, words: str | None) -> bool:
    """Take how satisfied somebody was; False when it is open (again) or rated, by whichever click came first.

    The row of the answer says its month and nothing else of where it came from; its words lose what looks
    like a phone or an identity number.
    """
    used: Any = db.session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.state == rules.CLOSED, ~Conversation.rated)
        .values(rated=True, version=Conversation.version + 1),
        execution_options={"synchronize_session": False},
    )
    if not used.rowcount:
        return False
    db.session.add(
        Rating(
            id=secrets.token_urlsafe(12), month=clock.today().replace(day=1), level=level,
            reason=reason or None, words=rules.masked(words) if words else None,
        )
    )  # fmt: skip
    db.session.flush()
    signals.changed.send(None, conversation_id=conversation_id)
    return True
