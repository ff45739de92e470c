"""What somebody has typed and not sent yet."""

from importlib import import_module

from sqlalchemy import delete

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
    db.session.execute(
        delete(Draft).where(Draft.conversation_id == conversation_id, Draft.user_id == user_id),
        execution_options={"synchronize_session": False},
    )
