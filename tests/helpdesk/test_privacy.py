"""What is forgotten on schedule or on request, what is handed out, and what stays."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from outreach import clock
from outreach.accounts.models import AccessRecord, Role
from outreach.answers.actions import Said, write_answer
from outreach.answers.models import Answer
from outreach.businesses import actions as businesses
from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.actions import complaining
from outreach.helpdesk.files import FILES
from outreach.helpdesk.models import Attachment, Conversation, Message
from tests import factories
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats
from tests.tutorials import samples

NOW = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
SAID = "Số em là 0912345678, CCCD 001099012345, hồ sơ 000.17.22.H56-210531-0001"


@pytest.fixture
def now(app: Flask, monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 20))
    return NOW


def ended(days: int, *, first_reply: int = 12) -> Conversation:
    """A guest's conversation, closed so many days ago, with a picture."""
    talk = chats.conversation(
        secret="bi-mat", guest_name="Lê Mẫu", guest_phone="0912345678", subject="Mẫu", subject_folded="mau"
    )
    chats.file(chats.said(talk, SAID, person="Lê Mẫu"))
    actions.close(conversation_id=talk.id, by=None)
    talk.closed_at = talk.last_at = NOW - timedelta(days=days)
    talk.first_reply_minutes, talk.resolution_minutes = first_reply, 300
    db.session.commit()
    return talk


def purge() -> int:
    """As the job does it, outside any other transaction."""
    db.session.rollback()
    return actions.purge()


def of(talk: Conversation) -> tuple[Conversation, Message, Attachment]:
    db.session.expire_all()
    spoken = select(Message).where(Message.conversation_id == talk.id, Message.kind == rules.TEXT)
    file = select(Attachment).where(Attachment.conversation_id == talk.id)
    return (
        db.session.get_one(Conversation, talk.id), db.session.scalars(spoken).one(),
        db.session.scalars(file).one(),
    )  # fmt: skip


def test_what_ended_lately_is_kept(now: datetime) -> None:
    talk = ended(80)
    assert purge() == 0
    kept, message, file = of(talk)
    assert (kept.guest_name, message.text, message.person) == ("Lê Mẫu", SAID, "Lê Mẫu")
    assert file.stored_as is not None


def test_names_of_guests_go_first_then_files_then_words(now: datetime) -> None:
    quarter, year, long_ago = ended(91), ended(200), ended(24 * 31)
    assert purge() == 1
    kept, message, file = of(quarter)
    assert (kept.guest_name, kept.guest_phone, message.person) == (None, None, None)
    assert message.text == SAID
    assert file.stored_as is not None
    kept, message, file = of(year)
    assert message.text == SAID
    assert (file.stored_as, file.purged_at) == (None, NOW)
    kept, message, file = of(long_ago)
    assert (message.text, message.text_folded, kept.last_text, kept.subject) == ("", "", "", None)
    assert (kept.key_hash, file.name, kept.purged_at) == (None, "", NOW)
    assert purge() == 0


def test_figures_stay_when_words_go(now: datetime) -> None:
    talk = ended(24 * 31, first_reply=77)
    before = (talk.asked_at, talk.procedure_id, talk.business_id, talk.state)
    purge()
    kept, _message, _file = of(talk)
    assert (kept.asked_at, kept.procedure_id, kept.business_id, kept.state) == before
    assert (kept.first_reply_minutes, kept.resolution_minutes) == (77, 300)


def test_what_is_open_is_never_purged(now: datetime) -> None:
    talk = ended(24 * 31)
    talk.state, talk.closed_at = rules.OPEN, None
    db.session.commit()
    assert purge() == 0
    assert of(talk)[1].text == SAID


def test_files_of_purged_rows_leave_the_disk(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    path = FILES.path_of(of(ended(200))[2].stored_as)
    assert path is not None
    purge()
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=3))
    actions.sweep_files()
    assert not path.exists()


def test_an_administrator_says_how_long(administrator: CheckedClient, now: datetime) -> None:
    talk = ended(100)
    page = "/ban-ho-tro/luu-giu"
    assert 'value="24"' in administrator.get(page).text
    assert "xóa 24 tháng sau ngày có kết quả" in words_of(administrator.get(page)), "of complaints"
    assert administrator.post(page, data={"words": "2", "files": "3"}).status_code == 422
    assert administrator.post(page, data={"words": "0", "files": "x"}).status_code == 422
    assert administrator.post(page, data={"words": "3", "files": "1"}).status_code == 303
    assert "1 cuộc đã quá hạn" in words_of(administrator.get(page))
    purge()
    assert of(talk)[1].text == ""
    assert "Nội dung đã được xóa" in words_of(administrator.get(f"/tro-giup/{talk.public_id}"))


