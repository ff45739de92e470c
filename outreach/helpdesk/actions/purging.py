"""What is forgotten on schedule: files first, then the words and names of what ended long ago.

Minutes, counts, procedure and zone stay: figures do not change when words go. What the register of
complaints holds is kept until that is settled, and as long after as other words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.answers import rules as answers
from outreach.answers.models import Answer
from outreach.database import db, reading, record
from outreach.helpdesk import queries, rules
from outreach.helpdesk.models import (
    Attachment,
    Complaint,
    Conversation,
    Draft,
    HandOver,
    Message,
    Retention,
)
from outreach.tutorials.models import StepReport

KEEP_GUESTS = timedelta(days=90)  # names and phones of strangers, after the end
AT_ONCE = 200  # conversations in one transaction: a killed run loses nothing, the next goes on

NOTHING_SAID: dict[str, Any] = {"text": "", "text_folded": "", "person": None}
NOBODYS: dict[str, Any] = {"words": "", "person": None, "outcome": None, "parts": []}


def no_file() -> dict[str, Any]:
    """What stays of a file: that there was one."""
    return {"name": "", "stored_as": None, "thumb_as": None, "purged_at": clock.now()}


def set_retention(*, months: Mapping[str, int], by: int | None) -> None:
    """Say how many months after the end words and files are kept."""
    db.session.execute(delete(Retention))
    db.session.add_all(
        Retention(kind=kind, months=given, set_at=clock.now(), set_by_id=by) for kind, given in months.items()
    )
    db.session.flush()
    note_access(what="retention.set", object_type="retention", by=by)


def purge() -> int:
    """Forget what is due by now; how many conversations lost their words."""
    with reading() as connection:
        months = queries.kept_months(connection)
    _forget_guests(clock.now() - KEEP_GUESTS)
    _forget_files(before(months[rules.FILES]))
    purged = 0
    while gone := _forget_words(before(months[rules.WORDS])):
        purged += gone
    _forget_complaints(before(months[rules.WORDS]))
    return purged


def before(months: int) -> datetime:
    """What ended earlier than this has been kept for so many months."""
    return datetime.combine(clock.add_months(clock.today(), -months), time(), clock.LOCAL)


def ended(limit: datetime) -> list[ColumnElement[bool]]:
    """Conversations that ended before an instant; merged ones end with their last word."""
    c = Conversation
    return [c.state != rules.OPEN, func.coalesce(c.closed_at, c.last_at) < limit]


def _forget_guests(limit: datetime) -> None:
    c, named = Conversation, Conversation.guest_name.is_not(None) | Conversation.guest_phone.is_not(None)
    with record() as connection:
        ids = connection.scalars(select(c.id).where(*ended(limit), named).limit(AT_ONCE * 5)).all()
        if ids:
            connection.execute(
                update(Message)
                .where(Message.conversation_id.in_(ids), Message.user_id.is_(None))
                .where(Message.side == rules.BUSINESS)
                .values(person=None)
            )
            connection.execute(
                update(c)
                .where(c.id.in_(ids))
                .values(guest_name=None, guest_phone=None, version=c.version + 1)
            )


def _forget_files(limit: datetime) -> None:
    """The files themselves go with the next sweep: no row names them any more."""
    ids = select(Conversation.id).where(*ended(limit))
    with record() as connection:
        connection.execute(
            update(Attachment)
            .where(Attachment.stored_as.is_not(None), Attachment.conversation_id.in_(ids), ~_in_register())
            .values(stored_as=None, thumb_as=None, purged_at=clock.now())
        )


def _in_register() -> Any:
    """A file of a message that was moved into the register of complaints."""
    moved = select(Message.id).where(Message.id == Attachment.message_id, Message.moved_at.is_not(None))
    return moved.correlate(Attachment).exists()


def _forget_complaints(limit: datetime) -> None:
    """Kind, days and how it ended stay in the register."""
    over = (Complaint.ended_at < limit, Complaint.words != "")
    with record() as connection:
        for id, parts in connection.execute(select(Complaint.id, Complaint.parts).where(*over)).all():
            messages = [part["id"] for part in parts]
            connection.execute(
                update(Attachment).where(Attachment.message_id.in_(messages)).values(**no_file())
            )
            connection.execute(update(Complaint).where(Complaint.id == id).values(**NOBODYS))


def _forget_questions(connection: Connection, ids: Sequence[int]) -> None:
    """Who was stuck at a step wrote the same words there; what stands at the step for everybody stays."""
    about = select(Conversation.step_report_id).where(Conversation.id.in_(ids))
    hidden = (StepReport.id.in_(about), ~StepReport.shown)
    connection.execute(update(StepReport).where(*hidden).values(question="", answer=None))
    nobody = {"phone": None, "tax_code": None, "key_hash": None}
    connection.execute(update(StepReport).where(StepReport.id.in_(about)).values(**nobody))


def _forget_drafts(connection: Connection, ids: Sequence[int]) -> None:
    """Copies for an answer that nobody ever said to be without names."""
    of_them = select(Conversation.public_id).where(Conversation.id.in_(ids))
    raw = (Answer.state == answers.DRAFT, Answer.redacted_at.is_(None), Answer.published_at.is_(None))
    connection.execute(delete(Answer).where(*raw, Answer.source.in_(of_them)))


def _forget_words(limit: datetime) -> int:
    c = Conversation
    with record() as connection:
        due = select(c.id).where(*ended(limit), c.purged_at.is_(None)).order_by(c.id).limit(AT_ONCE)
        ids = connection.scalars(due).all()
        if ids:
            of_it = Message.conversation_id.in_(ids)
            connection.execute(
                update(Message).where(of_it, Message.kind != rules.EVENT).values(**NOTHING_SAID)
            )
            connection.execute(update(Message).where(of_it).values(person=None))
            connection.execute(
                update(Attachment)
                .where(Attachment.conversation_id.in_(ids), ~_in_register())
                .values(**no_file())
            )
            _forget_questions(connection, ids)
            _forget_drafts(connection, ids)
            connection.execute(delete(Draft).where(Draft.conversation_id.in_(ids)))
            connection.execute(
                update(HandOver).where(HandOver.conversation_id.in_(ids)).values(question="", answer=None)
            )
            connection.execute(
                update(c).where(c.id.in_(ids)).values(
                    subject=None, subject_folded=None, guest_name=None, guest_phone=None,
                    guest_tax_code=None, key_hash=None, last_text="", purged_at=clock.now(),
                    version=c.version + 1,
                )
            )  # fmt: skip
    return len(ids)
