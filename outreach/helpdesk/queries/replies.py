"""How long businesses waited for replies behind the first: read from what was said, in working minutes."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message
from outreach.helpdesk.rules.figures import Turn, next_waits
from outreach.workdays import queries as workdays
from outreach.workdays.rules import working_minutes


def next_replies(*which: ColumnElement[bool]) -> dict[int, tuple[int, ...]]:
    """The minutes of each later reply, by conversation; `which` speaks of conversations and businesses."""
    waits = next_waits(Turn(*row) for row in db.session.execute(_turns(which)))
    week = workdays.week() if waits else None
    return {
        id: tuple(working_minutes(since, at, week) for since, at in spans)
        for id, spans in waits.items()
        if week is not None
    }


def _turns(which: tuple[ColumnElement[bool], ...]) -> Any:
    """The first message of each side's turn, and each end: what stands between them changes nothing."""
    m = Message
    ended = and_(m.kind == rules.EVENT, m.text == "closed")
    before = func.lag(m.side).over(partition_by=m.conversation_id, order_by=m.id)
    said = (
        select(m.id, m.conversation_id, m.side, m.sent_at, before.label("before"))
        .join(Conversation, Conversation.id == m.conversation_id)
        .outerjoin(Business, Business.id == Conversation.business_id)
        .where(or_(m.kind.in_(rules.SPOKEN), ended), *which)
        .subquery()
    )
    return (
        select(said.c.conversation_id, said.c.side, said.c.sent_at)
        .where(said.c.side.is_distinct_from(said.c.before))
        .order_by(said.c.conversation_id, said.c.id)
    )
