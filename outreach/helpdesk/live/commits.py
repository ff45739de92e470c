"""From a deed to the streams: noted within its transaction, told when it is committed and not before."""

from typing import Any

from flask import current_app
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from outreach.database import db
from outreach.helpdesk.live.sources import CHANNEL, payload

_NOTED = "conversations that changed"


def note(_sender: Any, *, conversation_id: int, **_more: Any) -> None:
    """This conversation changes with the transaction that runs; receives `signals.said` and `changed`."""
    db.session().info.setdefault(_NOTED, set()).add(conversation_id)


def _before_commit(session: Session) -> None:
    """Other processes are told by the database itself, with the commit; SQLite has no way, they ask it."""
    ids = session.info.get(_NOTED)
    if ids and not session.in_nested_transaction() and session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, payload(ids))))


def _after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    ids = session.info.pop(_NOTED, None)
    hub = current_app.extensions.get("live") if ids else None
    if hub is not None:
        hub.wake(ids)


def _after_rollback(session: Session, transaction: SessionTransaction) -> None:
    if not transaction.nested:
        session.info.pop(_NOTED, None)


event.listen(db.session, "before_commit", _before_commit)
event.listen(db.session, "after_commit", _after_commit)
event.listen(db.session, "after_soft_rollback", _after_rollback)