def test_looks_are_shown_to_administrators(
    administrator: CheckedClient, sign_in_as: object, now: datetime
) -> None:
    talk = ended(1)
    by = factories.user(Role.HELPDESK, name="Trần Thử Xem")
    actions.note_look(conversation_id=talk.id, by=by.id)
    db.session.commit()
    words = words_of(administrator.get("/ban-ho-tro/luot-xem"))
    assert "Trần Thử Xem" in words
    rows, total = queries.looks(public_id=talk.public_id, offset=0, limit=10)
    assert (total, rows[0].person) == (1, "Trần Thử Xem")
    assert queries.looks(user_id=administrator.user.id, offset=0, limit=10)[1] == 0
    assert administrator.get("/ban-ho-tro/luot-xem?person=999999999&conversation=x").status_code == 200


def test_a_leader_reads_without_numbers(leader: CheckedClient, officer: CheckedClient) -> None:
    talk = chats.conversation()
    asked = chats.said(talk, SAID)
    chats.said(talk, "Vâng", quoted_id=asked.id)
    db.session.commit()
    words = words_of(leader.get(f"/tro-giup/{talk.public_id}"))
    assert "0912345678" not in words
    assert "001099012345" not in words
    assert "000.17.22.H56-210531-0001" in words
    assert "0912345678" in words_of(officer.get(f"/tro-giup/{talk.public_id}"))


def test_a_person_gets_what_they_wrote_and_nobody_elses(officer: CheckedClient) -> None:
    business = factories.business()
    contact = factories.contact(business, name="Lê Mẫu", phone="0912345678")
    own = factories.user(Role.BUSINESS, of=business, phone="0912345678")
    colleague = factories.user(Role.BUSINESS, of=business, phone="0987654321")
    talk = chats.conversation(business)
    message = chats.said(talk, "Của em", by=own)
    chats.file(message, "man-hinh.webp")
    chats.said(talk, "Của đồng nghiệp", by=colleague)
    chats.said(chats.conversation(), "Của công ty khác", person="Lê Mẫu")
    db.session.commit()
    records = select(func.count()).select_from(AccessRecord).where(AccessRecord.what == "contact.export")
    file = officer.get(f"/nguoi-lien-he/{contact.id}/du-lieu.json")
    kept = json.loads(file.data)["conversations"]
    assert [(one["text"], one["files"]) for one in kept] == [("Của em", ["man-hinh.webp"])]
    assert db.session.scalar(records) == 1


def test_erasing_a_person_takes_words_and_leaves_figures(app: Flask) -> None:
    business = factories.business()
    contact = factories.contact(business, name="Lê Mẫu", phone="0912345678")
    own = factories.user(Role.BUSINESS, of=business, phone="0912345678", name="Lê Mẫu")
    talk = chats.conversation(business, guest_name="Lê Mẫu", guest_phone="0912345678")
    mine = chats.said(talk, "Của em", by=own)
    chats.file(mine)
    theirs = chats.said(talk, "Của người khác", person="Trần Thử")
    unsigned = chats.said(talk, "Em nhắn từ Zalo", person="Lê Mẫu")
    db.session.flush()
    businesses.delete_contact(contact=contact)
    db.session.expire_all()
    for message in (mine, unsigned):
        assert (message.text, message.text_folded, message.person, message.user_id) == ("", "", None, None)
    assert theirs.text == "Của người khác"
    assert (talk.last_text, talk.guest_name, talk.guest_phone) == ("", None, None)
    assert talk.waiting_since is not None
    assert db.session.scalars(select(Attachment.stored_as)).all() == [None]


def test_a_leader_says_what_a_file_is_opened_for(leader: CheckedClient, officer: CheckedClient) -> None:
    talk = chats.conversation()
    file = chats.file(chats.said(talk, "Ảnh đây ạ"), "CCCD 001099012345.webp")
    db.session.commit()
    page, picture = f"/tro-giup/{talk.public_id}", f"/tro-giup/{talk.public_id}/tep/{file.public_id}"
    shown = leader.get(page).text
    assert "001099012345" not in shown
    assert "small=1" not in shown
    for address in (picture, f"{picture}?small=1", f"{picture}?purpose=x"):
        asked = leader.get(address)
        assert asked.mimetype == "text/html"
        assert "để làm gì" in words_of(asked)
    assert leader.get(f"{picture}?purpose=inspect").mimetype == "image/webp"
    assert officer.get(picture).mimetype == "image/webp"
    opened = db.session.scalars(select(AccessRecord).where(AccessRecord.what == "conversation.file")).all()
    assert [(one.user_id, one.purpose) for one in opened] == [(leader.user.id, "inspect")]


