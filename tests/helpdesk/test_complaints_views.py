"""The register and the way into it, in the browser."""

import re

import pytest
from flask import Flask

from outreach.accounts.models import AccessRecord
from outreach.database import db
from outreach.helpdesk.models import Complaint, Conversation, Message
from tests import factories
from tests.client import CheckedClient
from tests.helpdesk import chats

WORDS = "Cán bộ K nhận tiền của chúng tôi"


@pytest.fixture
def talk(app: Flask) -> Conversation:
    made = chats.conversation(factories.business("Công ty Mẫu Tố"))
    chats.said(made, WORDS, person="Lê Thị Kín")
    db.session.commit()
    return made


def only() -> Complaint:
    db.session.expire_all()
    return db.session.query(Complaint).one()


def move(client: CheckedClient, talk: Conversation, kind: str = "denunciation") -> None:
    key = db.session.query(Message.public_id).filter_by(conversation_id=talk.id).first()[0]
    address = f"/ban-ho-tro/{talk.public_id}/chuyen-so"
    assert client.post(address, data={"kind": kind, "messages": key}).status_code == 303


def test_from_the_desk_into_the_register_and_back(helpdesk: CheckedClient, talk: Conversation) -> None:
    address = f"/ban-ho-tro/{talk.public_id}/chuyen-so"
    assert WORDS in helpdesk.get(address).text
    empty = helpdesk.post(address, data={"kind": "complaint"})
    assert empty.status_code == 422
    assert "ít nhất một tin" in empty.text
    assert re.search(r'<input checked[^>]*value="complaint"', empty.text)
    move(helpdesk, talk)
    desk = helpdesk.get(f"/ban-ho-tro/{talk.public_id}").text
    assert WORDS not in desk
    assert "Kín" not in desk
    assert "Tin đã được chuyển sang sổ riêng" in desk
    assert WORDS not in helpdesk.get("/ban-ho-tro?q=nhan+tien&view=all").text.replace('value="nhan tien"', "")
    assert helpdesk.get(f"/khieu-nai/{only().public_id}").status_code == 403
    helpdesk.post(f"{address}/{only().public_id}/thoi")
    assert WORDS in helpdesk.get(f"/ban-ho-tro/{talk.public_id}").text


def test_the_register_says_what_for(
    helpdesk: CheckedClient, leader: CheckedClient, talk: Conversation
) -> None:
    assert "Sổ không có gì ở đây" in leader.get("/khieu-nai").text
    move(helpdesk, talk)
    listed = leader.get("/khieu-nai").text
    assert "Tố cáo" in listed
    for secret in (WORDS, "Kín", "Mẫu Tố"):
        assert secret not in listed
    page = f"/khieu-nai/{only().public_id}"
    assert WORDS not in leader.get(page).text
    assert WORDS not in leader.get(page + "?purpose=abc").text
    looks = db.session.query(AccessRecord).filter_by(what="complaint.view")
    assert looks.count() == 0
    shown = leader.get(page + "?purpose=follow").text
    assert WORDS in shown
    assert "Kín" not in shown
    assert [look.purpose for look in looks] == ["follow"]
    assert leader.post(page + "/thu-ly?purpose=take_up").status_code == 303
    assert "Lê Thị Kín" in leader.get(page + "?purpose=take_up").text


def test_its_end_in_the_browser(
    helpdesk: CheckedClient, leader: CheckedClient, administrator: CheckedClient, talk: Conversation
) -> None:
    move(helpdesk, talk)
    page = f"/khieu-nai/{only().public_id}"
    leader.post(page + "/thu-ly")
    assert administrator.post(page + "/thu-ly").status_code == 422
    assert "Kín" not in administrator.get(page + "?purpose=inspect").text
    wrong = leader.post(page + "/han?purpose=follow", data={"due_on": "32/01/2026"})
    assert wrong.status_code == 422
    assert "32/01/2026" in wrong.text
    leader.post(page + "/han", data={"due_on": "31/12/2030"})
    refused = leader.post(page + "/ket-qua?purpose=take_up", data={"outcome": "Đã chuyển Sở Mẫu"})
    assert refused.status_code == 422
    assert "Đã chuyển Sở Mẫu" in refused.text
    leader.post(page + "/ket-qua", data={"state": "forwarded", "outcome": "Đã chuyển Sở Mẫu"})
    assert only().state == "forwarded"
    assert "31/12/2030" in leader.get("/khieu-nai?state=forwarded").text


def test_another_clerk_cannot_take_it_back(
    helpdesk: CheckedClient, officer: CheckedClient, talk: Conversation
) -> None:
    move(helpdesk, talk)
    officer.post(f"/ban-ho-tro/{talk.public_id}/chuyen-so/{only().public_id}/thoi")
    other = chats.conversation()
    helpdesk.post(f"/ban-ho-tro/{other.public_id}/chuyen-so/{only().public_id}/thoi")
    assert only().state == "new"


def test_what_was_sent_along_is_opened_in_the_register_alone(
    helpdesk: CheckedClient, leader: CheckedClient, administrator: CheckedClient, talk: Conversation
) -> None:
    file = chats.file(db.session.query(Message).filter_by(conversation_id=talk.id).one(), "chứng cứ.webp")
    db.session.commit()
    key = file.public_id
    move(helpdesk, talk)
    page = f"/khieu-nai/{only().public_id}"
    assert helpdesk.get(f"/tro-giup/{talk.public_id}/tep/{key}").status_code == 404
    assert leader.get(f"{page}/tep/{key}").status_code == 303
    assert "chứng cứ" not in leader.get(f"{page}?purpose=inspect").text  # it may tell who denounced
    assert leader.get(f"{page}/tep/{key}?purpose=inspect").status_code == 404
    leader.post(f"{page}/thu-ly")
    assert "chứng cứ.webp" in leader.get(f"{page}?purpose=take_up").text
    assert leader.get(f"{page}/tep/{key}?purpose=take_up").mimetype == "image/webp"
    assert administrator.get(f"{page}/tep/{key}?purpose=take_up").status_code == 404
    assert helpdesk.get(f"{page}/tep/{key}?purpose=take_up").status_code == 403
    looks = db.session.query(AccessRecord).filter_by(what="complaint.file")
    assert [(one.user_id, one.purpose) for one in looks] == [(leader.user.id, "take_up")]


def test_a_refused_deed_hides_no_look(
    helpdesk: CheckedClient, leader: CheckedClient, talk: Conversation
) -> None:
    move(helpdesk, talk)
    answer = leader.post(f"/khieu-nai/{only().public_id}/han?purpose=inspect", data={"due_on": "x"})
    assert answer.status_code == 422
    assert WORDS in answer.text
    looks = db.session.query(AccessRecord).filter_by(what="complaint.view", user_id=leader.user.id)
    assert looks.count() == 1
    other = chats.conversation()
    chats.said(other, WORDS)
    db.session.commit()
    sent = helpdesk.post(f"/tro-giup/{other.public_id}/tin", data={"client_id": "x", "text": ""})
    assert sent.status_code == 422
    assert WORDS in sent.text
    looks = db.session.query(AccessRecord).filter_by(what="conversation.view", object_id=str(other.id))
    assert looks.count() == 1
