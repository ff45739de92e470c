"""Events become conversations, whatever their order and however often they come."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk.models import Conversation, Message
from outreach.zalo import job
from outreach.zalo.job import hear_events
from outreach.zalo.models import ZaloEvent, ZaloFile, ZaloMark, ZaloPerson, ZaloQuote
from tests.client import CheckedClient
from tests.zalo import making
from tests.zalo.making import OA_ID, PAYLOADS, PERSON, deliver, echo, event, said


@pytest.fixture(autouse=True)
def _keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    making.connect_webhook(app, monkeypatch)


@pytest.fixture
def zalo(anonymous: CheckedClient) -> CheckedClient:
    """Zalo's server, as far as we see it."""
    return anonymous


def messages() -> list[Message]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def person(user: str = PERSON) -> ZaloPerson:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(ZaloPerson).where(ZaloPerson.zalo_user_id == user)).one()


def conversation() -> Conversation:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Conversation).order_by(Conversation.id.desc())).first()  # type: ignore[return-value]


def test_what_somebody_writes_is_a_conversation_of_staff(zalo: CheckedClient) -> None:
    at = clock.now() - timedelta(minutes=5)
    deliver(zalo, said("Chào, tôi cần hỗ trợ", at=at, msg_id="m1"))
    assert hear_events() == 1
    [message] = messages()
    assert (message.text, message.side, message.external_id) == ("Chào, tôi cần hỗ trợ", "business", "m1")
    assert abs(message.sent_at - at) < timedelta(seconds=1)
    its = conversation()
    assert (its.channel, its.business_id, its.released, its.state) == ("zalo", None, False, "open")
    assert its.waiting_since == message.sent_at
    assert person().last_interaction_at == message.sent_at
    assert hear_events() == 0


def test_the_whole_collection_is_heard(app: Flask, zalo: CheckedClient) -> None:
    for payload in PAYLOADS.values():
        deliver(zalo, payload)
    heard = hear_events()
    db.session.rollback()
    states = dict(db.session.execute(select(ZaloEvent.state, func.count()).group_by(ZaloEvent.state)).all())
    assert states == {"done": heard, "unknown": 2}
    assert heard == len(PAYLOADS) - 2
    texts = {message.text for message in messages()}
    assert {"message", "Dạ em gửi lại ảnh ạ", "chú thích (có thể vắng)", "(Tệp: developer.docx)"} <= texts
    assert "(Nhãn dán)" in texts
    files = list(db.session.scalars(select(ZaloFile)))
    assert {file.name for file in files} == {"", "developer.docx"}
    assert person(PAYLOADS["follow"]["follower"]["id"]).follows is not None


def test_several_messages_of_one_person_are_one_conversation(zalo: CheckedClient) -> None:
    for number in range(3):
        deliver(zalo, said(f"câu {number}"))
    deliver(zalo, said("của người khác", user="77"))
    hear_events()
    assert len({message.conversation_id for message in messages()}) == 2


def test_what_comes_late_stands_with_its_own_time_and_moves_nothing_back(zalo: CheckedClient) -> None:
    now = clock.now()
    deliver(zalo, said("sau", at=now - timedelta(minutes=1)))
    hear_events()
    deliver(zalo, said("trước", at=now - timedelta(hours=1)))
    hear_events()
    assert [message.text for message in messages()] == ["sau", "trước"]
    its = conversation()
    assert now - its.last_at < timedelta(minutes=2)
    last = person().last_interaction_at
    assert last is not None
    assert now - last < timedelta(minutes=2)


def test_within_one_run_the_order_is_that_of_saying(zalo: CheckedClient) -> None:
    now = clock.now()
    for minutes in (1, 30, 10):
        deliver(zalo, said(f"{minutes} phút trước", at=now - timedelta(minutes=minutes)))
    hear_events()
    assert [message.text for message in messages()] == ["30 phút trước", "10 phút trước", "1 phút trước"]


def test_a_time_that_cannot_be_is_that_of_the_delivery(zalo: CheckedClient) -> None:
    deliver(zalo, {**said("chào"), "timestamp": "154390853474"})
    deliver(zalo, {**said("mai"), "timestamp": making.stamp(clock.now() + timedelta(days=2))})
    hear_events()
    for message in messages():
        assert abs(clock.now() - message.sent_at) < timedelta(minutes=1)


def test_an_agent_s_own_answer_in_zalo_answers(zalo: CheckedClient) -> None:
    deliver(zalo, said("hỏi", at=clock.now() - timedelta(minutes=9)))
    deliver(zalo, echo("Dạ, Anh/Chị bấm Nộp trực tuyến ạ", "o1", admin_id="2468"))
    hear_events()
    question, answer = messages()
    assert (answer.side, answer.delivery, answer.external_id) == ("staff", "sent", "o1")
    assert question.conversation_id == answer.conversation_id
    assert conversation().waiting_since is None
    assert conversation().first_reply_at == answer.sent_at


