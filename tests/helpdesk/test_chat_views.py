"""A conversation's pages: for its business, for staff, and for whoever has its private link."""

import pytest
from sqlalchemy import func, select

from outreach.accounts.models import AccessRecord, Role
from outreach.answers import queries as answers
from outreach.database import db
from outreach.helpdesk import queries, rules
from outreach.helpdesk.actions import merging
from outreach.helpdesk.models import Conversation, Message, Participant
from tests import factories
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats

ID = "0b6e4c1e-6b4e-4b0e-8f5e-1d2c3b4a5f6"


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_asking_begins_one_conversation(clerk: CheckedClient) -> None:
    form = {"client_id": ID, "text": "Nộp lại bằng cách nào?"}
    first, second = (clerk.post("/tro-giup", data=form) for _ in range(2))
    assert first.status_code == 303
    assert first.location == second.location
    assert (count(Conversation), count(Message)) == (1, 1)
    page = clerk.get(first.location)
    assert "Nộp lại bằng cách nào?" in words_of(page)
    assert "Đã gửi" in words_of(page)


def test_an_empty_question_comes_back(clerk: CheckedClient) -> None:
    page = clerk.post("/tro-giup", data={"client_id": ID, "text": " "})
    assert page.status_code == 422
    assert count(Conversation) == 0


def test_a_stranger_gets_the_same_private_link_however_often_it_is_sent(anonymous: CheckedClient) -> None:
    form = {"client_id": ID, "text": "Mất mật khẩu", "tax_code": "0100109106", "phone": "0912345678"}
    first, second = (anonymous.post("/tro-giup", data=form) for _ in range(2))
    assert first.status_code == 303
    assert first.location == second.location
    assert first.location.startswith("/tro-giup/k/")
    page = anonymous.get(first.location)
    assert "Mất mật khẩu" in words_of(page)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    key, secret = first.location.split("/")[-2:]
    sent = anonymous.post(f"/tro-giup/{key}/tin?k={secret}", data={"client_id": ID + "2", "text": "Alô"})
    assert sent.status_code == 303
    assert first.location in sent.location
    assert "Alô" in words_of(anonymous.get(first.location))
    assert anonymous.get(f"/tro-giup/k/{key}/{secret[:-1]}x").status_code == 404


def test_another_business_finds_nothing(clerk: CheckedClient) -> None:
    talk = chats.conversation(secret="secret")
    for page in (f"/tro-giup/{talk.public_id}", f"/tro-giup/{talk.public_id}/tin-nhan?after=0"):
        assert clerk.get(page).status_code == 404
    sent = clerk.post(f"/tro-giup/{talk.public_id}/tin", data={"client_id": ID, "text": "Xin chào"})
    assert sent.status_code == 404
    assert count(Message) == 0


def test_a_colleague_takes_part_and_who_left_does_not(clerk: CheckedClient, sign_in_as) -> None:  # type: ignore[no-untyped-def]
    talk = chats.conversation(clerk.user.business)
    chats.said(talk, by=clerk.user)
    colleague = factories.user(Role.BUSINESS, of=clerk.user.business)
    browser = sign_in_as(colleague)
    page = browser.get(f"/tro-giup/{talk.public_id}")
    assert clerk.user.name in words_of(page)
    sent = browser.post(f"/tro-giup/{talk.public_id}/tin", data={"client_id": ID, "text": "Em cũng vậy"})
    assert sent.status_code == 303
    colleague.disabled_at = colleague.created_at
    db.session.commit()
    assert browser.get(f"/tro-giup/{talk.public_id}").location.startswith("/dang-nhap")


def test_unreleased_ones_are_staffs_alone(clerk: CheckedClient, helpdesk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business, released=False, secret="secret")
    chats.said(talk)
    assert clerk.get(f"/tro-giup/{talk.public_id}").status_code == 404
    assert clerk.get(f"/tro-giup/k/{talk.public_id}/secret").status_code == 404
    assert "Chưa có câu hỏi nào" in words_of(clerk.get("/tro-giup"))
    assert helpdesk.get(f"/tro-giup/{talk.public_id}").status_code == 200


def test_staffs_looks_are_written_down_once_an_hour(helpdesk: CheckedClient) -> None:
    talk = chats.conversation()
    chats.said(talk)
    for _ in range(2):
        helpdesk.get(f"/tro-giup/{talk.public_id}")
    looks = db.session.scalars(select(AccessRecord).where(AccessRecord.what == "conversation.view")).all()
    assert [(one.object_id, one.purpose) for one in looks] == [(str(talk.id), "answer_question")]


