"""Writing e-mails down, claiming those that are due, and marking what became of them."""

import uuid
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, update

from outreach import clock
from outreach.background import alive, this_process
from outreach.database import batches, db, record
from outreach.i18n import lazy_gettext as _l
from outreach.outbox import queries, rules
from outreach.outbox.models import OutgoingMessage
from outreach.refusals import Refused


class TakenAway(Exception):
    """The claim is not ours any more: it took so long that the message was given to somebody else."""


def queue_email(
    *, address: str, subject: str, body: str, calendar: str | None = None, purpose: str | None = None,
    message_id: str | None = None,
) -> OutgoingMessage:  # fmt: skip
    """Write an e-mail down with the deed that causes it; the job sends it once the deed is committed.

    `calendar`: an iCalendar file to go with it. `purpose`: who is asked before it is sent whether it still
    may be (consent.register), and the reader is shown the way out (leaving); without one its text is a
    secret and is not kept when it fails. `message_id`: as `new_message_id` drew it, when the text names it.
    """
    at = clock.now()
    message = OutgoingMessage(
        message_id=message_id or new_message_id(),
        address=rules.one_line(address), subject=rules.one_line(subject), body=body,
        calendar=calendar, purpose=purpose, created_at=at, due_at=at,
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    return message


def new_message_id() -> str:
    """The Message-ID of an e-mail to be written; its first part is random."""
    return f"<{uuid.uuid4().hex}@{_domain()}>"


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
            .values(
                state="claimed", claimed_at=at, claimed_by=this_process(), handed_at=None, fault=None,
                tries=OutgoingMessage.tries + 1,
            )
        )  # fmt: skip
    return candidate if taken.rowcount == 1 else None


def release_unfinished() -> int:
    """Let what a worker claimed before it died wait again: not handed over, it was surely not sent."""
    with record() as connection:
        dead = [
            id
            for id, claimed_by, claimed_at in queries.unfinished(connection)
            if not alive(claimed_by, claimed_at, rules.LONGEST_SENDING)
        ]
        for some in batches(dead):
            connection.execute(
                update(OutgoingMessage)
                .where(
                    OutgoingMessage.id.in_(some), OutgoingMessage.state == "claimed",
                    OutgoingMessage.handed_at.is_(None),
                )
                .values(state="waiting", claimed_at=None, claimed_by=None, tries=OutgoingMessage.tries - 1)
            )  # fmt: skip
    return len(dead)


def mark_handed_over(message: queries.Claimed) -> None:
    """The mail server is about to take it: if we hear no more, nobody knows whether it has."""
    with record() as connection:
        marked = connection.execute(
            update(OutgoingMessage)
            .where(
                OutgoingMessage.id == message.id, OutgoingMessage.state == "claimed",
                OutgoingMessage.tries == message.tries, OutgoingMessage.claimed_by == this_process(),
            )
            .values(handed_at=clock.now())
        )  # fmt: skip
    if marked.rowcount != 1:
        raise TakenAway(message.message_id)


def mark_sent(message_id: int) -> None:
    """It is with the mail server; the body goes, because it may hold a link that opens an account."""
    _mark(message_id, state="sent", sent_at=clock.now(), body="", calendar=None, fault=None)


def mark_unsent(message: queries.Claimed, fault: str, *, for_good: bool) -> None:
    """Nothing was sent: wait for the next try, or give up when refused for good or tried too often."""
    if for_good or message.tries >= rules.MOST_TRIES:
        values = {} if message.purpose else {"body": ""}
        _mark(message.id, state="failed", fault=fault, handed_at=None, **values)
    else:
        pause = rules.pause_after(message.tries)
        _mark(
            message.id, state="waiting", fault=fault, due_at=clock.now() + pause,
            claimed_at=None, handed_at=None,
        )  # fmt: skip


def mark_stopped(message_id: int, reason: str) -> None:
    """It may not be sent any more: consent was withdrawn, or what it tells of is over."""
    _mark(message_id, state="stopped", fault=reason, body="", calendar=None, claimed_at=None)


def mark_unknown(message_id: int, fault: str) -> None:
    """Nobody knows whether it was sent: it stays claimed and is not sent again by itself."""
    _mark(message_id, fault=fault)


def send_again(*, message: OutgoingMessage) -> None:
    """A person wants a failed or unknown one tried again, under the same Message-ID."""
    unknown = message.state == "claimed"
    if not message.body:
        raise Refused(_l("Thư này không còn giữ nội dung nên không gửi lại được; Anh/Chị làm lại việc đó."))
    _decide(
        message, "claimed" if unknown else "failed",
        state="waiting", due_at=clock.now(), tries=0, fault=None, claimed_at=None, handed_at=None,
    )  # fmt: skip


def take_as_sent(*, message: OutgoingMessage) -> None:
    """A person has found out that an unknown one arrived."""
    _decide(message, "claimed", state="sent", sent_at=message.handed_at, body="", calendar=None, fault=None)


def _decide(message: OutgoingMessage, was: str, **values: object) -> None:
    """Only what is still as the person saw it, and never what a worker is sending at this moment."""
    still = queries.is_unknown(clock.now()) if was == "claimed" else OutgoingMessage.state == was
    done: Any = db.session.execute(
        update(OutgoingMessage).where(OutgoingMessage.id == message.id, still).values(**values),
        execution_options={"synchronize_session": False},
    )
    if done.rowcount != 1:
        raise Refused(_l("Thư này vừa đổi trạng thái; Anh/Chị tải lại trang rồi xem giúp."))
    db.session.refresh(message)


def sweep(keep: timedelta = rules.KEEP_SENT) -> int:
    """Forget addresses of messages that ended long ago."""
    with record() as connection:
        done = connection.execute(
            delete(OutgoingMessage).where(
                OutgoingMessage.state.in_(("sent", "failed", "stopped")),
                OutgoingMessage.created_at < clock.now() - keep,
            )
        )
    return done.rowcount


def forget_address(address: str) -> None:
    """Delete what was written to an address; what is going out this very moment is swept later."""
    theirs = (OutgoingMessage.address == address, OutgoingMessage.state != "claimed")
    db.session.execute(
        delete(OutgoingMessage).where(*theirs), execution_options={"synchronize_session": False}
    )


def _mark(message_id: int, **values: object) -> None:
    with record() as connection:
        connection.execute(
            update(OutgoingMessage)
            .where(OutgoingMessage.id == message_id, OutgoingMessage.state == "claimed")
            .values(**values)
        )


def _domain() -> str:
    return str(current_app.config["SMTP_FROM"]).rpartition("@")[2].strip(" >") or "outreach.invalid"