def test_automatic_words_of_the_account_answer_nobody(zalo: CheckedClient) -> None:
    deliver(zalo, echo("Chào mừng Anh/Chị", "o0"))
    hear_events()
    assert messages() == []
    deliver(zalo, said("hỏi"))
    deliver(zalo, echo("Chúng tôi sẽ trả lời sớm", "o1"))
    hear_events()
    assert [message.side for message in messages()] == ["business", "system"]
    assert conversation().waiting_since is not None


def test_a_quote_finds_its_message_whichever_comes_first(zalo: CheckedClient) -> None:
    now = clock.now()
    deliver(zalo, said("trả lời", msg_id="b", quote_msg_id="a", at=now))
    hear_events()
    assert messages()[0].quoted_id is None
    deliver(zalo, said("câu đầu", msg_id="a", at=now - timedelta(minutes=3)))
    deliver(zalo, said("nữa", msg_id="c", quote_msg_id="a", at=now))
    hear_events()
    answer, first, again = messages()
    assert answer.quoted_id == again.quoted_id == first.id
    assert db.session.scalar(select(func.count()).select_from(ZaloQuote)) == 0


def test_nobody_quotes_another_s_message(zalo: CheckedClient) -> None:
    deliver(zalo, said("bí mật", user="77", msg_id="a"))
    deliver(zalo, said("trích", msg_id="b", quote_msg_id="a"))
    hear_events()
    assert [message.quoted_id for message in messages()] == [None, None]


@pytest.mark.parametrize("first", ["received", "seen", "answer"])
def test_marks_never_go_back_and_may_come_before_their_message(zalo: CheckedClient, first: str) -> None:
    deliver(zalo, said("hỏi", at=clock.now() - timedelta(minutes=2)))
    hear_events()
    news = {
        "received": event("user_received_message", message={"msg_id": "o1"}),
        "seen": event("user_seen_message", message={"msg_ids": ["o1", "o2"]}),
        "answer": echo("dạ", "o1", admin_id="1"),
    }
    for name in [first, *(one for one in news if one != first)]:
        deliver(zalo, news[name])
        hear_events()
    assert messages()[-1].delivery == "seen"
    assert list(db.session.scalars(select(ZaloMark.external_id))) == ["o2"]


def test_a_person_s_own_message_has_no_marks(zalo: CheckedClient) -> None:
    deliver(zalo, said("hỏi", msg_id="m1"))
    deliver(zalo, event("user_seen_message", message={"msg_ids": ["m1"]}))
    hear_events()
    assert messages()[0].delivery is None


def test_follow_and_unfollow_in_any_order(zalo: CheckedClient) -> None:
    now = clock.now()
    shape = {"sender": None, "recipient": None, "follower": {"id": PERSON}}
    for name, minutes in (("unfollow", 1), ("follow", 5), ("follow", 9)):
        deliver(zalo, event(name, now - timedelta(minutes=minutes), **shape))
        hear_events()
    assert person().follows is False
    last = person().last_interaction_at
    assert last is not None
    assert abs(last - (now - timedelta(minutes=5))) < timedelta(seconds=1)
    assert messages() == []


def test_name_and_phone_given_by_the_person(zalo: CheckedClient) -> None:
    deliver(zalo, said("hỏi", at=clock.now() - timedelta(minutes=2)))
    info = {"name": "Chị  Hoa", "phone": "84912345678", "user_dob": "30/10/1999", "gender": "Nữ"}
    deliver(zalo, event("user_submit_info", info=info))
    hear_events()
    assert (person().name, person().phone) == ("Chị Hoa", "0912345678")
    its = conversation()
    assert (its.guest_name, its.guest_phone) == ("Chị Hoa", "0912345678")
    assert messages()[-1].side == "system"
    assert messages()[0].person == "Chị Hoa"
    assert its.waiting_since is not None


def test_an_older_form_of_the_same(zalo: CheckedClient) -> None:
    info = {
        "address": "1 Mẫu",
        "phone": "không có",
        "city": "Mẫu",
        "district": "",
        "ward": "",
        "name": "Ông Ba",
    }
    deliver(zalo, event("user_submit_info", info=info))
    hear_events()
    assert (person().name, person().phone) == ("Ông Ba", None)


def test_somebody_without_an_account_is_told_apart_by_the_chat(zalo: CheckedClient) -> None:
    for chat in ("c1", "c2"):
        message = {"text": "hỏi", "msg_id": f"x{chat}", "conversation_id": chat}
        deliver(zalo, event("anonymous_send_text", sender={"id": "a1"}, message=message))
    hear_events()
    assert len({message.conversation_id for message in messages()}) == 2
    assert {one.zalo_user_id for one in db.session.scalars(select(ZaloPerson))} == {
        "anonymous:a1:c1", "anonymous:a1:c2",
    }  # fmt: skip


