"""A person asks to be forgotten: nothing in any table names them afterwards, and the counts are as before."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import String, select

from outreach import clock
from outreach.accounts import actions as accounts
from outreach.accounts.models import AccessRecord, Role, SignInSession, User
from outreach.answers.actions import Said, write_answer
from outreach.answers.models import Answer
from outreach.businesses import actions, queries
from outreach.businesses.models import Business
from outreach.database import db, load_tables
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules
from outreach.helpdesk.actions import complaining
from outreach.helpdesk.models import Attachment, Complaint, Conversation, Message
from outreach.outbox.actions import queue_email
from outreach.refusals import Refused
from outreach.text import fold
from outreach.trainings.models import Certificate, Participant, Registration, SessionMail
from outreach.tutorials.models import Completion, TutorialVersion
from outreach.zalo.actions.sweeping import sweep
from outreach.zalo.models import PastedPerson, ZaloPerson
from tests import factories, world
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats
from tests.tutorials import samples

NAME, PHONE, EMAIL = "Lê Thị Gieo Mầm", "0912345678", "gieomam@mau.vn"
SAID = "Chuyện gieo riêng của em"
PLANTED = (NAME, fold(NAME), PHONE, EMAIL, SAID, fold(SAID), "gieo mầm")


def named_in() -> dict[str, list[str]]:
    """Every text of every table in which something planted stands, by table and column."""
    db.session.flush()
    found: dict[str, list[str]] = {}
    for table in load_tables().sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for column, value in row.items():
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                text = json.dumps(text, ensure_ascii=False) if isinstance(text, dict | list) else text
                if isinstance(text, str) and any(words.lower() in text.lower() for words in PLANTED):
                    found.setdefault(f"{table.name}.{column}", []).append(text)
    return found


# Not of a person of a business: staff's own address, what is read of pasted chats (tests/zalo), and where on
# another server a register lies.
OF_OTHERS = {"users.email", "zalo_paste_lines.person", "register_sources.address"}


def columns_about_people() -> set[str]:
    """The columns that by their names hold who somebody is."""
    about = re.compile(r"phone|mail$|guest_name|contact_|^person$|^met$|asked_by$|^address$")
    return {
        f"{table.name}.{column.name}"
        for table in load_tables().sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and about.search(column.name)
    } - OF_OTHERS


def rows_of() -> dict[str, int]:
    """How many rows there are of what is counted."""
    counted = ("conversations", "messages", "complaints", "step_reports", "receipts", "participants")
    tables = {table.name: table for table in load_tables().sorted_tables}
    return {name: len(db.session.execute(select(tables[name])).all()) for name in counted}


def account(business: Business) -> User:
    user = factories.user(Role.BUSINESS, of=business, name=NAME, phone=PHONE)
    user.name_folded = fold(NAME)
    return user


def everywhere(business: Business) -> tuple[User, Complaint]:
    """Somebody who has asked, written, complained, come, been met and been written to."""
    user, clerk = account(business), factories.user(Role.HELPDESK)
    factories.contact(business, NAME, phone=PHONE, email=EMAIL)
    queue_email(address=EMAIL, subject="Mời", body=f"Kính gửi {NAME}", purpose="session")
    version = samples.published()
    for shown in (False, True):
        report = factories.step_report(version, business, phone=PHONE, user_id=user.id, shown=shown)
        report.question = SAID
    talk = chats.conversation(business, guest_name=NAME, guest_phone=PHONE, subject=SAID)
    talk.subject_folded = fold(SAID)
    message = chats.said(talk, SAID, by=user)
    chats.file(message, f"{NAME}.webp")
    chats.said(talk, SAID, person=NAME)
    chats.said(talk, "Dạ vâng", by=clerk)
    chats.said(talk, f"Kính chào chị {NAME}, em gọi {PHONE} không được", by=clerk)
    chats.handover(talk).question = f"{NAME} hỏi phí"
    helpdesk.save_draft(conversation_id=talk.id, user_id=user.id, text=SAID)
    moved = complaining.move(conversation_id=talk.id, message_ids=[message.id], kind="complaint", by=clerk.id)
    stranger = chats.conversation(guest_name=NAME, guest_phone=PHONE, secret="bi-mat")
    stranger.business_id = None
    chats.said(stranger, SAID, person=NAME)
    factories.receipt(business, phone=PHONE, note=f"Chào {NAME}")
    in_rooms(business, user)
    in_zalo(business)
    draft(talk, f"Chị {NAME} ({PHONE}) hỏi nộp ở đâu?")
    return user, moved


def draft(of: Conversation, question: str) -> Answer:
    said = Said(question, "Nộp ở Cổng dịch vụ công", "entry", "vi", None, None, True)
    by = factories.user(Role.OFFICER).id
    return write_answer(said=said, bases={}, source=of.public_id, version_id=None, original_id=None, by=by)


def in_rooms(business: Business, user: User) -> None:
    """A training with a certificate, a visit, a dialogue."""
    made = world.trained(factories.session(), business, user)
    came = db.session.get_one(Participant, made["participant_id"])
    came.name, came.name_folded, came.phone = NAME, fold(NAME), PHONE
    certificate = db.session.scalars(select(Certificate).where(Certificate.participant_id == came.id)).one()
    certificate.name = NAME
    registration = db.session.get_one(Registration, came.registration_id)
    registration.contact_name, registration.contact_phone = NAME, PHONE
    registration.contact_email = EMAIL
    factories.visit_stop(factories.visit_day(), business, met=f"chị {NAME}", note=f"gọi {PHONE}")
    factories.promise(business, text=f"Gọi lại cho {NAME}")
    mail = {"session_id": registration.session_id, "business_id": business.id, "kind": "invited"}
    factories.add(SessionMail(**mail, sequence=0, address=EMAIL, written_at=clock.now()))
    version = db.session.scalars(select(TutorialVersion)).first()
    assert version is not None
    finished = {"tutorial_id": version.tutorial_id, "version_id": version.id, "business_id": business.id}
    factories.add(
        Completion(**finished, user_id=user.id, person=NAME, how="ticked", completed_on=clock.today())
    )
    factories.question(factories.intervention("dialogue"), business, asked_by=NAME, text=f"{NAME} hỏi về phí")


def in_zalo(business: Business) -> None:
    known = {"group_folded": "nhom", "name_folded": fold(NAME), "business_id": business.id}
    factories.add(PastedPerson(**known))
    factories.add(ZaloPerson(zalo_user_id="77", name=NAME, phone=PHONE, business_id=business.id))


def erase(user: User) -> None:
    subject = queries.find_subject(queries.ACCOUNT, str(user.id))
    assert subject is not None
    actions.erase_person(subject=subject, by=factories.user(Role.ADMINISTRATOR).id)
    db.session.flush()
    db.session.expire_all()


def test_nothing_names_somebody_who_was_forgotten(app: Flask) -> None:
    business = factories.business()
    user, moved = everywhere(business)
    complaining.take(complaint=moved, by=user.id)
    complaining.end(complaint=moved, state="answered", outcome=f"Đã trả lời {NAME}", by=user.id)
    assert columns_about_people() - named_in().keys() == set(), "planted wherever a person may be named"
    before = rows_of()
    erase(user)
    assert named_in() == {}
    assert rows_of() == before
    assert (moved.state, moved.kind) == ("answered", "complaint")
    by_staff = select(Message.text).where(Message.side == rules.STAFF).order_by(Message.id)
    assert db.session.scalars(by_staff).all() == ["Dạ vâng", "Kính chào chị …, em gọi … không được"]


def test_a_complaint_that_must_be_answered_stays_and_nothing_else(app: Flask) -> None:
    business = factories.business()
    user, moved = everywhere(business)
    file = db.session.scalars(select(Attachment)).one()
    erase(user)
    assert set(named_in()) == {
        "complaints.person", "complaints.words", "complaints.parts", "messages.person",
        "message_attachments.name",
    }  # fmt: skip
    assert SAID in moved.words
    assert db.session.get_one(Attachment, file.id).stored_as is not None


def test_others_keep_what_is_theirs(app: Flask) -> None:
    mine, other = factories.business(), factories.business()
    user, elsewhere = account(mine), account(other)
    colleague = factories.user(Role.BUSINESS, of=mine, name="Trần Đồng Nghiệp")
    talk, foreign = chats.conversation(mine), chats.conversation(other)
    chats.said(talk, SAID, by=user)
    chats.said(talk, "Của đồng nghiệp", by=colleague)
    chats.said(foreign, "Ở công ty khác", by=elsewhere)
    erase(user)
    texts = db.session.scalars(select(Message.text).order_by(Message.id)).all()
    assert texts == ["", "Của đồng nghiệp", "Ở công ty khác"]
    assert (elsewhere.name, elsewhere.phone) == (NAME, PHONE)


def test_the_account_is_gone_and_cannot_come_back(app: Flask) -> None:
    user = account(factories.business())
    factories.add(
        SignInSession(
            token_hash="x" * 64, user_id=user.id, created_at=clock.now(), last_seen_at=clock.now(),
            network="127.0.0.0/24", browser="Firefox",
        )
    )  # fmt: skip
    accounts.create_link(user=user, by=factories.user(Role.ADMINISTRATOR).id)
    erase(user)
    assert (user.phone, user.password_hash, user.state) == (f"#{user.id}", None, "disabled")
    assert db.session.scalars(select(SignInSession)).all() == []
    with pytest.raises(Refused):
        accounts.enable(user_id=user.id, by=factories.user(Role.ADMINISTRATOR).id)
    officer = factories.user(Role.OFFICER)
    with pytest.raises(Refused):
        accounts.erase_account(user_id=officer.id, by=factories.user(Role.ADMINISTRATOR).id)
    assert queries.find_subject(queries.ACCOUNT, str(officer.id)) is None


def test_an_administrator_finds_hands_over_and_erases(administrator: CheckedClient) -> None:
    business = factories.business()
    user, _moved = everywhere(business)
    db.session.commit()
    found = administrator.get("/du-lieu-ca-nhan", query_string={"q": PHONE})
    assert NAME in words_of(found)
    page = f"/du-lieu-ca-nhan/tai-khoan/{user.id}"
    kept = json.loads(administrator.get(f"{page}/du-lieu.json").data)
    assert {"accounts", "conversations", "questions", "receipts", "trainings", "zalo"} <= kept.keys()
    assert SAID in [one.get("question") for one in kept["questions"]]
    asked = words_of(administrator.get(f"{page}/xoa"))
    assert "Xóa dữ liệu của" in asked
    assert "phản ánh chưa giải quyết xong" in asked, "what stays"
    assert "vì người giải quyết cần đọc" in asked, "and why"
    assert administrator.post(f"{page}/xoa").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(User, user.id).phone == f"#{user.id}"
    whats = set(db.session.scalars(select(AccessRecord.what)))
    assert {"person.export", "person.erase", "person.erased"} <= whats
    for nobody in ("tai-khoan/999999999", "khach/12", "x/1", "lien-he/-1", "lien-he/99999999999999"):
        assert administrator.get(f"/du-lieu-ca-nhan/{nobody}/xoa").status_code == 404


def test_a_stranger_is_known_by_phone_alone(administrator: CheckedClient) -> None:
    talk = chats.conversation(guest_phone=PHONE, secret="bi-mat")
    talk.business_id = None
    chats.said(talk, SAID)
    theirs = chats.conversation(guest_phone=PHONE, secret="bi-mat")
    chats.said(theirs, "Của doanh nghiệp đã biết")
    db.session.commit()
    assert administrator.post(f"/du-lieu-ca-nhan/khach/{PHONE}/xoa").status_code == 303
    db.session.expire_all()
    assert (talk.guest_phone, talk.key_hash, texts(talk)) == (None, None, [""])
    assert texts(theirs) == ["Của doanh nghiệp đã biết"]


def test_a_business_reads_and_erases_no_more_than_it_may(clerk: CheckedClient) -> None:
    business = db.session.get_one(Business, clerk.user.business_id)
    hidden = chats.conversation(business, released=False)
    chats.said(hidden, "Chép từ nhóm, chưa rõ của ai", person=NAME)
    shown = chats.conversation(business)
    colleague = factories.user(Role.BUSINESS, of=business, name=NAME, phone=PHONE)
    chats.said(shown, SAID, by=colleague)
    made_up = factories.contact(business, NAME, phone=PHONE)
    own = factories.contact(business, "Tôi", phone=clerk.user.phone)
    chats.said(hidden, "Của tôi, chưa cho xem", person="Tôi")
    db.session.commit()
    kept = json.loads(clerk.get(f"/nguoi-lien-he/{made_up.id}/du-lieu.json").data)
    assert "conversations" not in kept
    kept = json.loads(clerk.get(f"/nguoi-lien-he/{own.id}/du-lieu.json").data)
    assert kept["conversations"] == []
    assert clerk.post(f"/nguoi-lien-he/{made_up.id}/xoa").status_code == 303
    db.session.expire_all()
    assert texts(shown) == [SAID]
    assert texts(hidden) == ["Chép từ nhóm, chưa rõ của ai", "Của tôi, chưa cho xem"]


def test_names_of_a_group_that_nobody_pastes_any_more_are_forgotten(app: Flask) -> None:
    in_zalo(factories.business())
    db.session.commit()
    db.session.remove()
    sweep()
    assert db.session.scalars(select(PastedPerson)).all() == []


def texts(of: Conversation) -> list[str]:
    said = (Message.conversation_id == of.id, Message.kind == rules.TEXT)
    return list(db.session.scalars(select(Message.text).where(*said).order_by(Message.id)))
