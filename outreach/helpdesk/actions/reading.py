"""How far somebody has come: received, then seen, never backwards."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import case, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import queries, rules, signals
from outreach.helpdesk.actions.speaking import locked
from outreach.helpdesk.models import Message, Participant


def mark_received(
    *, conversation_id: int, who: str, side: str, up_to: int, user_id: int | None = None
) -> bool:
    """The message has come to somebody's device; whether that was news."""
    return _mark(conversation_id, who, side, user_id, received=up_to)


def mark_seen(*, conversation_id: int, who: str, side: str, up_to: int, user_id: int | None = None) -> bool:
    """Somebody has it before their eyes; whether that was news. `up_to`: the id of a message."""
    return _mark(conversation_id, who, side, user_id, seen=up_to)


def mark_own(message: Message, *, who: str) -> None:
    """Whoever said something has seen all that stands before it. The deed that stored it tells the others."""
    values = {
        "conversation_id": message.conversation_id, "who": who, "user_id": message.user_id,
        "side": message.side, "received_up_to": message.id, "seen_up_to": message.id,
        "looked_at": clock.now(),
    }  # fmt: skip
    db.session.connection().execute(_marking(db.engine.dialect.name), values)


@cache
def _marking(dialect: str) -> Any:
    """Built once: with every message. The same message sent again moves nothing back."""
    here = import_module(f"sqlalchemy.dialects.{dialect}").insert(Participant.__table__)
    new, old = here.excluded, Participant.__table__.c
    received = case((old.received_up_to > new.received_up_to, old.received_up_to), else_=new.received_up_to)
    return here.on_conflict_do_update(
        index_elements=["conversation_id", "who"],
        set_={"received_up_to": received, "seen_up_to": new.seen_up_to, "looked_at": new.looked_at},
        where=old.seen_up_to < new.seen_up_to,
    )


def look_in(*, conversation_id: int, who: str, user_id: int) -> None:
    """A clerk has the conversation open; colleagues are told. It is no news for the business."""
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    now = clock.now()
    here = dialect.insert(Participant).values(
        conversation_id=conversation_id, who=who, user_id=user_id, side=rules.STAFF, received_up_to=0,
        seen_up_to=0, looked_at=now,
    )  # fmt: skip
    again = here.on_conflict_do_update(index_elements=["conversation_id", "who"], set_={"looked_at": now})
    db.session.execute(again, execution_options={"synchronize_session": False})


def _mark(
    conversation_id: int, who: str, side: str, user_id: int | None, received: int = 0, seen: int = 0
) -> bool:
    conversation = locked(conversation_id)
    newest = queries.last_shown(conversation_id, side=side)  # nobody has seen what is not there yet
    known = db.session.scalars(
        select(Participant).where(Participant.conversation_id == conversation_id, Participant.who == who)
    ).one_or_none()
    before = rules.Mark(known.received_up_to, known.seen_up_to) if known else rules.Mark(0, 0)
    after = rules.moved(before, received=min(received, newest), seen=min(seen, newest))
    if after == before:
        return False
    if known is None:
        known = Participant(conversation_id=conversation_id, who=who, user_id=user_id, side=side)
        db.session.add(known)
    known.received_up_to, known.seen_up_to = after
    known.looked_at = clock.now()
    conversation.version += 1
    db.session.flush()
    signals.changed.send(None, conversation_id=conversation_id)
    return True
