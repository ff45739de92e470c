"""What somebody tries who wants another's words, or to keep somebody else from being heard."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.accounts.rules import LIMITS, token_hash
from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.actions import complaining, merging
from outreach.helpdesk.files.taking import Taken
from outreach.helpdesk.models import Attachment, Conversation, Message
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats
from tests.tutorials import samples

ASKED = {"text": "Em hỏi", "tax_code": "0100000001", "phone": "0912345678", "first": ""}


def texts(of: Conversation) -> list[str]:
    spoken = select(Message.text).where(Message.conversation_id == of.id, Message.kind == rules.TEXT)
    return list(db.session.scalars(spoken.order_by(Message.id)))


def test_nobody_takes_the_number_of_a_question_to_come(anonymous: CheckedClient) -> None:
    for taken in ("step-report-1", "paste-abcdefgh-1"):
        assert anonymous.post("/tro-giup", data=ASKED | {"client_id": taken}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 0


def test_staff_are_not_told_what_opens_a_strangers_link(
    anonymous: CheckedClient, helpdesk: CheckedClient
) -> None:
    mark = "0a1b2c3d-client-of-a-guest"
    assert anonymous.post("/tro-giup", data=ASKED | {"client_id": mark}).status_code == 303
    key = db.session.scalars(select(Conversation.public_id)).one()
    for page in (f"/tro-giup/{key}", f"/ban-ho-tro/{key}"):
        shown = helpdesk.get(page).text
        assert "Em hỏi" in shown
        assert mark not in shown


def test_words_are_not_merged_into_what_a_private_link_opens(app: Flask) -> None:
    business = factories.business()
    own, guests = chats.conversation(business), chats.conversation(business, secret="bi-mat")
    chats.said(own, "Chỉ của công ty")
    chats.said(guests, "Em không có tài khoản")
    by = factories.user(Role.HELPDESK).id
    with pytest.raises(Refused, match="liên kết riêng"):
        merging.merge(conversation_id=own.id, into_id=guests.id, by=by)
    merging.merge(conversation_id=guests.id, into_id=own.id, by=by)
    assert texts(own) == ["Chỉ của công ty", "Em không có tài khoản"]
    assert queries.of_guest(own.public_id, "bi-mat") is None


def test_the_same_client_id_twice_keeps_nothing_from_being_merged(app: Flask) -> None:
    business = factories.business()
    one, other = chats.conversation(business), chats.conversation(business)
    for talk, text in ((one, "một"), (other, "hai")):
        chats.file(chats.said(talk, text, client_id="same-client-id")).client_id = "same-file-id"
    db.session.flush()
    merging.merge(conversation_id=one.id, into_id=other.id, by=factories.user(Role.HELPDESK).id)
    assert sorted(texts(other)) == ["hai", "một"]
    assert db.session.scalar(select(func.count(func.distinct(Attachment.client_id)))) == 2


def test_what_is_said_while_it_is_merged_goes_along(app: Flask) -> None:
    business = factories.business()
    own = factories.user(Role.BUSINESS, of=business)
    one, other = chats.conversation(business), chats.conversation(business)
    chats.said(one, "một", by=own)
    waiting = factories.add(
        Attachment(
            public_id="tep-dang-cho", conversation_id=one.id, message_id=None, client_id="file-waits",
            name="a.pdf", kind="pdf", size=1, sha256="0" * 64, uploaded_at=clock.now(),
            uploaded_by_id=own.id,
        )
    )  # fmt: skip
    merging.merge(conversation_id=one.id, into_id=other.id, by=factories.user(Role.HELPDESK).id)
    late = chats.said(one, "hai", by=own, client_id="sent-in-the-same-moment", attachment_ids=[waiting.id])
    assert late.conversation_id == other.id
    db.session.refresh(waiting)
    assert waiting.message_id == late.id
    again = chats.said(one, "hai", by=own, client_id="sent-in-the-same-moment")
    assert again.id == late.id
    assert texts(one) == []


def test_undoing_a_merge_brings_back_what_had_been_merged_before(app: Flask) -> None:
    business, by = factories.business(), factories.user(Role.HELPDESK).id
    first, second, third = (chats.conversation(business) for _n in range(3))
    for talk, text in ((first, "một"), (second, "hai"), (third, "ba")):
        chats.said(talk, text)
    merging.merge(conversation_id=first.id, into_id=second.id, by=by)
    merging.merge(conversation_id=second.id, into_id=third.id, by=by)
    merging.undo_merge(conversation_id=second.id, by=by)
    assert (sorted(texts(second)), texts(third)) == (["hai", "một"], ["ba"])
    merging.undo_merge(conversation_id=first.id, by=by)
    assert (texts(first), texts(second)) == (["một"], ["hai"])


def test_a_stranger_goes_on_reading_what_was_split_off(anonymous: CheckedClient) -> None:
    talk = chats.conversation(secret="bi-mat")
    chats.said(talk, "Việc thứ nhất")
    other = chats.said(talk, "Việc thứ hai")
    part = merging.split(
        conversation_id=talk.id, message_ids=[other.id], subject=None, by=factories.user(Role.HELPDESK).id
    )
    db.session.commit()
    link = f"/tro-giup/k/{part.public_id}/bi-mat"
    page = anonymous.get(f"/tro-giup/k/{talk.public_id}/bi-mat")
    assert link in page.text
    assert "Việc thứ hai" not in words_of(page)
    assert "Việc thứ hai" in words_of(anonymous.get(link))
    assert part.key_hash == token_hash("bi-mat")


def test_nobody_destroys_what_the_register_holds(app: Flask) -> None:
    own = factories.user(Role.BUSINESS)
    talk = chats.conversation(own.business)
    message = chats.said(talk, "Tôi khiếu nại", by=own)
    file = chats.file(message)
    complaining.move(
        conversation_id=talk.id, message_ids=[message.id], kind="complaint",
        by=factories.user(Role.HELPDESK).id,
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.take_back(conversation_id=talk.id, message_id=message.id, side=rules.BUSINESS, user_id=own.id)
    assert db.session.get(Attachment, file.id) is not None


def test_a_question_that_is_taken_back_leaves_its_step_too(app: Flask) -> None:
    own = factories.user(Role.BUSINESS)
    report = factories.step_report(samples.published(), shown=True)
    report.question = "Số em là 0912345678"
    talk = chats.conversation(own.business, step_report_id=report.id)
    message = chats.said(talk, "Số em là 0912345678", by=own)
    actions.take_back(conversation_id=talk.id, message_id=message.id, side=rules.BUSINESS, user_id=own.id)
    assert (report.question, report.shown) == ("Tin đã được thu hồi", False)


def test_a_program_that_writes_for_a_business_waits_and_loses_nothing(
    clerk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = chats.conversation(db.session.get_one(Business, clerk.user.business_id))
    own = db.session.get_one(User, clerk.user.id)
    for _n in range(300):
        chats.said(talk, "Xin hỏi", by=own)
    db.session.commit()
    page = f"/tro-giup/{talk.public_id}/tin"
    answer = clerk.post(page, data={"client_id": "one-too-many", "text": "Tin thứ ba trăm lẻ một"})
    assert answer.status_code == 422
    assert "Tin thứ ba trăm lẻ một" in answer.text
    assert "đợi" in words_of(answer)
    later = clock.now() + timedelta(seconds=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert clerk.post(page, data={"client_id": "one-too-many", "text": "Nữa"}).status_code == 303
    assert texts(talk)[-1] == "Nữa"


def test_uploads_are_counted_before_they_are_looked_into(
    clerk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = chats.conversation(db.session.get_one(Business, clerk.user.business_id))
    db.session.commit()
    looked: list[str] = []
    refused = Refused("Tệp này trống.", "upload")

    def look_into(_stream: object, name: str) -> None:
        db.session.rollback()
        looked.append(name)
        raise refused

    monkeypatch.setattr("outreach.helpdesk.views.files.take_in", look_into)
    monkeypatch.setitem(LIMITS, "upload", LIMITS["answer"])
    page = f"/tro-giup/{talk.public_id}/tep"
    for n in range(12):
        sent = {"client_id": f"upload-{n:04d}", "upload": (BytesIO(b"x"), "a.png")}
        assert clerk.post(page, data=sent).status_code == 422
    assert len(looked) == 10


def test_a_stranger_fills_no_disk(app: Flask) -> None:
    taken = Taken("a.pdf", "pdf", b"%PDF-" + b"0" * 100)
    known, unknown = chats.conversation(channel=rules.GUEST), chats.conversation(channel=rules.GUEST)
    unknown.business_id = None
    for talk in (known, unknown):
        chats.file(chats.said(talk)).size = 40 * 1024**2
    db.session.flush()
    values: dict[str, Any] = {"client_id": "one-more-file", "taken": taken, "user_id": None}
    actions.attach_file(conversation_id=known.id, **values)
    with pytest.raises(Refused, match="quá nhiều tệp"):
        actions.attach_file(conversation_id=unknown.id, **values)
