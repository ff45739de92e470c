"""Writing e-mails down, claiming those that are due, and marking what became of them."""

import uuid
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, update

from outreach import clock
from outreach.database import db, record
from outreach.outbox import queries, rules
from outreach.outbox.models import OutgoingMessage


def queue_email(*, address: str, subject: str, body: str) -> OutgoingMessage:
    """Write an e-mail down with the deed that causes it; the job sends it once the deed is committed."""
    at = clock.now()
    message = OutgoingMessage(
        message_id=f"<{uuid.uuid4().hex}@{_domain()}>",
        address=rules.one_line(address), subject=rules.one_line(subject), body=body,
        created_at=at, due_at=at,
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    return message


def claim_next() -> queries.Claimed | None:
    """Take the next due message, so that no other worker sends it too; None when nothing is due."""
    at = clock.now()
    with record() as connection:
        candidate = queries.next_due(connection, at)
        if candidate is None:
            return None
        taken = connection.execute(
            update(OutgoingMessage)
            .where(OutgoingMessage.id == candidate.id, OutgoingMessage.state == "waiting")
            .values(state="claimed", claimed_at=at, tries=OutgoingMessage.tries + 1)
        )
    return candidate if taken.rowcount == 1 else None


def mark_sent(message_id: int) -> None:
    """It is with the mail server; the body goes, because it may hold a link that opens an account."""
    _mark(message_id, state="sent", sent_at=clock.now(), body="", fault=None)


def mark_unsent(message: queries.Claimed, fault: str, *, for_good: bool) -> None:
    """Nothing was sent: wait for the next try, or give up when refused for good or tried too often."""
    if for_good or message.tries >= rules.MOST_TRIES:
        _mark(message.id, state="failed", fault=fault, body="")
    else:
        pause = rules.pause_after(message.tries)
        _mark(message.id, state="waiting", fault=fault, due_at=clock.now() + pause, claimed_at=None)


def mark_unknown(message_id: int, fault: str) -> None:
    """Nobody knows whether it was sent: it stays claimed and is not sent again by itself."""
    _mark(message_id, fault=fault)


def sweep(keep: timedelta = rules.KEEP_SENT) -> int:
    """Forget addresses of messages that ended long ago."""
    with record() as connection:
        done = connection.execute(
            delete(OutgoingMessage).where(
                OutgoingMessage.state.in_(("sent", "failed")), OutgoingMessage.created_at < clock.now() - keep
            )
        )
    return done.rowcount


def _mark(message_id: int, **values: object) -> None:
    with record() as connection:
        connection.execute(
            update(OutgoingMessage)
            .where(OutgoingMessage.id == message_id, OutgoingMessage.state == "claimed")
            .values(**values)
        )


def _domain() -> str:
    return str(current_app.config["SMTP_FROM"]).rpartition("@")[2].strip(" >") or "outreach.invalid"
