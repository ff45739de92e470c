"""What people decide about messages to Zalo, and what Zalo's echo settles; many workers at once."""

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.database import db
from outreach.helpdesk.models import Message
from outreach.zalo import api
from outreach.zalo.actions import queueing
from outreach.zalo.job import hear_events
from outreach.zalo.sending_job import send_messages
from tests import factories
from tests.client import CheckedClient
from tests.threads import at_once
from tests.zalo import making, stand_in
from tests.zalo.stand_in import Zalo
from tests.zalo.talking import answer, message_of, parts_of, person, sending_of

SEND = "/v3.0/oa/message/cs"


def test_what_nobody_knows_about_is_sent_again_when_a_person_says_so(connected: Zalo) -> None:
    message_id = answer(person(), "a" * 2_000 + "b" * 500)
    connected.fail(SEND, None, stand_in.CUT)
    send_messages()
    assert sending_of(message_id).state == "unknown"
    queueing.send_again(on_its_way=sending_of(message_id))
    db.session.commit()
    assert send_messages() == 1
    assert [text[0] for text in connected.texts] == ["a", "b"]


def test_what_nobody_knows_about_is_taken_as_sent_when_a_person_has_seen_it(connected: Zalo) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, stand_in.CUT_AFTER_TAKING)
    send_messages()
    queueing.take_as_sent(on_its_way=sending_of(message_id))
    db.session.commit()
    assert (sending_of(message_id).state, message_of(message_id).delivery) == ("sent", "sent")
    assert send_messages() == 0
    assert connected.texts == ["dạ"]


def test_what_failed_goes_again_or_is_given_up(connected: Zalo) -> None:
    first, second = answer(person(), "một"), answer(person(user="77"), "hai")
    connected.fail(SEND, -233, -233)
    send_messages()
    queueing.send_again(on_its_way=sending_of(first))
    db.session.commit()
    queueing.stop(on_its_way=sending_of(second))
    db.session.commit()
    assert send_messages() == 1
    assert connected.texts == ["một"]
    assert sending_of(second).state == "stopped"


def test_the_echo_of_our_own_message_is_dropped(connected: Zalo, anonymous: CheckedClient) -> None:
    who = person()
    message_id = answer(who, "dạ")
    send_messages()
    before = hear_events()
    making.deliver(anonymous, making.echo("dạ", "out-1"))
    assert hear_events() == before + 1
    assert len(list(db.session.scalars(select(Message)))) == 2
    assert message_of(message_id).delivery == "sent"


def test_an_echo_settles_what_nobody_knew(connected: Zalo, anonymous: CheckedClient) -> None:
    message_id = answer(person(), "a" * 2_000 + "b" * 500)
    connected.fail(SEND, stand_in.CUT_AFTER_TAKING)
    send_messages()
    making.deliver(anonymous, making.event("user_seen_message", message={"msg_ids": ["out-1"]}))
    making.deliver(anonymous, making.echo("a" * 2_000, "out-1"))
    assert hear_events() == 2
    assert sending_of(message_id).state == "waiting", "the rest of it still has to go"
    assert send_messages() == 1
    assert [text[0] for text in connected.texts] == ["a", "b"]
    assert message_of(message_id).delivery == "seen"


def test_an_echo_that_overtakes_the_answer_is_the_same_message(
    connected: Zalo, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = api.send

    def send(*args: object) -> api.Reply:
        reply = real(*args)  # type: ignore[arg-type]
        making.deliver(anonymous, making.echo("dạ", str(reply.data["message_id"])))
        hear_events()
        return reply

    monkeypatch.setattr(api, "send", send)
    message_id = answer(person(), "dạ")
    assert send_messages() <= 1
    assert sending_of(message_id).state == "sent"
    assert len(list(db.session.scalars(select(Message)))) == 2
    assert [part.external_id for part in parts_of(message_id)] == ["out-1"]


def test_seen_before_our_own_commit_is_not_lost(connected: Zalo, anonymous: CheckedClient) -> None:
    message_id = answer(person(), "dạ")
    making.deliver(anonymous, making.event("user_seen_message", message={"msg_ids": ["out-1"]}))
    hear_events()
    send_messages()
    assert message_of(message_id).delivery == "seen"


def test_many_workers_send_each_message_once_and_in_order(app: Flask, connected: Zalo) -> None:
    people = [person(user=str(number)) for number in range(5)]
    for number in range(4):
        for who in people:
            answer(who, f"{who.zalo_user_id}-{number}")

    def work() -> None:
        with app.app_context():
            for _ in range(6):
                send_messages()

    at_once(*[work] * 3)
    assert len(connected.texts) == 20
    for who in people:
        mine = [text for text in connected.texts if text.startswith(f"{who.zalo_user_id}-")]
        assert mine == [f"{who.zalo_user_id}-{number}" for number in range(4)]


def test_a_card_asks_for_name_and_phone(app: Flask, connected: Zalo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://kcn.example.vn")
    who, clerk = person(), factories.user()
    queueing.ask_for_contact(
        conversation_id=who.conversation_id or 0, by=clerk.id, name=clerk.name, client_id="ask"
    )
    db.session.commit()
    assert send_messages() == 1
    payload = connected.messages[0]["message"]["attachment"]["payload"]
    assert payload["template_type"] == "request_user_info"
    assert payload["elements"][0]["image_url"].startswith("https://kcn.example.vn/static/")
