"""People who write to the account: known by Zalo's id, once each, and the conversation each of them has."""

from datetime import datetime, timedelta
from importlib import import_module

from sqlalchemy import select, update

from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.models import Conversation, Message
from outreach.zalo.models import ZaloPerson

NEW_AFTER = timedelta(days=7)  # whoever writes that long after the end begins another conversation


def person(zalo_user_id: str) -> ZaloPerson:
    """The person with this id, made when new; nobody else changes the row until this deed ends."""
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    new = dialect.insert(ZaloPerson).values(zalo_user_id=zalo_user_id)
    db.session.execute(new.on_conflict_do_nothing(index_elements=["zalo_user_id"]))
    statement = select(ZaloPerson).where(ZaloPerson.zalo_user_id == zalo_user_id)
    # PostgreSQL: as little of a lock as keeps others out, since a reply being stored points to this row.
    locked = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(locked).one()


def interacted(who: ZaloPerson, at: datetime) -> None:
    """They did something that opens the 48 hours; news that comes late changes nothing."""
    who.last_interaction_at = max(who.last_interaction_at or at, at)
    who.blocked_code = None


def has_withdrawn(who: ZaloPerson, at: datetime) -> bool:
    """Whether they have withdrawn their consent since: what was said before that is not kept."""
    return who.withdrawn_at is not None and at <= who.withdrawn_at


def conversation_of(who: ZaloPerson, *, msg_id: str, at: datetime) -> Conversation:
    """The conversation that a message of this moment belongs to; a new one when the last is long over.

    It stays with staff until they let its business read it: a Zalo account proves nobody's identity.
    """
    known = _current(who)
    if known is not None and who.business_id is None:
        who.business_id = known.business_id  # as somebody has said at the desk
    if known is not None and not _is_over(known, at):
        return known
    conversation = helpdesk.begin(
        client_id=f"{prefix_of(who)}{msg_id}", channel=helpdesk_rules.ZALO, business_id=who.business_id,
        guest=helpdesk.Guest(name=who.name, phone=who.phone), asked_at=at, released=False,
    )  # fmt: skip
    who.conversation_id = conversation.id
    db.session.flush()
    return conversation


def name_what_was_said(who: ZaloPerson) -> None:
    """Their messages so far, and their conversations, bear the name from now on."""
    begun = Conversation.client_id.startswith(prefix_of(who), autoescape=True)
    ids = list(db.session.scalars(select(Conversation.id).where(begun)))
    nameless = (Conversation.id.in_(ids), Conversation.guest_name.is_(None))
    said = (Message.conversation_id.in_(ids), Message.side == helpdesk_rules.BUSINESS)
    named = {"guest_name": who.name, "version": Conversation.version + 1}
    for statement in (
        update(Conversation).where(*nameless).values(**named),
        update(Message).where(*said, Message.person.is_(None), Message.text != "").values(person=who.name),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})


def prefix_of(who: ZaloPerson) -> str:
    """What the client ids of all conversations of a person begin with."""
    return f"zalo:{who.id}:"


def _current(who: ZaloPerson) -> Conversation | None:
    """The latest one, or what it was merged into as long as replies there still go to Zalo."""
    found = db.session.get(Conversation, who.conversation_id) if who.conversation_id else None
    while found is not None and found.merged_into_id is not None:
        found = db.session.get(Conversation, found.merged_into_id)
    return found if found is not None and found.channel == helpdesk_rules.ZALO else None


def _is_over(conversation: Conversation, at: datetime) -> bool:
    if conversation.purged_at is not None:
        return True
    closed_at = conversation.closed_at
    return closed_at is not None and at > closed_at + NEW_AFTER
