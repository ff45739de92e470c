"""What the desk does with conversations: taking, closing, labels, handing over."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import actions, rules, signals
from outreach.helpdesk.actions import handing, handling, say
from outreach.helpdesk.models import CheckedDocument, Conversation, ConversationLabel, Label, Message
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats
from tests.helpdesk.test_speaking import asks, begun


def desk() -> int:
    return factories.user(Role.HELPDESK).id


def events(conversation: Conversation) -> list[str]:
    rows = select(Message.text).where(Message.conversation_id == conversation.id, Message.kind == rules.EVENT)
    return [text.split("\t")[0] for text in db.session.scalars(rows.order_by(Message.id))]


def test_the_second_to_take_it_hears_who_has_it(app: Flask) -> None:
    conversation, one, other = begun(), desk(), desk()
    handling.assign(conversation_id=conversation.id, to=one, by=one, seen=None)
    with pytest.raises(Refused):
        handling.assign(conversation_id=conversation.id, to=other, by=other, seen=None)
    handling.assign(conversation_id=conversation.id, to=other, by=other, seen=one)
    handling.assign(conversation_id=conversation.id, to=one, by=other, seen=other)
    handling.assign(conversation_id=conversation.id, to=None, by=one, seen=one)
    assert events(conversation) == ["assigned", "assigned", "transferred", "unassigned"]


def test_only_the_desk_takes_conversations(app: Flask) -> None:
    for role in (Role.BUSINESS, Role.LEADER):
        with pytest.raises(Refused):
            handling.assign(
                conversation_id=begun(client_id=role).id, to=factories.user(role).id, by=desk(), seen=None
            )  # fmt: skip


def test_a_question_brings_back_what_was_put_aside(app: Flask) -> None:
    conversation = begun()
    tomorrow = clock.now() + timedelta(days=1)
    handling.snooze(conversation_id=conversation.id, until=tomorrow, by=desk())
    assert conversation.snoozed_until == tomorrow
    asks(conversation, sent_at=clock.now())
    assert conversation.snoozed_until is None
    for wrong in (clock.now() - timedelta(minutes=1), clock.now() + timedelta(days=61)):
        with pytest.raises(Refused):
            handling.snooze(conversation_id=conversation.id, until=wrong, by=desk())


def test_closing_and_opening_again(app: Flask) -> None:
    conversation = begun()
    asks(conversation)
    handling.close(conversation_id=conversation.id, by=desk())
    handling.close(conversation_id=conversation.id, by=desk())
    assert (conversation.state, conversation.waiting_since, conversation.due_at) == (rules.CLOSED, None, None)
    assert conversation.resolution_minutes is not None
    handling.reopen(conversation_id=conversation.id, by=desk())
    assert (conversation.state, conversation.reopened, conversation.resolution_minutes) == (
        rules.OPEN,
        1,
        None,
    )
    assert events(conversation) == ["closed", "reopened"]


def test_what_staff_noted_is_released_only_to_a_known_business(app: Flask) -> None:
    conversation = begun(business_id=None, channel=rules.PHONE, released=False)
    with pytest.raises(Refused):
        handling.release(conversation_id=conversation.id, by=desk())
    handling.attach(conversation_id=conversation.id, business_id=factories.business().id, by=desk())
    handling.release(conversation_id=conversation.id, by=desk())
    assert conversation.released
    with pytest.raises(Refused):
        handling.attach(conversation_id=conversation.id, business_id=factories.business().id, by=desk())


def test_a_business_known_later_was_reached_by_the_reply(app: Flask) -> None:
    conversation = begun(business_id=None, channel=rules.PHONE, released=False)
    asks(conversation)
    asks(conversation, "r", side=rules.STAFF, text="Đã hướng dẫn")
    told = []
    with signals.answered.connected_to(lambda sender, **values: told.append(values["business_id"])):
        business = factories.business()
        handling.attach(conversation_id=conversation.id, business_id=business.id, by=desk())
    assert told == [business.id]


def test_labels_are_words_of_the_desk(app: Flask) -> None:
    conversation = begun()
    one = handling.label(conversation_id=conversation.id, name=" Chữ  ký số ", by=desk())
    again = handling.label(conversation_id=conversation.id, name="chu ky so", by=desk())
    assert one.id == again.id
    assert one.name == "Chữ ký số"
    assert len(db.session.scalars(select(Label)).all()) == 1
    handling.unlabel(conversation_id=conversation.id, label_id=one.id, by=desk())
    assert db.session.scalars(select(ConversationLabel)).all() == []
    for wrong in ("", "x" * 31):
        with pytest.raises(Refused):
            handling.label(conversation_id=conversation.id, name=wrong, by=desk())


def test_a_document_is_ticked_once(app: Flask) -> None:
    conversation = begun()
    for has, left in ((True, 1), (True, 1), (False, 0), (False, 0)):
        handling.check_document(conversation_id=conversation.id, words="Bản sao hộ chiếu", has=has, by=desk())
        assert len(db.session.scalars(select(CheckedDocument)).all()) == left


def test_another_office_answers_once(app: Flask) -> None:
    conversation = begun()
    given = {"conversation_id": conversation.id, "agency_id": None, "question": "Mức phí?", "by": desk()}
    with pytest.raises(Refused):
        handing.hand_over(**given, office="Thuế", due_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused):
        handing.hand_over(**given, office="  ", due_on=clock.today())
    one = handing.hand_over(**given, office="Thuế  tỉnh", due_on=clock.today())
    handing.note_answer(handover_id=one.id, answer="Không thu phí", by=desk())
    for deed in (handing.take_back, lambda **to: handing.note_answer(answer="lại", **to)):
        with pytest.raises(Refused):
            deed(handover_id=one.id, by=desk())
    assert events(conversation) == ["handed", "handed_back"]
    assert one.office == "Thuế tỉnh"


def test_every_deed_moves_the_version(app: Flask) -> None:
    conversation, by = begun(), desk()
    before = conversation.version
    handling.label(conversation_id=conversation.id, name="gấp", by=by)
    handling.close(conversation_id=conversation.id, by=by)
    say(conversation_id=conversation.id, client_id="x", side=rules.STAFF, kind=rules.NOTE, text="ghi chú")
    assert conversation.version > before + 2


@pytest.mark.parametrize("deed", ["dong", "gac"])
def test_what_came_in_the_same_moment_is_not_put_away_unread(helpdesk: CheckedClient, deed: str) -> None:
    talk = chats.conversation()
    shown = chats.said(talk, "Xin hỏi")
    late = chats.said(talk, "À còn việc nữa")
    db.session.commit()
    address, sent = f"/ban-ho-tro/{talk.public_id}/{deed}", {"until": "hour", "seen": str(shown.id)}
    refused = helpdesk.post(address, data=sent)
    assert refused.status_code == 422
    assert "vừa viết thêm" in words_of(refused)
    assert "À còn việc nữa" in words_of(refused)
    assert (talk.state, talk.snoozed_until) == (rules.OPEN, None)
    actions.mark_seen(
        conversation_id=talk.id, who=f"user:{helpdesk.user.id}", side=rules.STAFF, up_to=late.id,
        user_id=helpdesk.user.id,
    )  # fmt: skip
    db.session.commit()
    assert helpdesk.post(address, data=sent).status_code == 303
