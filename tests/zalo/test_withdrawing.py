"""Somebody withdraws their consent: words, files, names go; figures and what was said since stay."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk.files import FILES
from outreach.helpdesk.models import Attachment, Conversation, Message
from outreach.zalo.actions.sweeping import sweep
from outreach.zalo.fetching_job import fetch_files
from outreach.zalo.job import hear_events
from outreach.zalo.models import ZaloEvent, ZaloPerson
from outreach.zalo.sending_job import send_messages
from tests import factories
from tests.client import CheckedClient
from tests.zalo.making import PERSON, deliver, event, said
from tests.zalo.stand_in import Zalo
from tests.zalo.talking import answer, sending_of

AGO = timedelta(hours=2)


def withdraw(client: CheckedClient, hours_ago: float = 0) -> None:
    at = clock.now() - timedelta(hours=hours_ago)
    deliver(client, event("user_withdraw", at, sender=None, recipient=None, user_id=PERSON))


def person() -> ZaloPerson:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(ZaloPerson).where(ZaloPerson.zalo_user_id == PERSON)).one()


def bodies() -> bytes:
    db.session.rollback()
    return b"".join(filter(None, db.session.scalars(select(ZaloEvent.body))))


@pytest.fixture
def told(connected: Zalo, anonymous: CheckedClient) -> Zalo:
    """Somebody who wrote, sent a picture, gave name and phone, and got an answer."""
    picture = BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    connected.files["/p.png"] = ("image/png", picture.getvalue())
    at = clock.now() - AGO
    attachment = {"type": "image", "payload": {"url": f"{connected.url}/p.png"}}
    deliver(anonymous, said("Lời riêng tư", at=at, attachments=[attachment]))
    info = {"name": "Hoa Riêng Tư", "phone": "0912345678"}
    deliver(anonymous, event("user_submit_info", at, info=info))
    hear_events()
    fetch_files()
    answer(person(), "Câu trả lời của cán bộ")
    send_messages()
    return connected


def test_words_names_and_files_go_and_the_rest_stays(told: Zalo, anonymous: CheckedClient) -> None:
    kept = FILES.path_of(db.session.scalars(select(Attachment.stored_as)).one())
    assert kept is not None
    withdraw(anonymous)
    hear_events()
    gone = person()
    assert (gone.name, gone.phone, gone.conversation_id, gone.last_interaction_at) == (None,) * 4
    assert gone.withdrawn_at is not None
    texts = list(
        db.session.scalars(select(Message.text).where(Message.side != "system").order_by(Message.id))
    )
    assert texts == ["", "Câu trả lời của cán bộ"]
    assert not db.session.scalar(select(Attachment.stored_as))
    conversation = db.session.scalars(select(Conversation)).one()
    assert (conversation.guest_name, conversation.guest_phone, conversation.last_text) == (None, None, "")
    assert conversation.first_reply_at is not None, "figures stay"
    for secret in ("Lời riêng tư".encode(), b"Hoa Ri", b"0912345678"):
        assert secret not in bodies()
    assert FILES.sweep(Attachment.stored_as, Attachment.thumb_as, after=timedelta(seconds=-5)) == 2


def test_what_has_not_gone_out_does_not_go(told: Zalo, anonymous: CheckedClient) -> None:
    message_id = answer(person(), "còn chờ")
    withdraw(anonymous)
    hear_events()
    assert sending_of(message_id).state == "stopped"
    assert send_messages() == 0


def test_what_comes_late_from_before_is_not_kept(told: Zalo, anonymous: CheckedClient) -> None:
    withdraw(anonymous)
    hear_events()
    deliver(anonymous, said("đến muộn", at=clock.now() - AGO))
    deliver(anonymous, event("follow", clock.now() - AGO, sender=None, follower={"id": PERSON}))
    hear_events()
    assert db.session.scalar(select(func.count()).select_from(Message).where(Message.text == "đến muộn")) == 0
    assert "đến muộn".encode() not in bodies()
    assert person().last_interaction_at is None


def test_whoever_writes_again_begins_anew(told: Zalo, anonymous: CheckedClient) -> None:
    withdraw(anonymous, hours_ago=1)
    hear_events()
    deliver(anonymous, said("hỏi lại"))
    hear_events()
    assert person().conversation_id is not None
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 2
    message_id = answer(person(), "dạ")
    send_messages()
    assert sending_of(message_id).state == "sent"


def test_a_late_withdrawal_leaves_what_was_said_since(told: Zalo, anonymous: CheckedClient) -> None:
    deliver(anonymous, said("nói sau đó", at=clock.now() - timedelta(minutes=5)))
    hear_events()
    withdraw(anonymous, hours_ago=1)
    hear_events()
    texts = set(db.session.scalars(select(Message.text).where(Message.side == "business")))
    assert texts == {"", "nói sau đó"}
    assert person().conversation_id is not None
    assert person().last_interaction_at is not None
    assert db.session.scalars(select(Conversation.purged_at)).one() is None


def test_others_are_left_alone(app: Flask, told: Zalo, anonymous: CheckedClient) -> None:
    deliver(anonymous, said("của người khác", user=PERSON + "1"))
    hear_events()
    withdraw(anonymous)
    hear_events()
    assert "của người khác" in set(db.session.scalars(select(Message.text)))
    assert "của người khác".encode() in bodies()


def test_a_person_of_a_business_loses_it_and_the_business_keeps_its_figures(
    told: Zalo, helpdesk: CheckedClient
) -> None:
    person_id, business = person().id, factories.business()
    helpdesk.post(f"/zalo/nguoi/{person_id}/doanh-nghiep", data={"tax_code": business.tax_code})
    withdraw(helpdesk)
    hear_events()
    assert person().business_id is None
    assert db.session.scalars(select(Conversation.business_id)).one() == business.id


def test_whose_words_are_over_is_forgotten_with_them(told: Zalo) -> None:
    sweep()
    assert person().name == "Hoa Riêng Tư"
    db.session.scalars(select(Conversation)).one().purged_at = clock.now()
    db.session.commit()
    sweep()
    assert (person().name, person().phone, person().conversation_id) == (None, None, None)


def test_withdrawing_twice_or_without_a_word_is_nothing_more(
    connected: Zalo, anonymous: CheckedClient
) -> None:
    withdraw(anonymous, hours_ago=1)
    withdraw(anonymous)
    hear_events()
    withdrawn = person().withdrawn_at
    assert withdrawn is not None
    assert clock.now() - withdrawn < timedelta(minutes=1)
