"""What is forgotten on schedule: raw deliveries soon, people who never wrote later."""

from datetime import timedelta

from sqlalchemy import and_, delete, func, select, update

from outreach import clock
from outreach.database import record
from outreach.helpdesk.models import Conversation
from outreach.zalo.models import Paste, PastedPerson, ZaloEvent, ZaloFile, ZaloMark, ZaloPerson

KEEP_BODIES = timedelta(days=7)  # what was said is in its conversation by then
KEEP_EVENTS = timedelta(days=60)  # when a delivery comes again, it is still known
KEEP_MARKS = timedelta(days=7)
KEEP_PASTES = timedelta(days=30)  # chats pasted in that nobody confirmed
KEEP_STRANGERS = timedelta(days=90)  # people who followed and never wrote
KEEP_NAMES = timedelta(days=730)  # who a name in a group is, after the last paste of that group


def sweep() -> int:
    """Forget what is no longer needed; how many rows changed."""
    at = clock.now()
    stranger = and_(ZaloPerson.conversation_id.is_(None), ZaloPerson.business_id.is_(None))
    last = func.coalesce(ZaloPerson.last_interaction_at, ZaloPerson.follows_since)
    stranger &= ZaloPerson.withdrawn_at.is_(None) & (last < at - KEEP_STRANGERS)
    purged = select(Conversation.id).where(Conversation.purged_at.is_not(None))
    over = and_(ZaloPerson.conversation_id.in_(purged), ZaloPerson.name.is_not(None))
    old = ZaloEvent.received_at < at - KEEP_BODIES
    pasted_lately = select(Paste.group_folded).where(Paste.pasted_at > at - KEEP_NAMES)
    with record() as connection:
        return sum(
            connection.execute(statement).rowcount
            for statement in (
                update(ZaloEvent)
                .where(old, ZaloEvent.body.is_not(None), ZaloEvent.state != "waiting")
                .values(body=None),
                delete(ZaloEvent).where(
                    ZaloEvent.received_at < at - KEEP_EVENTS, ZaloEvent.state != "waiting"
                ),
                delete(ZaloMark).where(ZaloMark.heard_at < at - KEEP_MARKS),
                update(ZaloFile)
                .where(ZaloFile.state == "waiting", ZaloFile.due_at < at - KEEP_BODIES)
                .values(state="refused", url=None),
                delete(Paste).where(Paste.state == "read", Paste.pasted_at < at - KEEP_PASTES),
                delete(ZaloPerson).where(stranger),
                delete(PastedPerson).where(PastedPerson.group_folded.not_in(pasted_lately)),
                # whose words are forgotten is forgotten, too, until they write again
                update(ZaloPerson).where(over).values(name=None, phone=None, conversation_id=None),
            )
        )