def test_a_search_in_what_was_said_is_written_down_without_its_words(
    helpdesk: CheckedClient, administrator: CheckedClient
) -> None:
    for _again in range(2):
        helpdesk.get("/ban-ho-tro?view=all&q=0912345678")
    helpdesk.get("/ban-ho-tro?view=all&q=le+mau")
    found = db.session.scalars(select(AccessRecord).where(AccessRecord.what == "conversation.search")).all()
    assert [one.user_id for one in found] == [helpdesk.user.id] * 2
    assert not any("0912345678" in (one.object_id or "") for one in found)
    assert "Tìm trong các cuộc trao đổi" in words_of(administrator.get("/ban-ho-tro/luot-xem"))


def test_the_register_keeps_its_words_and_files_until_it_is_settled_long_ago(now: datetime) -> None:
    talk, by = chats.conversation(), factories.user(Role.LEADER)
    message = chats.said(talk, "Tôi khiếu nại", person="Lê Thị Kín")
    file = chats.file(message)
    moved = complaining.move(conversation_id=talk.id, message_ids=[message.id], kind="complaint", by=by.id)
    complaining.take(complaint=moved, by=by.id)
    actions.close(conversation_id=talk.id, by=None)
    talk.closed_at = talk.last_at = NOW - timedelta(days=24 * 31)
    db.session.commit()
    purge()
    db.session.expire_all()
    assert ("khiếu nại" in moved.words, moved.person, file.stored_as) == (True, "Lê Thị Kín", file.stored_as)
    assert file.stored_as is not None
    complaining.end(complaint=moved, state="answered", outcome="Đã trả lời chị Kín", by=by.id)
    moved.ended_at = NOW - timedelta(days=24 * 31)
    db.session.commit()
    purge()
    db.session.expire_all()
    assert (moved.words, moved.person, moved.outcome, moved.parts) == ("", None, None, [])
    assert (moved.state, moved.kind, file.stored_as, file.name) == ("answered", "complaint", None, "")


def test_a_question_at_a_step_goes_with_its_conversation(now: datetime) -> None:
    hidden, shown = ended(24 * 31), ended(24 * 31)
    version = samples.published()
    reports = []
    for talk, for_all in ((hidden, False), (shown, True)):
        report = factories.step_report(version, state="answered", shown=for_all, phone="0912345678")
        report.question, report.answer = SAID, "Anh/Chị bấm Nộp"
        talk.step_report_id = report.id
        reports.append(report)
    db.session.commit()
    purge()
    db.session.expire_all()
    assert (reports[0].question, reports[0].answer, reports[0].phone) == ("", None, None)
    assert (reports[1].question, reports[1].answer, reports[1].key_hash) == (SAID, "Anh/Chị bấm Nộp", None)


def test_raw_copies_for_an_answer_go_with_the_words(now: datetime) -> None:
    talk = ended(24 * 31)
    said = Said(SAID, "Nộp ở Cổng", "entry", "vi", None, None, True)
    by = factories.user(Role.OFFICER).id
    copied: dict[str, Any] = {"bases": {}, "version_id": None, "original_id": None, "by": by}
    raw = write_answer(said=said, source=talk.public_id, **copied)
    redacted = write_answer(said=said._replace(question="Nộp ở đâu?"), source=talk.public_id, **copied)
    redacted.redacted_at = NOW
    db.session.commit()
    kept = redacted.id
    assert raw.id != kept
    purge()
    db.session.expire_all()
    assert db.session.scalars(select(Answer.id)).all() == [kept]


def test_a_leader_who_looks_has_not_seen_it_for_the_desk(leader: CheckedClient, clerk: CheckedClient) -> None:
    talk = chats.conversation(db.session.get_one(Business, clerk.user.business_id))
    message = chats.said(talk, "Xin hỏi")
    db.session.commit()
    leader.post(f"/tro-giup/{talk.public_id}/da-xem", data={"seen": str(message.id)})
    assert queries.thread(talk.id, side=rules.BUSINESS).marks == rules.Mark(0, 0)


def test_whether_a_look_is_known_does_not_go_through_years_of_them(app: Flask) -> None:
    asked: list[str] = []

    def note(*said: Any) -> None:
        asked.append(said[2])

    event.listen(db.engine, "before_cursor_execute", note)
    actions.note_look(conversation_id=1, by=factories.user(Role.HELPDESK).id)
    event.remove(db.engine, "before_cursor_execute", note)
    statement = next(one for one in asked if "access_records" in one and one.startswith("SELECT"))
    if db.engine.dialect.name == "sqlite":
        plan = db.session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", (1, 0, "", "", "", "2026-01-01 00:00:00", 1, 0)
        )
        assert "ix_access_records_at" in str(plan.all())
