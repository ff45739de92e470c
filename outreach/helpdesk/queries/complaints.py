"""The register of complaints: for those who may open it; a denouncer's name for who took it alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk.models import Attachment, Complaint, Message
from outreach.helpdesk.queries.files import Stored
from outreach.helpdesk.rules import complaints as rules

UNDO_WITHIN = timedelta(days=1)


class ComplaintRow(NamedTuple):
    """A line of the register, without names and words."""

    public_id: str
    kind: str
    received_on: date
    due_on: date | None
    state: str
    taken_by: str | None


class Evidence(NamedTuple):
    """A file that was sent with what was moved; `stored.stored_as` is None once it was forgotten."""

    public_id: str
    size: int
    stored: Stored


class ComplaintSheet(NamedTuple):
    """All of one; `person` and `business` are None where this reader may not know them."""

    id: int
    public_id: str
    kind: str
    received_on: date
    due_on: date | None
    state: str
    taken_by_id: int | None
    taken_by: str | None
    words: str
    person: str | None
    business: str | None
    outcome: str | None
    ended_at: datetime | None
    protected: bool
    files: tuple[Evidence, ...]  # none where this reader may not know who wrote: files tell it, too


class MovedRow(NamedTuple):
    """What a clerk has moved out of a conversation, and may take back."""

    public_id: str
    kind: str
    moved_at: datetime


def list_complaints(*, state: str | None, offset: int, limit: int) -> tuple[list[ComplaintRow], int]:
    """The register, open ones first, by due day."""
    conditions = [Complaint.state == state] if state else []
    total = db.session.scalar(select(func.count(Complaint.id)).where(*conditions)) or 0
    rows = db.session.execute(
        select(
            Complaint.public_id, Complaint.kind, Complaint.received_on, Complaint.due_on, Complaint.state,
            User.name,
        )
        .outerjoin(User, User.id == Complaint.taken_by_id)
        .where(*conditions)
        .order_by(
            case((Complaint.state.in_(rules.ENDS), 1), else_=0), Complaint.due_on.is_(None),
            Complaint.due_on, Complaint.id.desc(),
        )
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    return [ComplaintRow(*row) for row in rows], total


def count_by_state() -> dict[str, int]:
    """How many are in each state."""
    rows = db.session.execute(select(Complaint.state, func.count()).group_by(Complaint.state))
    return {row[0]: row[1] for row in rows}


def find_complaint(public_id: str) -> Complaint | None:
    """One by its address, for deeds."""
    return db.session.scalars(select(Complaint).where(Complaint.public_id == public_id)).one_or_none()


def complaint_sheet(public_id: str, *, reader_id: int) -> ComplaintSheet | None:
    """One as this reader may see it."""
    row = db.session.execute(
        select(Complaint, User.name, Business.name)
        .outerjoin(User, User.id == Complaint.taken_by_id)
        .outerjoin(Business, Business.id == Complaint.business_id)
        .where(Complaint.public_id == public_id)
    ).one_or_none()
    if row is None:
        return None
    one, taken_by, business = row
    named = rules.knows_name(kind=one.kind, taken_by_id=one.taken_by_id, reader_id=reader_id)
    return ComplaintSheet(
        one.id, one.public_id, one.kind, one.received_on, one.due_on, one.state, one.taken_by_id, taken_by,
        one.words, one.person if named else None, business if named else None, one.outcome, one.ended_at,
        not named, tuple(_files(one)) if named else (),
    )  # fmt: skip


def moved_messages(complaint: Complaint) -> list[int]:
    """The rows of the messages whose words are in it."""
    return [part["id"] for part in complaint.parts if "report" not in part]


def _files(complaint: Complaint) -> Iterator[Evidence]:
    statement = (
        select(Attachment)
        .join(Message, Message.id == Attachment.message_id)
        .where(Message.id.in_(moved_messages(complaint)), Message.moved_at.is_not(None))
    )
    for file in db.session.scalars(statement.order_by(Attachment.id)):
        stored = Stored(file.name, file.kind, file.stored_as, file.thumb_as)
        yield Evidence(file.public_id, file.size, stored)


def moved_by(conversation_id: int, user_id: int) -> list[MovedRow]:
    """What this clerk moved out of a conversation within a day and nobody has taken."""
    rows = db.session.execute(
        select(Complaint.public_id, Complaint.kind, Complaint.moved_at)
        .where(Complaint.conversation_id == conversation_id, Complaint.moved_by_id == user_id)
        .where(Complaint.state == rules.NEW, Complaint.moved_at > clock.now() - UNDO_WITHIN)
        .order_by(Complaint.id.desc())
    )
    return [MovedRow(*row) for row in rows]
