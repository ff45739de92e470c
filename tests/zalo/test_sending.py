"""Answers go to Zalo once, in their order, in parts it takes, and only while that is free or confirmed."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock, outgoing
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.refusals import Refused
from outreach.text import nfc
from outreach.zalo import queries
from outreach.zalo.actions import queueing
from outreach.zalo.models import OfficialAccount, ZaloPerson, ZaloSending
from outreach.zalo.rules import sending
from outreach.zalo.sending_job import send_messages
from tests import factories
from tests.zalo import stand_in
from tests.zalo.stand_in import Zalo
from tests.zalo.talking import answer, make_due, message_of, parts_of, person, sending_of

SEND = "/v3.0/oa/message/cs"


def test_an_answer_goes_to_the_person(connected: Zalo) -> None:
    who = person()
    message_id = answer(who, "Dạ, Anh/Chị bấm Nộp trực tuyến ạ")
    assert (sending_of(message_id).state, message_of(message_id).delivery) == ("waiting", "waiting")
    assert send_messages() == 1
    [sent] = connected.messages
    assert sent == {
        "recipient": {"user_id": who.zalo_user_id}, "message": {"text": "Dạ, Anh/Chị bấm Nộp trực tuyến ạ"},
    }  # fmt: skip
    message = message_of(message_id)
    assert (message.delivery, message.external_id) == ("sent", "out-1")
    assert sending_of(message_id).state == "sent"
    assert send_messages() == 0
    account = db.session.get_one(OfficialAccount, 1)
    assert (account.quota_type, account.quota_remain, account.quota_total) == ("reply", 8, 8)


def test_an_answer_without_a_quota_is_an_answer(connected: Zalo) -> None:
    connected.with_quota = False
    answer(person(), "dạ")
    assert send_messages() == 1


def test_an_answer_undone_with_its_deed_is_not_sent(connected: Zalo) -> None:
    who = person()
    helpdesk.say(conversation_id=who.conversation_id or 0, client_id="x", side="staff", text="dạ")
    db.session.rollback()
    assert send_messages() == 0
    assert not connected.messages


@pytest.mark.parametrize(
    ("side", "kind"), [("staff", "note"), ("system", "event"), ("business", "text"), ("staff", "event")]
)
def test_only_what_staff_say_goes(connected: Zalo, side: str, kind: str) -> None:
    who = person()
    helpdesk.say(conversation_id=who.conversation_id or 0, client_id="x", side=side, kind=kind, text="nội bộ")
    db.session.commit()
    assert send_messages() == 0
    assert not db.session.scalar(select(ZaloSending.id))


def test_other_channels_do_not_go(connected: Zalo) -> None:
    business = factories.business()
    conversation = helpdesk.begin(client_id="c", channel="portal", business_id=business.id)
    helpdesk.say(conversation_id=conversation.id, client_id="x", side="staff", text="dạ")
    db.session.commit()
    assert send_messages() == 0


def test_without_an_account_answers_wait(app: Flask) -> None:
    message_id = answer(person(), "dạ")
    assert send_messages() == 0
    assert (sending_of(message_id).state, sending_of(message_id).tries) == ("waiting", 0)


def test_a_long_text_goes_in_parts_cut_between_words(connected: Zalo) -> None:
    text = "\n".join(f"Bước {number}: Anh/Chị bấm nút tiếp theo, rồi kiểm tra lại." for number in range(70))
    message_id = answer(person(), text)
    assert send_messages() == 1
    assert len(connected.texts) == 2
    assert all(len(part) <= 2_000 for part in connected.texts)
    assert "\n".join(connected.texts) == text
    assert [part.external_id for part in parts_of(message_id)] == ["out-1", "out-2"]


@pytest.mark.parametrize(
    "text", ["x" * 2_000, "x" * 2_001, "ệ" * 3_999, "a " * 1_999, "e\u0323\u0302" * 1_200, "\n" * 10 + "x"]
)
def test_no_character_is_lost_between_parts(text: str) -> None:
    parts = sending.parts_of(text)
    assert all(0 < len(part) <= 2_000 for part in parts)
    assert "".join("".join(parts).split()) == "".join(nfc(text).split())


def test_an_answer_to_a_question_quotes_it(connected: Zalo) -> None:
    who = person()
    asked = helpdesk.say(
        conversation_id=who.conversation_id or 0, client_id="q", side="business", text="Ở đâu?",
        external_id="in-7",
    )  # fmt: skip
    answer(who, "Ở đây", quoted_id=asked.id)
    send_messages()
    assert connected.messages[0]["message"] == {"text": "Ở đây", "quote_message_id": "in-7"}


def test_answers_of_one_person_keep_their_order_even_when_the_first_waits(connected: Zalo) -> None:
    who, other = person(), person(user="77")
    first, second = answer(who, "một"), answer(who, "hai")
    answer(other, "khác")
    connected.fail(SEND, sending.TOO_MANY)
    assert send_messages() == 1
    assert connected.texts == ["khác"]
    assert (sending_of(first).state, sending_of(second).state) == ("waiting", "waiting")
    make_due()
    assert send_messages() == 2
    assert connected.texts == ["khác", "một", "hai"]


# ── windows ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hours", "window", "state"),
    [(0, "free", "waiting"), (47.9, "free", "waiting"), (48.1, "paid", "confirm"), (167, "paid", "confirm"),
     (169, "closed", "failed")],
)  # fmt: skip
def test_what_a_reply_costs_depends_on_when_they_wrote(
    connected: Zalo, hours: float, window: str, state: str
) -> None:
    who = person(hours)
    found = queries.window(who.conversation_id or 0)
    assert found is not None
    assert found.state == window
    message_id = answer(who, "dạ")
    assert sending_of(message_id).state == state
    assert send_messages() == (1 if state == "waiting" else 0)
    assert len(connected.messages) == (1 if state == "waiting" else 0)
    if state == "failed":
        assert sending_of(message_id).error_code == -230
        assert message_of(message_id).delivery == "failed"


def test_the_time_left_is_told(connected: Zalo) -> None:
    who = person(40)
    found = queries.window(who.conversation_id or 0)
    assert found is not None
    assert found.until is not None
    assert timedelta(hours=7, minutes=50) < found.until - clock.now() < timedelta(hours=8)


def test_what_costs_money_goes_once_somebody_says_so(connected: Zalo) -> None:
    message_id = answer(person(72), "dạ")
    clerk = factories.user()
    db.session.commit()
    queueing.confirm_cost(on_its_way=sending_of(message_id), by=clerk.id)
    db.session.commit()
    assert send_messages() == 1
    assert sending_of(message_id).cost_confirmed_by_id == clerk.id
    with pytest.raises(Refused):
        queueing.confirm_cost(on_its_way=sending_of(message_id), by=clerk.id)


def test_a_window_that_closes_while_it_waits_is_seen_before_sending(connected: Zalo) -> None:
    who = person(1)
    free, late = answer(who, "dạ"), answer(person(1, user="77"), "dạ")
    for one, hours in ((free, 50), (late, 200)):
        whose = db.session.get_one(ZaloPerson, sending_of(one).person_id)
        whose.last_interaction_at = clock.now() - timedelta(hours=hours)
        db.session.commit()
    assert send_messages() == 0
    assert (sending_of(free).state, sending_of(late).state) == ("confirm", "failed")
    assert not connected.messages


def test_what_was_taken_back_before_it_went_does_not_go(connected: Zalo) -> None:
    message_id = answer(person(), "nhầm")
    message = db.session.merge(message_of(message_id))
    message.taken_back_at = clock.now()
    db.session.commit()
    assert send_messages() == 0
    assert sending_of(message_id).state == "stopped"


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", [-32, -200, stand_in.STATUS_429])
def test_what_zalo_asks_to_repeat_is_repeated_after_a_pause(connected: Zalo, way: stand_in.Fault) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, way)
    assert send_messages() == 0
    waits = sending_of(message_id)
    assert (waits.state, waits.tries) == ("waiting", 1)
    assert timedelta(seconds=20) < waits.due_at - clock.now() <= timedelta(seconds=30)
    assert send_messages() == 0
    make_due()
    assert send_messages() == 1
    assert connected.texts == ["dạ"]
    assert sending_of(message_id).error_code is None


def test_it_is_given_up_in_the_end(connected: Zalo) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, *[-200] * sending.MOST_TRIES)
    for _ in range(sending.MOST_TRIES + 2):
        make_due()
        send_messages()
    assert (sending_of(message_id).state, sending_of(message_id).tries) == ("failed", sending.MOST_TRIES)
    assert not connected.messages


OURS = {sending.NO_SUCH_FILE, sending.NOT_TAKEN}
FINAL = [*sorted(set(sending.WORDS) - sending.RETRY - sending.STALE_TOKEN - OURS), -999, -14_000]


@pytest.mark.parametrize("code", FINAL)
def test_every_other_code_is_final_and_said_in_words(connected: Zalo, code: int) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, code)
    assert send_messages() == 0
    make_due()
    assert send_messages() == 0
    failed = sending_of(message_id)
    assert (failed.state, failed.error_code, message_of(message_id).delivery) == ("failed", code, "failed")
    assert len(str(sending.words_of(code))) > 10
    blocked = db.session.get_one(ZaloPerson, failed.person_id).blocked_code
    assert blocked == (code if code in sending.OF_PERSON else None)


@pytest.mark.parametrize("code", [-216, -220])
def test_a_stale_token_is_refreshed_and_the_message_sent_once(connected: Zalo, code: int) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, code)
    assert send_messages() == 1
    assert connected.texts == ["dạ"]
    assert connected.access == "access-1"
    assert sending_of(message_id).state == "sent"


def test_a_token_that_zalo_has_ended_is_replaced(connected: Zalo) -> None:
    connected.access = "another"
    answer(person(), "dạ")
    assert send_messages() == 1
    assert connected.texts == ["dạ"]


def test_a_fresh_token_that_is_refused_too_is_final_and_people_are_told(connected: Zalo) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, -216, -216)
    assert send_messages() == 0
    assert (sending_of(message_id).state, sending_of(message_id).error_code) == ("failed", -216)
    account = db.session.get_one(OfficialAccount, 1)
    assert (account.state, account.fault_code) == ("consent_needed", -216)


def test_when_the_token_cannot_be_refreshed_answers_wait(connected: Zalo) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, -216)
    connected.refresh = "spent elsewhere"
    assert send_messages() == 0
    assert (sending_of(message_id).state, sending_of(message_id).tries) == ("waiting", 0)
    make_due()
    assert send_messages() == 0
    assert connected.asked.count(("POST", SEND)) == 1


UNKNOWN = [stand_in.STATUS_500, stand_in.CUT, stand_in.CUT_AFTER_TAKING, stand_in.BROKEN_JSON,
           stand_in.TOO_LARGE, stand_in.NO_ERROR_FIELD]  # fmt: skip


@pytest.mark.parametrize("way", UNKNOWN)
def test_without_a_whole_answer_nobody_knows_and_it_is_not_sent_again(connected: Zalo, way: str) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, way)
    assert send_messages() == 0
    make_due()
    assert send_messages() == 0
    assert (sending_of(message_id).state, message_of(message_id).delivery) == ("unknown", "unknown")
    assert connected.asked.count(("POST", SEND)) == 1


def test_too_slow_an_answer_is_none(connected: Zalo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.2)
    message_id = answer(person(), "dạ")
    connected.fail(SEND, stand_in.SLOW)
    assert send_messages() == 0
    assert sending_of(message_id).state == "unknown"


def test_a_redirect_is_not_followed(connected: Zalo) -> None:
    message_id = answer(person(), "dạ")
    connected.fail(SEND, stand_in.MOVED)
    assert send_messages() == 0
    assert ("GET", "/secret") not in connected.asked
    assert (sending_of(message_id).state, sending_of(message_id).error_code) == ("failed", 302)


def test_a_server_that_is_down_means_later_and_is_no_try(
    app: Flask, connected: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = answer(person(), "một"), answer(person(user="77"), "hai")
    monkeypatch.setitem(app.config, "ZALO_BASES", {"oauth": connected.url, "openapi": "http://127.0.0.1:9"})
    assert send_messages() == 0
    assert (sending_of(first).state, sending_of(first).tries) == ("waiting", 0)
    assert sending_of(second).claimed_at is None
    monkeypatch.setitem(app.config, "ZALO_BASES", {"oauth": connected.url, "openapi": connected.url})
    make_due()
    assert send_messages() == 2


def test_only_the_missing_part_of_a_long_one_is_sent_again(connected: Zalo) -> None:
    message_id = answer(person(), "a" * 2_000 + "b" * 500)
    connected.fail(SEND, None, -200)
    assert send_messages() == 0
    make_due()
    assert send_messages() == 1
    assert [text[0] for text in connected.texts] == ["a", "b"]
    assert len(parts_of(message_id)) == 2


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(0), "free"),
        (sending.FREE_FOR - sending.MARGIN - timedelta(microseconds=1), "free"),
        (sending.FREE_FOR - sending.MARGIN, "paid"), (sending.FREE_FOR, "paid"),
        (sending.OPEN_FOR - sending.MARGIN - timedelta(microseconds=1), "paid"),
        (sending.OPEN_FOR - sending.MARGIN, "closed"), (sending.OPEN_FOR, "closed"),
        (timedelta(minutes=-5), "free"),
    ],
)  # fmt: skip
def test_the_windows_end_a_little_early_and_never_late(after: timedelta, state: str) -> None:
    """A message takes its time: what is free here must still be free when Zalo looks."""
    wrote = clock.now()
    assert sending.window(wrote, wrote + after).state == state
