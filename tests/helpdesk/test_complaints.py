"""What leaves the chat for the restricted register: words, names and searches included; and the way back."""

from datetime import date, timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import AccessRecord, Role, User
from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk import queries, rules
from outreach.helpdesk.actions import complaining, merging
from outreach.helpdesk.models import Complaint, Conversation, Message
from outreach.helpdesk.queries import complaints
from outreach.helpdesk.rules import complaints as register
from outreach.refusals import Refused
from tests import factories
from tests.helpdesk import chats

WORDS = "Cán bộ K nhận tiền của chúng tôi"


@pytest.fixture
def talk(app: Flask) -> Conversation:
    return chats.conversation(factories.business("Công ty Mẫu Tố"))


@pytest.fixture
def by(app: Flask) -> User:
    return factories.user(Role.HELPDESK)


def moved(talk: Conversation, by: User, kind: str = register.COMPLAINT) -> tuple[Complaint, Message]:
    message = chats.said(talk, WORDS, person="Lê Thị Kín")
    complaint = complaining.move(conversation_id=talk.id, message_ids=[message.id], kind=kind, by=by.id)
    return complaint, message


def test_the_words_are_in_the_register_alone(talk: Conversation, by: User) -> None:
    complaint, message = moved(talk, by)
    assert (message.text, message.text_folded, talk.last_text) == ("", "", "")
    assert message.moved_at is not None
    assert talk.waiting_since is None
    assert WORDS in complaint.words
    assert "Kín" not in complaint.words
    assert (complaint.person, complaint.received_on) == ("Lê Thị Kín", clock.today())
    (bubble, told) = queries.thread(talk.id, side=rules.BUSINESS).bubbles
    assert bubble.moved
    assert told.text.startswith("moved")


def test_who_denounces_is_named_nowhere_else(talk: Conversation, by: User) -> None:
    complaint, message = moved(talk, by, register.DENUNCIATION)
    assert message.person is None
    taker, other = factories.user(Role.LEADER), factories.user(Role.LEADER)
    for reader in (taker, other):
        sheet = complaints.complaint_sheet(complaint.public_id, reader_id=reader.id)
        assert sheet is not None
        assert (sheet.person, sheet.business, sheet.protected) == (None, None, True)
    complaining.take(complaint=complaint, by=taker.id)
    own = complaints.complaint_sheet(complaint.public_id, reader_id=taker.id)
    foreign = complaints.complaint_sheet(complaint.public_id, reader_id=other.id)
    assert own is not None
    assert foreign is not None
    assert (own.person, own.business) == ("Lê Thị Kín", "Công ty Mẫu Tố")
    assert (foreign.person, foreign.business) == (None, None)
    assert complaint.parts == [{"id": message.id}]


def test_a_complaint_shows_its_name_to_the_register(talk: Conversation, by: User) -> None:
    complaint, _message = moved(talk, by)
    sheet = complaints.complaint_sheet(complaint.public_id, reader_id=factories.user(Role.LEADER).id)
    assert sheet is not None
    assert sheet.person == "Lê Thị Kín"


def test_back_again_within_a_day(talk: Conversation, by: User) -> None:
    before = talk.waiting_since
    complaint, message = moved(talk, by, register.DENUNCIATION)
    complaining.undo_move(complaint=complaint, by=by.id)
    assert (message.text, message.text_folded) == (WORDS, "can bo k nhan tien cua chung toi")
    assert (message.person, message.moved_at) == ("Lê Thị Kín", None)
    assert talk.last_text == WORDS
    assert before is None
    assert talk.waiting_since == message.sent_at
    assert db.session.query(Complaint).count() == 0


