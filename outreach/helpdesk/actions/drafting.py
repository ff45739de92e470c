"""What somebody has typed and not sent yet."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import bindparam, delete

from outreach import clock
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.models import Draft


def save_draft(*, conversation_id: int, user_id: int, text: str) -> None:
    """Keep it for a reload or another device; an empty one is forgotten."""
    if not text.strip():
        return drop_draft(conversation_id=conversation_id, user_id=user_id)
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    values = {"text": text[: rules.LONGEST_TEXT], "saved_at": clock.now()}
    db.session.execute(
        dialect.insert(Draft)
        .values(conversation_id=conversation_id, user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["conversation_id", "user_id"], set_=values)
    )


def drop_draft(*, conversation_id: int, user_id: int | None) -> None:
    """It was sent, or is wanted no more."""
    if user_id is not None:  # nobody else has any
        db.session.connection().execute(_dropping(), {"conversation": conversation_id, "user": user_id})


@cache
def _dropping() -> Any:
    """Built once: with every message."""
    mine = (Draft.conversation_id == bindparam("conversation"), Draft.user_id == bindparam("user"))
    return delete(Draft).where(*mine)
