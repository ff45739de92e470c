"""A person of Zalo's with a conversation, and staff who answer in it."""

from datetime import timedelta
from itertools import count

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk.models import Message
from outreach.zalo.models import ZaloPart, ZaloPerson, ZaloSending
from tests import factories
from tests.zalo import making

_numbers = count(1)


def person(hours_ago: float = 1, *, user: str = making.PERSON, business_id: int | None = None) -> ZaloPerson:
    """Somebody whose last message came that long ago; committed."""
    who = known(hours_ago, user=user, business_id=business_id)
    db.session.commit()
    return who


def known(hours_ago: float = 1, *, user: str = making.PERSON, business_id: int | None = None) -> ZaloPerson:
    """The same, flushed."""
    at = clock.now() - timedelta(hours=hours_ago)
    who = factories.add(
        ZaloPerson(zalo_user_id=user, business_id=business_id, last_interaction_at=at, follows=True)
    )
    conversation = helpdesk.begin(
        client_id=f"zalo:{who.id}:q{next(_numbers)}", channel="zalo", business_id=business_id, asked_at=at,
        released=False,
    )  # fmt: skip
    helpdesk.say(
        conversation_id=conversation.id, client_id=f"zalo:q{next(_numbers)}", side="business", text="Xin hỏi",
        sent_at=at, external_id=f"in-{user}-{next(_numbers)}",
    )  # fmt: skip
    who.conversation_id = conversation.id
    db.session.flush()
    return who


def answer(who: ZaloPerson, text: str, **values: object) -> int:
    """Staff answer; committed. The message's id."""
    message_id = answered(who, text, **values)
    db.session.commit()
    return message_id


def answered(who: ZaloPerson, text: str, **values: object) -> int:
    """The same, flushed."""
    clerk = factories.user(Role.HELPDESK)
    message = helpdesk.say(
        conversation_id=who.conversation_id or 0, client_id=f"a{next(_numbers)}", side="staff", text=text,
        user_id=clerk.id, person=clerk.name, **values,  # type: ignore[arg-type]
    )  # fmt: skip
    return message.id


def sending_of(message_id: int) -> ZaloSending:
    """How its way to Zalo stands now."""
    db.session.rollback()
    db.session.expire_all()
    found = db.session.scalars(select(ZaloSending).where(ZaloSending.message_id == message_id)).one()
    db.session.rollback()
    return found


def message_of(message_id: int) -> Message:
    """The message as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get_one(Message, message_id)
    db.session.rollback()
    return found


def parts_of(message_id: int) -> list[ZaloPart]:
    """Its parts that went out."""
    db.session.rollback()
    db.session.expire_all()
    statement = select(ZaloPart).join(ZaloSending).where(ZaloSending.message_id == message_id)
    found = list(db.session.scalars(statement.order_by(ZaloPart.place)))
    db.session.rollback()
    return found


def make_due() -> None:
    """Pauses are over."""
    db.session.rollback()
    for one in db.session.scalars(select(ZaloSending)):
        one.due_at = clock.now() - timedelta(seconds=1)
    db.session.commit()