def test_no_way_back_for_others_later_or_once_taken(talk: Conversation, by: User) -> None:
    complaint, _message = moved(talk, by)
    with pytest.raises(Refused):
        complaining.undo_move(complaint=complaint, by=factories.user(Role.HELPDESK).id)
    complaint.moved_at = clock.now() - timedelta(hours=25)
    db.session.flush()
    with pytest.raises(Refused):
        complaining.undo_move(complaint=complaint, by=by.id)
    complaint.moved_at = clock.now()
    complaining.take(complaint=complaint, by=factories.user(Role.LEADER).id)
    with pytest.raises(Refused):
        complaining.undo_move(complaint=complaint, by=by.id)


def test_only_words_of_the_business_and_notes_are_moved(talk: Conversation, by: User) -> None:
    reply = chats.said(talk, "Dạ em ghi nhận", by=by)
    with pytest.raises(Refused):
        complaining.move(conversation_id=talk.id, message_ids=[reply.id], kind="complaint", by=by.id)
    foreign = chats.said(chats.conversation(), WORDS)
    with pytest.raises(Refused):
        complaining.move(conversation_id=talk.id, message_ids=[foreign.id], kind="complaint", by=by.id)
    assert (reply.text, foreign.text) == ("Dạ em ghi nhận", WORDS)


def test_who_still_waits_for_an_answer_goes_on_waiting(talk: Conversation, by: User) -> None:
    asked = chats.said(talk, "Nộp ở đâu ạ?")
    moved(talk, by)
    assert talk.waiting_since == asked.sent_at


def test_its_way_through_the_register(talk: Conversation, by: User) -> None:
    complaint, _message = moved(talk, by)
    leader, other = factories.user(Role.LEADER), factories.user(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="đang thụ lý"):
        complaining.end(complaint=complaint, state="answered", outcome="Đã trả lời", by=leader.id)
    complaining.take(complaint=complaint, by=leader.id)
    with pytest.raises(Refused, match="đã có người"):
        complaining.take(complaint=complaint, by=other.id)
    with pytest.raises(Refused, match="trước ngày nhận"):
        complaining.set_due_day(complaint=complaint, due_on=date(2020, 1, 1), by=leader.id)
    complaining.set_due_day(complaint=complaint, due_on=clock.today(), by=leader.id)
    with pytest.raises(Refused, match="đang thụ lý"):
        complaining.end(complaint=complaint, state="answered", outcome="Đã trả lời", by=other.id)
    complaining.end(complaint=complaint, state="forwarded", outcome="Chuyển Sở Mẫu", by=leader.id)
    assert (complaint.state, complaint.outcome) == ("forwarded", "Chuyển Sở Mẫu")
    with pytest.raises(Refused):
        complaining.set_due_day(complaint=complaint, due_on=None, by=leader.id)
    whats = {row.what for row in db.session.query(AccessRecord).filter_by(object_type="complaint")}
    assert whats == {"complaint.move", "complaint.take", "complaint.due", "complaint.forwarded"}


def test_a_question_at_a_step_goes_along(app: Flask, by: User) -> None:
    from tests.tutorials import samples

    report = factories.step_report(samples.published())
    report.question = WORDS
    talk = chats.conversation(step_report_id=report.id)
    message = chats.said(talk, WORDS)
    complaint = complaining.move(
        conversation_id=talk.id, message_ids=[message.id], kind="complaint", by=by.id
    )
    assert "tiền" not in report.question
    complaining.undo_move(complaint=complaint, by=by.id)
    assert report.question == WORDS


def test_the_way_back_leads_to_where_it_was_merged_meanwhile(talk: Conversation, by: User) -> None:
    complaint, message = moved(talk, by)
    whole = chats.conversation(db.session.get(Business, talk.business_id))
    merging.merge(conversation_id=talk.id, into_id=whole.id, by=by.id)
    assert whole.last_text == ""
    db.session.expire_all()
    complaining.undo_move(complaint=complaint, by=by.id)
    assert (message.conversation_id, message.text) == (whole.id, WORDS)
    assert (whole.last_text, whole.waiting_since) == (WORDS, message.sent_at)
