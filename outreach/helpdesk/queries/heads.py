"""One conversation with what it is about: what a page shows above its messages, and who may open it."""

from datetime import datetime
from functools import cache
from hmac import compare_digest
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from outreach.accounts.models import User
from outreach.accounts.rules import token_hash
from outreach.businesses.models import Business
from outreach.database import db
from outreach.dossiers.models import Dossier, Procedure
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message, Participant
from outreach.tutorials.models import Tutorial, TutorialStep, TutorialVersion


class Head(NamedTuple):
    """A conversation without its messages."""

    id: int
    public_id: str
    business_id: int | None
    business: str | None
    tax_code: str | None
    channel: str
    subject: str | None
    procedure_id: int | None
    procedure: str | None
    tutorial_id: int | None
    slug: str | None
    version_id: int | None
    number: int | None
    tutorial: str | None
    step_key: str | None
    step: str | None
    dossier_id: int | None
    dossier_code: str | None
    step_report_id: int | None
    guest_name: str | None
    guest_tax_code: str | None
    guest_phone: str | None
    key_hash: str | None
    state: str
    released: bool
    assigned_to_id: int | None
    assigned_to: str | None
    merged_into_id: int | None
    asked_at: datetime
    first_reply_at: datetime | None
    waiting_since: datetime | None
    closed_at: datetime | None
    rated: bool
    purged_at: datetime | None
    last_message_id: int | None
    version: int
    snoozed_until: datetime | None


class Line(NamedTuple):
    """A conversation in a business's own list."""

    public_id: str
    state: str
    subject: str | None
    procedure: str | None
    step: str | None
    asked_at: datetime
    last_at: datetime
    last_from: str
    last_text: str
    unread: int
    asked: str | None  # the first question, if its words are still there


def find_conversation(public_id: str) -> Head | None:
    """A conversation by its address, whoever asks: staff only."""
    return _head(_heads(Conversation.public_id), public_id)


def get_conversation(conversation_id: int) -> Head | None:
    """A conversation by its row, whoever asks: staff only."""
    return _head(_heads(Conversation.id), conversation_id)


def where_it_went(head: Head) -> Head:
    """The conversation that a merged one went into, however often; itself while it stands alone."""
    while head.state == rules.MERGED and head.merged_into_id is not None:
        whole = get_conversation(head.merged_into_id)
        if whole is None or whole.business_id != head.business_id or (not whole.released and head.released):
            return head
        head = whole
    return head


def of_business(public_id: str, business_id: int | None) -> Head | None:
    """The same for people of a business: their own, once it is released."""
    head = find_conversation(public_id)
    if head is None or business_id is None or head.business_id != business_id or not head.released:
        return None
    return head


def of_guest(public_id: str, secret: str) -> Head | None:
    """The same for whoever has the private link."""
    head = find_conversation(public_id)
    if head is None or head.key_hash is None or not head.released:
        return None
    return head if compare_digest(head.key_hash, token_hash(secret)) else None


def parts_of(head: Head) -> list[str]:
    """What was split off a conversation and opens with the same private link's secret: their addresses."""
    c = Conversation
    statement = select(c.public_id).where(c.split_from_id == head.id, c.key_hash == head.key_hash)
    return list(db.session.scalars(statement.where(c.released).order_by(c.id)))


def lines_of(business_id: int, user_id: int, *, offset: int, limit: int) -> tuple[list[Line], int]:
    """A business's conversations, the latest first, with what this person has not read; and how many."""
    mine = [
        Conversation.business_id == business_id, Conversation.released, Conversation.state != rules.MERGED
    ]  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(Conversation).where(*mine)) or 0
    columns: list[Any] = [
        Conversation.public_id, Conversation.state, Conversation.subject, Procedure.name, TutorialStep.title,
        Conversation.asked_at, Conversation.last_at, Conversation.last_from, Conversation.last_text,
        _unread_in(user_id), _first_asked(),
    ]  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .outerjoin(Procedure, Procedure.id == Conversation.procedure_id)
        .outerjoin(TutorialStep, _of_the_step())
        .where(*mine)
        .order_by(Conversation.last_at.desc(), Conversation.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Line(*row) for row in rows], total


