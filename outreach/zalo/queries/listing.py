"""Lists for people: who has written, what is on its way, what came in, how the account does."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from outreach.accounts.models import User
from outreach.businesses.models import Business, Contact
from outreach.database import db
from outreach.helpdesk.models import Conversation, Message
from outreach.zalo.models import OfficialAccount, ZaloEvent, ZaloPerson, ZaloSending

LATEST_EVENTS = 20


class PersonRow(NamedTuple):
    """Somebody of Zalo's, and the latest conversation with them."""

    id: int
    name: str | None
    phone: str | None
    business_id: int | None
    business: str | None
    last_interaction_at: datetime | None
    blocked_code: int | None
    conversation_key: str | None


class Candidate(NamedTuple):
    """A business that somebody with a phone belongs to, as a contact or with an account."""

    name: str
    tax_code: str | None
    who: str


class SendingRow(NamedTuple):
    """A message on its way: never its whole text."""

    id: int
    person: str | None
    start: str
    state: str
    kind: str
    tries: int
    error_code: int | None
    due_at: datetime
    sent_at: datetime | None
    conversation_key: str


class EventRow(NamedTuple):
    """A delivery, without what it says."""

    id: int
    event_name: str
    received_at: datetime
    deliveries: int
    state: str
    fault: str | None


def get_person(person_id: int) -> ZaloPerson | None:
    """The person with this id."""
    return db.session.get(ZaloPerson, person_id)


def get_sending(sending_id: int) -> ZaloSending | None:
    """The message on its way with this id."""
    return db.session.get(ZaloSending, sending_id)


def list_people(
    *, matched: bool, only: int | None = None, offset: int, limit: int
) -> tuple[Sequence[PersonRow], int]:
    """People who have written, with or without a business, who wrote last first; and how many there are.

    `only`: this one alone.
    """
    business_id = func.coalesce(ZaloPerson.business_id, Conversation.business_id)
    whose = business_id.is_not(None) if matched else business_id.is_(None)
    wrote = whose if only is None else ZaloPerson.id == only
    rows = db.session.execute(
        select(
            ZaloPerson.id, ZaloPerson.name, ZaloPerson.phone, Business.id, Business.name,
            ZaloPerson.last_interaction_at, ZaloPerson.blocked_code, Conversation.public_id,
        )
        .join(Conversation, Conversation.id == ZaloPerson.conversation_id)
        .outerjoin(Business, Business.id == business_id)
        .where(wrote)
        .order_by(ZaloPerson.last_interaction_at.desc(), ZaloPerson.id.desc())
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    there = select(func.count()).select_from(ZaloPerson).where(wrote)
    total = db.session.scalar(there.join(Conversation, Conversation.id == ZaloPerson.conversation_id)) or 0
    return [PersonRow(*row) for row in rows], total


def candidates(phones: Iterable[str | None]) -> dict[str, list[Candidate]]:
    """Businesses that people with these phones belong to, by phone."""
    wanted = sorted({phone for phone in phones if phone})
    if not wanted:
        return {}
    columns = (Business.name.label("business"), Business.tax_code)
    contacts = (
        select(Contact.phone, *columns, Contact.name.label("who"))
        .join(Business, Business.id == Contact.business_id)
        .where(Contact.phone.in_(wanted), Contact.left_on.is_(None))
    )
    users = (
        select(User.phone, *columns, User.name.label("who"))
        .join(Business, Business.id == User.business_id)
        .where(User.phone.in_(wanted), User.disabled_at.is_(None))
    )
    found: dict[str, list[Candidate]] = {}
    for phone, name, tax_code, who in db.session.execute(contacts.union(users).order_by("business", "who")):
        mine = found.setdefault(str(phone), [])
        if tax_code not in {one.tax_code for one in mine}:
            mine.append(Candidate(name, tax_code, who))
    return found


def sendings(state: str | None, *, offset: int, limit: int) -> tuple[Sequence[SendingRow], int]:
    """Messages to Zalo, the newest first, and how many there are in that state."""
    condition: list[ColumnElement[bool]] = [ZaloSending.state == state] if state else []
    rows = db.session.execute(
        select(
            ZaloSending.id, ZaloPerson.name, func.substr(Message.text, 1, 80), ZaloSending.state,
            ZaloSending.kind, ZaloSending.tries, ZaloSending.error_code, ZaloSending.due_at,
            ZaloSending.sent_at, Conversation.public_id,
        )
        .join(ZaloPerson, ZaloPerson.id == ZaloSending.person_id)
        .join(Message, Message.id == ZaloSending.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(*condition)
        .order_by(ZaloSending.id.desc())
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(ZaloSending).where(*condition)) or 0
    return [SendingRow(*row) for row in rows], total


def sending_counts() -> dict[str, int]:
    """How many messages are in each of rules.sending.STATES."""
    rows = db.session.execute(select(ZaloSending.state, func.count()).group_by(ZaloSending.state))
    return {str(row[0]): int(row[1]) for row in rows}


def account() -> OfficialAccount | None:
    """The account's row; None before anybody has connected it."""
    return db.session.get(OfficialAccount, 1)


def latest_events() -> list[EventRow]:
    """What came in last, without what it says."""
    columns: tuple[Any, ...] = (
        ZaloEvent.id, ZaloEvent.event_name, ZaloEvent.received_at, ZaloEvent.deliveries, ZaloEvent.state,
        ZaloEvent.fault,
    )  # fmt: skip
    rows = db.session.execute(select(*columns).order_by(ZaloEvent.id.desc()).limit(LATEST_EVENTS))
    return [EventRow(*row) for row in rows]


def event_counts() -> dict[str, int]:
    """How many deliveries are waiting, heard, unknown, failed."""
    rows = db.session.execute(select(ZaloEvent.state, func.count()).group_by(ZaloEvent.state))
    return {str(row[0]): int(row[1]) for row in rows}
