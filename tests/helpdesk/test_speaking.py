"""Beginning and saying: once, in order, and what follows for the conversation."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import actions, rules, signals
from outreach.helpdesk.models import Conversation, Message, Target
from outreach.refusals import Refused
from tests import factories

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=clock.LOCAL)


def begun(**values: object) -> Conversation:
    business = factories.business()
    given = {"client_id": "begin-1", "channel": rules.PORTAL, "business_id": business.id, **values}
    return actions.begin(**given)  # type: ignore[arg-type]


def asks(conversation: Conversation, client_id: str = "m1", **values: object) -> Message:
    given = {"side": rules.BUSINESS, "text": "Em không thấy nút nộp", "sent_at": MONDAY, **values}
    return actions.say(conversation_id=conversation.id, client_id=client_id, **given)  # type: ignore[arg-type]


def test_a_form_sent_twice_begins_one_conversation(app: Flask) -> None:
    first = begun()
    again = actions.begin(client_id="begin-1", channel=rules.PORTAL, business_id=first.business_id)
    assert again.id == first.id


def test_somebody_elses_client_id_opens_nothing(app: Flask) -> None:
    begun()
    with pytest.raises(Refused):
        actions.begin(client_id="begin-1", channel=rules.PORTAL, business_id=factories.business().id)
    begun(client_id="of a guest", business_id=None, secret="one")
    with pytest.raises(Refused):
        actions.begin(client_id="of a guest", channel=rules.GUEST, business_id=None, secret="two")


def test_a_message_sent_again_is_one(app: Flask) -> None:
    conversation = begun()
    first = asks(conversation)
    assert asks(conversation, text="Em không thấy nút nộp").id == first.id
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1
    assert conversation.version == 1


def test_another_persons_client_id_is_refused(app: Flask) -> None:
    conversation = begun()
    asks(conversation)
    with pytest.raises(Refused):
        asks(conversation, user_id=factories.user(Role.OFFICER).id, side=rules.STAFF)


@pytest.mark.parametrize("text", ["", " \n ", "a" * (rules.LONGEST_TEXT + 1)])
def test_empty_and_endless_are_refused(app: Flask, text: str) -> None:
    with pytest.raises(Refused):
        asks(begun(), text=text)


def test_the_first_reply_ends_the_waiting_and_is_told_once(app: Flask) -> None:
    conversation = begun(asked_at=MONDAY)
    told = []
    with signals.answered.connected_to(lambda sender, **values: told.append(values)):
        asks(conversation)
        assert conversation.waiting_since == MONDAY
        for number, minutes in enumerate((250, 300)):
            sent_at = MONDAY + timedelta(minutes=minutes)
            asks(conversation, f"r{number}", side=rules.STAFF, text="Anh/Chị bấm Nộp", sent_at=sent_at)
    assert conversation.waiting_since is None
    assert conversation.first_reply_minutes == 210, "the lunch break does not count"
    assert [one["conversation_id"] for one in told] == [conversation.id]


def test_notes_and_events_change_nothing_for_the_business(app: Flask) -> None:
    conversation = begun()
    asks(conversation)
    asks(conversation, "n1", side=rules.STAFF, kind=rules.NOTE, text="Chị này hay gọi lại")
    asks(conversation, "e1", side=rules.SYSTEM, kind=rules.EVENT, text="assigned")
    assert conversation.waiting_since == MONDAY
    assert conversation.first_reply_at is None
    assert conversation.last_text == "Em không thấy nút nộp"
    assert conversation.version == 3


def test_asking_again_reopens(app: Flask) -> None:
    conversation = begun()
    asks(conversation)
    conversation.state, conversation.closed_at = rules.CLOSED, clock.now()
    asks(conversation, "m2", text="Em vẫn chưa nộp được")
    assert (conversation.state, conversation.reopened, conversation.closed_at) == (rules.OPEN, 1, None)


def test_promises_run_in_working_time(app: Flask) -> None:
    db.session.add(Target(kind=rules.FIRST_REPLY, minutes=240, set_at=clock.now()))
    db.session.flush()
    conversation = begun(asked_at=MONDAY)
    asks(conversation)
    assert conversation.due_for == rules.FIRST_REPLY
    assert conversation.due_at == MONDAY.replace(hour=14), "3 h 30 before lunch, 30 minutes after it"
    asks(conversation, "r1", side=rules.STAFF, text="Đã trả lời", sent_at=MONDAY)
    assert (conversation.due_at, conversation.due_for) == (None, None)
