"""Conversations that were held elsewhere and come in as a whole: many messages in a few statements.

However many there are, other writers hardly wait. Nothing of `say` is left out that follows from a message:
what lists show, what was promised, and that a business was answered.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, update

from outreach import clock
from outreach.database import batches, db
from outreach.helpdesk import queries, rules, signals
from outreach.helpdesk.actions.targets import set_due
from outreach.helpdesk.models import Conversation, Message
from outreach.helpdesk.rules.outlines import Spoken, outline
from outreach.text import fold
from outreach.workdays import queries as workdays
from outreach.workdays.rules import Week, working_minutes


class Words(NamedTuple):
    """One thing said elsewhere, to a business or by it."""

    client_id: str
    side: str
    person: str | None
    text: str
    said_at: datetime


class Talk(NamedTuple):
    """What was said to and by one business; a new conversation, or more of the one named."""

    client_id: str
    business_id: int
    procedure_id: int | None
    subject: str | None
    said: Sequence[Words]
    continues: int | None = None


class _Promised(NamedTuple):
    """What the board promises, and when it works."""

    targets: rules.Targets
    week: Week


def take_in(*, channel: str, talks: Sequence[Talk]) -> list[int]:
    """Store them, for staff alone to read until they are released; ids of the messages, in the same order.

    Those continued are locked by whoever asks for it. Streams are told once per conversation.
    """
    promised = _Promised(queries.targets(), workdays.week())
    begun = _begin(channel, [talk for talk in talks if talk.continues is None], promised)
    where = [talk.continues or begun[talk.client_id] for talk in talks]
    messages = _store(list(zip(where, talks, strict=True)))
    ids = [[messages[at, one.client_id] for one in talk.said] for at, talk in zip(where, talks, strict=True)]
    ends = [{"id": at, "last_message_id": some[-1]} for at, some in zip(where, ids, strict=True)]
    db.session.execute(update(Conversation), ends)
    _say_who_was_answered([talk for talk in talks if talk.continues is None])
    for at, talk in zip(where, talks, strict=True):
        if talk.continues is None:
            signals.changed.send(None, conversation_id=at)
        else:
            resettle(at)
    return [id for some in ids for id in some]


def resettle(conversation_id: int) -> None:
    """Work out anew what lists show, when messages have come that were said earlier, or some have gone."""
    statement = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    conversation = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    rows = db.session.execute(
        select(Message.side, Message.sent_at, Message.text)
        .where(Message.conversation_id == conversation.id, Message.kind.in_(rules.SPOKEN))
        .order_by(Message.sent_at, Message.id)
    )
    spoken = [Spoken(*row) for row in rows]
    if not spoken:
        return
    seen, before = outline(spoken), conversation.first_reply_at
    conversation.asked_at = min(conversation.asked_at, seen.asked_at)
    conversation.last_at, conversation.last_from = seen.last_at, seen.last_from
    conversation.last_text, conversation.first_reply_at = seen.last_text, seen.first_reply_at
    conversation.waiting_since = seen.waiting_since if conversation.state == rules.OPEN else None
    conversation.first_reply_minutes = _minutes(conversation.asked_at, seen.first_reply_at, workdays.week())
    conversation.version += 1
    set_due(conversation)
    if before is None and seen.first_reply_at is not None:
        signals.answered.send(
            None, conversation_id=conversation.id, business_id=conversation.business_id,
            procedure_id=conversation.procedure_id, user_id=None,
            answered_on=clock.local(seen.first_reply_at).date(),
        )  # fmt: skip
    signals.changed.send(None, conversation_id=conversation.id)


def _begin(channel: str, talks: Sequence[Talk], promised: _Promised) -> dict[str, int]:
    """New conversations: client id → id."""
    if talks:
        db.session.execute(insert(Conversation), [_row(channel, talk, promised) for talk in talks])
    found: dict[str, int] = {}
    for some in batches(talk.client_id for talk in talks):
        rows = select(Conversation.client_id, Conversation.id).where(Conversation.client_id.in_(some))
        found |= {str(row.client_id): row.id for row in db.session.execute(rows)}
    return found


def _row(channel: str, talk: Talk, promised: _Promised) -> dict[str, Any]:
    seen = outline(_spoken(talk))
    runs = rules.Clock(rules.OPEN, seen.asked_at, seen.first_reply_at, seen.waiting_since)
    due_at, due_for = rules.due(runs, promised.targets, promised.week) or (None, None)
    return {
        "public_id": secrets.token_urlsafe(12), "client_id": talk.client_id, "channel": channel,
        "business_id": talk.business_id, "procedure_id": talk.procedure_id, "subject": talk.subject,
        "subject_folded": fold(talk.subject) if talk.subject else None, "state": rules.OPEN,
        "released": False, "version": 1, "reopened": 0, "rated": False, "due_at": due_at, "due_for": due_for,
        "first_reply_minutes": _minutes(seen.asked_at, seen.first_reply_at, promised.week),
        **seen._asdict(),
    }  # fmt: skip


def _store(talks: Sequence[tuple[int, Talk]]) -> dict[tuple[int, str], int]:
    """Messages: conversation and client id → id. Returned ids would cost a statement each on SQLite."""
    now = clock.now()
    rows = [
        {
            "public_id": secrets.token_urlsafe(12), "conversation_id": at, "client_id": one.client_id,
            "side": one.side, "kind": rules.TEXT, "person": one.person, "text": one.text,
            "text_folded": fold(one.text), "sent_at": one.said_at, "stored_at": now,
        }
        for at, talk in talks for one in talk.said
    ]  # fmt: skip
    before = db.session.scalar(select(func.max(Message.id))) or 0
    db.session.execute(insert(Message), rows)
    found: dict[tuple[int, str], int] = {}
    for some in batches(sorted({at for at, _talk in talks})):
        stored = select(Message.conversation_id, Message.client_id, Message.id).where(
            Message.conversation_id.in_(some), Message.id > before
        )
        found |= {(row.conversation_id, row.client_id): row.id for row in db.session.execute(stored)}
    return found


def _say_who_was_answered(talks: Sequence[Talk]) -> None:
    replies = [(talk.business_id, outline(_spoken(talk)).first_reply_at) for talk in talks]
    answers = [(business_id, clock.local(at).date()) for business_id, at in replies if at is not None]
    if answers:
        signals.answered_elsewhere.send(None, answers=answers)


def _spoken(talk: Talk) -> list[Spoken]:
    return [Spoken(one.side, one.said_at, one.text) for one in talk.said]


def _minutes(asked_at: datetime, replied: datetime | None, week: Week) -> int | None:
    return working_minutes(asked_at, replied, week) if replied is not None else None