def test_a_script_gets_the_new_bubble_and_a_retry_the_same(clerk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    known = chats.said(talk, by=clerk.user)
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
    form = {"client_id": ID, "text": "Xem https://dichvucong.gov.vn nhé <b>", "seen": str(known.id)}
    for _ in range(2):
        part = clerk.post(f"/tro-giup/{talk.public_id}/tin", data=form, headers=htmx)
        assert part.status_code == 200
        assert part.text.count("<article") == 1
        assert 'href="https://dichvucong.gov.vn"' in part.text
        assert "&lt;b&gt;" in part.text
    assert count(Message) == 2


def test_a_refused_message_says_why(clerk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    url, htmx = f"/tro-giup/{talk.public_id}/tin", {"HX-Request": "true", "HX-Request-Type": "partial"}
    part = clerk.post(url, data={"client_id": ID, "text": ""}, headers=htmx)
    assert part.status_code == 422
    assert "chưa viết gì" in part.text
    page = clerk.post(url, data={"client_id": "x", "text": "Còn nguyên"})
    assert page.status_code == 422
    assert "Còn nguyên" in page.text


def test_only_staff_write_notes(clerk: CheckedClient, helpdesk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    for number, client in enumerate((clerk, helpdesk)):
        form = {"client_id": f"{ID}{number}", "text": "Ghi lại", "note": "1"}
        client.post(f"/tro-giup/{talk.public_id}/tin", data=form)
    assert list(db.session.scalars(select(Message.kind).order_by(Message.id))) == [rules.TEXT, rules.NOTE]
    assert "Ghi chú nội bộ" not in words_of(clerk.get(f"/tro-giup/{talk.public_id}"))


def test_polling_costs_nothing_when_nothing_is_new(clerk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    said = chats.said(talk, by=clerk.user)
    url = f"/tro-giup/{talk.public_id}/tin-nhan?after={said.id}&marks=0-0"
    assert clerk.part(url).status_code == 204
    officer = factories.user(Role.OFFICER)
    db.session.add(Participant(conversation_id=talk.id, who="user:9", user_id=officer.id, side="staff",
                               received_up_to=said.id, seen_up_to=said.id))  # fmt: skip
    part = clerk.part(url)
    assert part.status_code == 200
    assert f'data-seen="{said.id}"' in part.text


def test_reading_is_told_by_a_button_too(clerk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    said = chats.said(talk, "Chào", by=factories.user(Role.OFFICER))
    assert clerk.post(f"/tro-giup/{talk.public_id}/da-xem", data={"seen": said.id}).status_code == 303
    assert queries.unread(clerk.user.business_id, clerk.user.id) == 0


def test_a_draft_is_there_again(clerk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
    saved = clerk.post(f"/tro-giup/{talk.public_id}/nhap", data={"text": "Em đang viết dở"}, headers=htmx)
    assert saved.status_code == 204
    assert "Em đang viết dở" in clerk.get(f"/tro-giup/{talk.public_id}").text


def test_without_scripts_likely_answers_come_first_and_once(
    clerk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = answers.PublicLine(
        *(f"{name}" for name in answers.PublicLine._fields)
    )._replace(question="Nộp lại thế nào?", slug="nop-lai", language="vi")  # fmt: skip
    monkeypatch.setattr(answers, "likely", lambda *_, **__: [line])
    form = {"client_id": ID, "text": "Nộp lại bằng cách nào?", "first": "1"}
    page = clerk.post("/tro-giup", data=form)
    assert page.status_code == 200
    assert "Nộp lại thế nào?" in words_of(page)
    assert 'name="first"' not in page.text
    assert count(Conversation) == 0
    assert clerk.post("/tro-giup", data={"client_id": ID, "text": form["text"]}).status_code == 303


def test_what_is_sent_to_a_merged_conversation_arrives_where_it_went(
    clerk: CheckedClient, helpdesk: CheckedClient
) -> None:
    assert clerk.user is not None
    assert helpdesk.user is not None
    old, new = (chats.conversation(clerk.user.business, secret="secret") for _ in range(2))
    chats.said(old, by=clerk.user)
    merging.merge(conversation_id=old.id, into_id=new.id, by=helpdesk.user.id)
    form, htmx = {"client_id": ID, "text": "Em viết tiếp"}, {"HX-Request": "true"}
    sent = clerk.post(f"/tro-giup/{old.public_id}/tin", data=form, headers=htmx)
    assert sent.headers["HX-Redirect"].startswith(f"/tro-giup/{new.public_id}")
    assert "Em viết tiếp" in words_of(clerk.get(f"/tro-giup/{new.public_id}"))
    assert clerk.get(f"/tro-giup/{old.public_id}").location == f"/tro-giup/{new.public_id}"
    stranger = clerk.post(f"/tro-giup/{old.public_id}/tin?k=secret", data=form, headers=htmx)
    assert stranger.status_code == 422
    assert "Em viết tiếp" not in words_of(clerk.get(f"/tro-giup/k/{old.public_id}/secret"))
