"""Stuck at a step: the conversation and the question answer each other, once."""

from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import queries, rules
from outreach.helpdesk.models import Conversation, Message
from outreach.helpdesk.stuck import way_to
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import StepReport
from tests import factories
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats
from tests.tutorials import samples


def stuck(**values: object) -> tuple[StepReport, str]:
    version = samples.published("cap-doi")
    given = {
        "kind": "stuck", "tutorial_id": version.tutorial_id, "version_id": version.id, "step_key": "mo-cong",
        "question": "Em không thấy nút nộp", **values,
    }  # fmt: skip
    return tutorials.report_step(**given)  # type: ignore[arg-type]


def talk() -> Conversation:
    return db.session.scalars(select(Conversation)).one()


def said() -> list[str]:
    return list(db.session.scalars(select(Message.text).where(Message.kind == "text").order_by(Message.id)))


def test_being_stuck_opens_a_conversation_that_knows_where(app: Flask) -> None:
    person = factories.user(Role.BUSINESS)
    report, _secret = stuck(user_id=person.id, business_id=person.business_id)
    head = queries.get_conversation(talk().id)
    assert head is not None
    assert (head.step_key, head.version_id, head.step_report_id) == ("mo-cong", report.version_id, report.id)
    assert (head.business_id, head.channel) == (person.business_id, rules.PORTAL)
    assert said() == ["Em không thấy nút nộp"]


def test_a_wrong_step_is_no_conversation(app: Flask) -> None:
    stuck(kind="wrong")
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 0


def test_the_first_reply_answers_the_question_and_only_once(app: Flask) -> None:
    report, _secret = stuck(tax_code="0100109106", phone="0912345678")
    officer = factories.user(Role.OFFICER)
    chats.said(talk(), "Xem nội bộ", by=officer, kind=rules.NOTE)
    assert report.state == "open"
    chats.said(talk(), "Anh/Chị bấm Nộp hồ sơ", by=officer)
    chats.said(talk(), "Còn gì nữa không ạ?", by=officer)
    assert (report.state, report.answer) == ("answered", "Anh/Chị bấm Nộp hồ sơ")
    assert said() == ["Em không thấy nút nộp", "Anh/Chị bấm Nộp hồ sơ", "Còn gì nữa không ạ?"]


def test_an_answer_on_the_old_page_is_said_in_the_conversation_once(app: Flask) -> None:
    report, _secret = stuck(tax_code="0100109106", phone="0912345678")
    officer = factories.user(Role.OFFICER)
    for answer in ("Anh/Chị bấm Nộp", "Anh/Chị bấm Nộp", "Anh/Chị bấm Nộp hồ sơ"):
        tutorials.answer_report(report_id=report.id, answer=answer, shown=False, by=officer.id)
    assert said() == ["Em không thấy nút nộp", "Anh/Chị bấm Nộp", "Anh/Chị bấm Nộp hồ sơ"]
    assert talk().first_reply_at is not None


def test_giving_the_question_to_its_business_gives_the_conversation(app: Flask) -> None:
    business, officer = factories.business(tax_code="0100109106"), factories.user(Role.OFFICER)
    report, _secret = stuck(tax_code="0100109106", phone="0912345678")
    tutorials.attach_report(report_id=report.id, by=officer.id)
    assert talk().business_id == business.id


def test_a_stranger_goes_on_in_the_conversation(anonymous: CheckedClient, helpdesk: CheckedClient) -> None:
    samples.published("cap-doi")
    form = {"kind": "stuck", "message": "Không thấy nút", "tax_code": "0100109106", "phone": "0912345678"}
    sent = anonymous.post("/huong-dan/cap-doi/mo-cong/ket", data=form)
    assert sent.location.startswith("/tro-giup/k/")
    page = anonymous.get(sent.location)
    assert "Không thấy nút" in words_of(page)
    key, secret = sent.location.split("/")[-2:]
    report = db.session.scalars(select(StepReport)).one()
    old = anonymous.get(f"/hoi/{report.public_id}/{secret}")
    assert sent.location in old.text, "old links go on working, and lead there"
    helpdesk.post(f"/tro-giup/{key}/tin", data={"client_id": "reply-0001", "text": "Bấm Nộp hồ sơ"})
    assert "Bấm Nộp hồ sơ" in words_of(anonymous.get(sent.location))
    assert "Bấm Nộp hồ sơ" in words_of(anonymous.get(f"/hoi/{report.public_id}/{secret}"))


def test_who_has_signed_in_finds_it_among_their_own(clerk: CheckedClient) -> None:
    samples.published("cap-doi")
    sent = clerk.post("/huong-dan/cap-doi/mo-cong/ket", data={"kind": "stuck", "message": "Không thấy nút"})
    assert sent.location == f"/tro-giup/{talk().public_id}"
    assert "Không thấy nút" in words_of(clerk.get("/tro-giup"))


def test_staff_who_try_it_open_none(officer: CheckedClient) -> None:
    samples.published("cap-doi")
    sent = officer.post("/huong-dan/cap-doi/mo-cong/ket", data={"kind": "stuck", "message": "Thử xem"})
    assert sent.location.startswith("/hoi/")


def test_a_merged_one_leads_to_the_old_page(app: Flask) -> None:
    report, secret = stuck()
    talk().state = rules.MERGED
    db.session.flush()
    assert way_to(report.id, secret) is None


def test_blanks_are_no_question(clerk: CheckedClient) -> None:
    samples.published("cap-doi")
    sent = clerk.post("/huong-dan/cap-doi/mo-cong/ket", data={"kind": "stuck", "message": " \n "})
    assert sent.status_code == 422


def test_nobody_has_a_link_to_what_a_person_asked_who_signed_in(app: Flask) -> None:
    person = factories.user(Role.BUSINESS)
    stuck(user_id=person.id, business_id=person.business_id)
    assert talk().key_hash is None
