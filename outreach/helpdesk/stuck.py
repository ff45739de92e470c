"""Stuck at a step: the question opens a conversation, and an answer on either side is one on both, once."""

import hashlib
from typing import Any

from flask import url_for
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.database import db
from outreach.helpdesk import actions, rules
from outreach.helpdesk.actions import About, Guest
from outreach.helpdesk.models import Conversation, Message
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import StepReport


def open_conversation(
    _sender: object, *, report_id: int, kind: str, question: str, about: dict[str, Any], user_id: int | None,
    business_id: int | None, tax_code: str | None, phone: str | None, secret: str,
) -> None:  # fmt: skip
    """Somebody is stuck: a conversation that knows where. Staff who try the page out get none."""
    if kind != "stuck" or not question.strip() or (user_id is not None and business_id is None):
        return
    person = db.session.get(User, user_id) if user_id is not None else None
    conversation = actions.begin(
        client_id=_mark(report_id), channel=rules.PORTAL if person else rules.GUEST, business_id=business_id,
        about=About(**about, step_report_id=report_id),
        secret=None if person else secret,  # nobody was told it
        guest=actions.NOBODY if person else Guest(tax_code=tax_code, phone=phone),
    )  # fmt: skip
    actions.say(
        conversation_id=conversation.id, client_id=_mark(report_id), side=rules.BUSINESS, text=question,
        user_id=user_id, person=person.name if person else None,
    )  # fmt: skip


def lock_first(_sender: object, *, report_id: int) -> None:
    """The conversation before the question: two who answer at once never wait for each other."""
    if (conversation := _about(report_id)) is not None:
        actions.locked(conversation.id)


def take_over_answer(_sender: object, *, report_id: int, answer: str, by: int) -> None:
    """What was answered on the question's own page is said in the conversation, unless it was said there."""
    conversation = _about(report_id)
    if conversation is None or _said_last(conversation.id) == answer:
        return
    mark = hashlib.sha256(answer.encode()).hexdigest()[:16]
    actions.say(
        conversation_id=conversation.id, client_id=f"{_mark(report_id)}-{mark}", side=rules.STAFF,
        text=answer, user_id=by, person=db.session.get_one(User, by).name,
    )  # fmt: skip


def answer_question(
    _sender: object, *, message_id: int, conversation_id: int, side: str, kind: str, **_more: object
) -> None:
    """The first reply in the conversation answers the question it began with."""
    if side != rules.STAFF or kind != rules.TEXT:
        return
    if db.session.get_one(Conversation, conversation_id).step_report_id is None:  # just written, so at hand
        return
    row = db.session.execute(
        select(Message.text, Message.user_id, StepReport.id, StepReport.state)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(StepReport, StepReport.id == Conversation.step_report_id)
        .where(Message.id == message_id)
    ).one_or_none()
    if row is not None and row.state == "open" and row.user_id is not None and row.text:
        tutorials.answer_report(report_id=row.id, answer=row.text, shown=False, by=row.user_id)


def give_to_business(_sender: object, *, report_id: int, business_id: int, by: int) -> None:
    """Staff found out whose question it is: its conversation belongs to the same business."""
    conversation = _about(report_id)
    if conversation is not None and conversation.business_id is None:
        actions.attach(conversation_id=conversation.id, business_id=business_id, by=by)


def way_to(report_id: int, secret: str | None) -> str | None:
    """The path of the conversation, for whoever asked."""
    conversation = _about(report_id)
    if conversation is None or conversation.state == rules.MERGED:
        return None
    if secret is not None:
        return url_for("helpdesk.private", conversation_key=conversation.public_id, secret=secret)
    return url_for("helpdesk.show", conversation_key=conversation.public_id)


def _about(report_id: int) -> Conversation | None:
    return db.session.scalars(
        select(Conversation).where(Conversation.step_report_id == report_id)
    ).one_or_none()


def _said_last(conversation_id: int) -> str | None:
    return db.session.scalar(
        select(Message.text)
        .where(Message.conversation_id == conversation_id, Message.side == rules.STAFF)
        .where(Message.kind == rules.TEXT)
        .order_by(Message.id.desc())
        .limit(1)
    )


def _mark(report_id: int) -> str:
    return f"step-report-{report_id}"