def test_what_is_not_kept_reads_in_words(zalo: CheckedClient) -> None:
    attachments = [
        {"type": "audio", "payload": {"url": "https://f1.zdn.vn/a.amr"}},
        {"type": "video", "payload": {"url": "https://f1.zdn.vn/a.mp4", "description": "quay màn hình"}},
        {"type": "location", "payload": {"coordinates": {"latitude": "10.7", "longitude": "106.6"}}},
        {"type": "link", "payload": {"description": "Cổng", "url": "https://dichvucong.gov.vn"}},
        {"type": "link", "payload": {"description": '{"phone":"84912345678"}'}},
        {"type": "hologram"}, "nothing", {"payload": {}},
    ]  # fmt: skip
    deliver(zalo, event("user_send_link", message={"msg_id": "m1", "attachments": attachments}))
    hear_events()
    text = messages()[0].text
    for words in ("ghi âm", "Video", "10.7, 106.6", "Cổng\nhttps://dichvucong.gov.vn", "0912345678"):
        assert words in text
    assert db.session.scalar(select(func.count()).select_from(ZaloFile)) == 0


def test_a_text_longer_than_ours_is_kept_whole(zalo: CheckedClient) -> None:
    long = "".join(f"{number:05d}" for number in range(2_000))
    deliver(zalo, said(long))
    hear_events()
    assert "".join(message.text for message in messages()) == long


@pytest.mark.parametrize("text", ["\x00", "", "   ", None, 7, "\ud800"])
def test_an_empty_message_is_kept_in_words(zalo: CheckedClient, text: object) -> None:
    made = event("user_send_text", message={"text": text, "msg_id": "m1"})
    raw = json.dumps(made).encode()
    zalo.post("/webhook/zalo", data=raw, headers=making.headers_for(raw, made["timestamp"]), csrf=False)
    hear_events()
    assert messages()[0].text.startswith("(Nội dung không đọc được")


@pytest.mark.parametrize(
    "laid", [{"sender": None}, {"message": None}, {"message": {"text": "x"}}, {"sender": {"id": {"a": 1}}}]
)
def test_an_event_that_lacks_what_it_needs_waits_for_people_and_stops_no_other(
    zalo: CheckedClient, laid: dict[str, object]
) -> None:
    deliver(zalo, event("user_send_text", **laid))
    deliver(zalo, said("đọc được"))
    assert hear_events() == 1
    assert [message.text for message in messages()] == ["đọc được"]
    failed = db.session.scalars(select(ZaloEvent).where(ZaloEvent.state == "failed")).one()
    assert failed.fault == "Unreadable"


def test_after_the_end_the_same_conversation_opens_again_and_much_later_a_new_one(
    zalo: CheckedClient,
) -> None:
    deliver(zalo, said("hỏi", at=clock.now() - timedelta(days=30)))
    hear_events()
    first = conversation()
    first.state, first.closed_at = "closed", clock.now() - timedelta(days=29)
    db.session.commit()
    deliver(zalo, said("cảm ơn", at=clock.now() - timedelta(days=28)))
    hear_events()
    assert conversation().id == first.id
    assert conversation().state == "open"
    again = conversation()
    again.state, again.closed_at = "closed", clock.now() - timedelta(days=20)
    db.session.commit()
    deliver(zalo, said("việc khác"))
    hear_events()
    assert conversation().id != first.id


def test_what_is_said_after_a_merge_goes_where_it_was_merged_to(zalo: CheckedClient) -> None:
    deliver(zalo, said("một"))
    hear_events()
    first = conversation()
    into = helpdesk.begin(client_id="other", channel="zalo", business_id=None)
    first.state, first.merged_into_id = "merged", into.id
    db.session.commit()
    deliver(zalo, said("hai"))
    hear_events()
    assert messages()[-1].conversation_id == into.id


def test_after_a_merge_into_the_portal_a_new_conversation_keeps_the_way_to_zalo(zalo: CheckedClient) -> None:
    deliver(zalo, said("một"))
    hear_events()
    first = conversation()
    into = helpdesk.begin(client_id="other", channel="portal", business_id=None)
    first.state, first.merged_into_id = "merged", into.id
    db.session.commit()
    deliver(zalo, said("hai"))
    hear_events()
    assert messages()[-1].conversation_id not in (first.id, into.id)


def test_the_account_s_own_id_is_nobody(zalo: CheckedClient) -> None:
    deliver(zalo, said("hỏi"))
    deliver(zalo, echo("dạ", "o1", admin_id="1"))
    hear_events()
    users = set(db.session.scalars(select(ZaloPerson.zalo_user_id)))
    assert users == {PERSON}
    assert OA_ID not in users


def test_a_flood_is_heard_with_rests_so_that_deliveries_are_answered(
    zalo: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One event right after the other kept new deliveries waiting for up to eight seconds on SQLite."""
    rests: list[float] = []
    monkeypatch.setattr(job.time, "sleep", rests.append)
    for number in range(job.WITHOUT_REST + 3):
        deliver(zalo, said(f"câu {number}"))
    assert hear_events() == job.WITHOUT_REST + 3
    assert len(rests) == 3
    assert all(job.REST <= rest <= job.LONGEST_REST for rest in rests)