def unread(business_id: int | None, user_id: int | None) -> int:
    """How many messages of staff somebody of a business has not read yet."""
    if business_id is None or user_id is None:
        return 0
    asked = {"business_id": business_id, "user_id": user_id}
    return int(db.session.connection().execute(_unread(), asked).scalar_one())


@cache
def _unread() -> Any:
    """Built once: every page of a business asks for it."""
    seen = func.coalesce(Participant.seen_up_to, 0)
    mine = (Participant.conversation_id == Conversation.id) & (Participant.user_id == bindparam("user_id"))
    return (
        select(func.count(Message.id))
        .select_from(Conversation)
        .outerjoin(Participant, mine)
        .join(Message, (Message.conversation_id == Conversation.id) & (Message.id > seen))
        .where(Conversation.business_id == bindparam("business_id"), Conversation.released)
        .where(Conversation.last_message_id > seen, *_from_staff())
    )


def _unread_in(user_id: int) -> Any:
    seen = (
        select(Participant.seen_up_to)
        .where(Participant.conversation_id == Conversation.id, Participant.user_id == user_id)
        .correlate(Conversation)
        .scalar_subquery()
    )
    return (
        select(func.count(Message.id))
        .correlate(Conversation)
        .where(
            Message.conversation_id == Conversation.id, Message.id > func.coalesce(seen, 0), *_from_staff()
        )
        .scalar_subquery()
    )


def _first_asked() -> Any:
    return (
        select(Message.text)
        .correlate(Conversation)
        .where(Message.conversation_id == Conversation.id, Message.side == rules.BUSINESS)
        .where(Message.kind == rules.TEXT, Message.text != "", Message.taken_back_at.is_(None))
        .order_by(Message.id)
        .limit(1)
        .scalar_subquery()
    )


def _from_staff() -> list[Any]:
    return [Message.side == rules.STAFF, Message.kind != rules.NOTE, Message.taken_back_at.is_(None)]


def _of_the_step() -> Any:
    return (TutorialStep.version_id == Conversation.version_id) & (TutorialStep.key == Conversation.step_key)


def _head(statement: Any, asked: int | str) -> Head | None:
    row = db.session.connection().execute(statement, {"asked": asked}).one_or_none()
    return Head(*row) if row else None


@cache
def _heads(key: Any) -> Any:
    """By the row or the address; built once: every page and fragment of a conversation asks for it."""
    columns: list[Any] = [
        Conversation.id, Conversation.public_id, Conversation.business_id, Business.name, Business.tax_code,
        Conversation.channel, Conversation.subject, Conversation.procedure_id, Procedure.name,
        Conversation.tutorial_id, Tutorial.slug, Conversation.version_id, TutorialVersion.number,
        TutorialVersion.title, Conversation.step_key, TutorialStep.title, Conversation.dossier_id,
        Dossier.code, Conversation.step_report_id, Conversation.guest_name, Conversation.guest_tax_code,
        Conversation.guest_phone, Conversation.key_hash, Conversation.state, Conversation.released,
        Conversation.assigned_to_id, User.name, Conversation.merged_into_id, Conversation.asked_at,
        Conversation.first_reply_at, Conversation.waiting_since, Conversation.closed_at, Conversation.rated,
        Conversation.purged_at, Conversation.last_message_id, Conversation.version,
        Conversation.snoozed_until,
    ]  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Business, Business.id == Conversation.business_id)
        .outerjoin(Procedure, Procedure.id == Conversation.procedure_id)
        .outerjoin(Tutorial, Tutorial.id == Conversation.tutorial_id)
        .outerjoin(TutorialVersion, TutorialVersion.id == Conversation.version_id)
        .outerjoin(TutorialStep, _of_the_step())
        .outerjoin(Dossier, Dossier.id == Conversation.dossier_id)
        .outerjoin(User, User.id == Conversation.assigned_to_id)
        .where(key == bindparam("asked"))
    )
