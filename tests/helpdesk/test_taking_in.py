"""Conversations held elsewhere come in as a whole, and say of themselves what single messages would have."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.campaigns.models import ExposureRecord, Intervention
from outreach.database import db
from outreach.helpdesk import actions, rules
from outreach.helpdesk.actions.taking_in import Talk, Words, take_in
from outreach.helpdesk.models import Conversation, Message
from tests import factories

AT = datetime(2026, 3, 12, 8, 0, tzinfo=clock.LOCAL)
SIDES = (rules.STAFF, rules.BUSINESS, rules.BUSINESS, rules.STAFF, rules.BUSINESS)
FACTS = (
    "asked_at", "last_at", "last_from", "last_text", "waiting_since", "first_reply_at", "first_reply_minutes",
    "due_at", "due_for", "state", "business_id", "channel", "released",
)  # fmt: skip


def said(name: str, sides: tuple[str, ...], begin: datetime = AT) -> list[Words]:
    return [
        Words(f"{name}-{place}", side, side, f"Câu {place} của {name}", begin + timedelta(minutes=20 * place))
        for place, side in enumerate(sides)
    ]


def facts(conversation: Conversation) -> dict[str, object]:
    return {name: getattr(conversation, name) for name in FACTS}


def test_taken_in_or_said_one_by_one_is_the_same(app: Flask) -> None:
    actions.set_targets(minutes={"first_reply": 60, "next_reply": 120}, by=None)
    business = factories.business()
    for number in range(1, len(SIDES) + 1):
        words = said(f"whole-{number}", SIDES[:number])
        take_in(
            channel=rules.ZALO_PASTE, talks=[Talk(f"whole-{number}", business.id, None, "Nhóm", words)]
        )  # fmt: skip
        single = actions.begin(
            client_id=f"single-{number}", channel=rules.ZALO_PASTE, business_id=business.id, subject="Nhóm",
            asked_at=AT, released=False,
        )  # fmt: skip
        for one in words:
            actions.say(
                conversation_id=single.id, client_id=one.client_id, side=one.side, person=one.person,
                text=one.text, sent_at=one.said_at,
            )  # fmt: skip
        whole = db.session.scalars(
            select(Conversation).where(Conversation.client_id == f"whole-{number}")
        ).one()
        assert facts(whole) == facts(single), number


def test_messages_are_given_their_ids_in_order(app: Flask) -> None:
    one, two = factories.business(), factories.business()
    talks = [
        Talk("a", one.id, None, None, said("a", SIDES)),
        Talk("b", two.id, None, None, said("b", SIDES[1:3])),
    ]
    ids = take_in(channel=rules.ZALO_PASTE, talks=talks)
    assert ids == sorted(ids)
    texts = [db.session.get_one(Message, id).text for id in ids]
    assert texts == [words.text for talk in talks for words in talk.said]
    for talk in talks:
        kept = db.session.scalars(select(Conversation).where(Conversation.client_id == talk.client_id)).one()
        assert db.session.get_one(Message, kept.last_message_id).text == talk.said[-1].text


def test_more_of_a_conversation_that_is_here(app: Flask) -> None:
    business = factories.business()
    take_in(channel=rules.ZALO_PASTE, talks=[Talk("a", business.id, None, None, said("a", SIDES[1:3]))])
    kept = db.session.scalars(select(Conversation)).one()
    assert (kept.first_reply_at, kept.waiting_since) == (None, AT)
    earlier = said("b", (rules.BUSINESS, rules.STAFF), AT - timedelta(hours=1))
    take_in(channel=rules.ZALO_PASTE, talks=[Talk("a", business.id, None, None, earlier, kept.id)])
    db.session.refresh(kept)
    assert (kept.asked_at, kept.first_reply_at) == (earlier[0].said_at, earlier[1].said_at)
    assert (kept.last_text, kept.waiting_since) == ("Câu 1 của a", AT)


def test_the_ledger_knows_each_business_once_a_month(app: Flask) -> None:
    """As when they are answered one by one: on the first day on which they were."""
    one, two = factories.business(), factories.business()
    asked = (rules.BUSINESS, rules.STAFF)
    talks = [
        Talk("late", one.id, None, None, said("late", asked, AT + timedelta(days=3))),
        Talk("early", one.id, None, None, said("early", asked)),
        Talk("april", one.id, None, None, said("april", asked, AT + timedelta(days=30))),
        Talk("other", two.id, None, None, said("other", asked)),
        Talk("open", two.id, None, None, said("open", (rules.BUSINESS,), AT + timedelta(days=30))),
    ]
    for _twice in range(2):
        take_in(channel=rules.ZALO_PASTE, talks=talks)
        rows = db.session.execute(
            select(Intervention.code, ExposureRecord.business_id, ExposureRecord.exposed_on)
            .join(ExposureRecord, ExposureRecord.intervention_id == Intervention.id)
            .order_by(Intervention.code, ExposureRecord.business_id)
        ).all()
        assert [tuple(row) for row in rows] == [
            ("HOI-2026-03", one.id, AT.date()), ("HOI-2026-03", two.id, AT.date()),
            ("HOI-2026-04", one.id, (AT + timedelta(days=30)).date()),
        ]  # fmt: skip
        talks = [
            talk._replace(
                client_id=talk.client_id + "2",
                said=[word._replace(client_id=word.client_id + "2") for word in talk.said],
            )
            for talk in talks
        ]
