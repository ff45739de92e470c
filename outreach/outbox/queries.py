"""Reads of what is to be delivered."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from outreach.outbox.models import OutgoingMessage


class Claimed(NamedTuple):
    """A message on its way, as it is sent."""

    id: int
    message_id: str
    address: str
    subject: str
    body: str
    created_at: datetime
    tries: int  # this one included


def next_due(connection: Connection, at: datetime) -> Claimed | None:
    """The message that has waited longest; on PostgreSQL one that no other worker holds."""
    statement = (
        select(OutgoingMessage)
        .where(OutgoingMessage.state == "waiting", OutgoingMessage.due_at <= at)
        .order_by(OutgoingMessage.due_at, OutgoingMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    return Claimed(row.id, row.message_id, row.address, row.subject, row.body, row.created_at, row.tries + 1)
