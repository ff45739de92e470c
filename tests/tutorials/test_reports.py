"""Stuck without an account: asked with a tax code and a phone, answered on a private link."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock, jobs
from outreach.accounts import rules as account_rules
from outreach.accounts.models import AccessRecord, Role, User
from outreach.accounts.rules import token_hash
from outreach.database import db
from outreach.refusals import Refused
from outreach.tutorials import actions, queries
from outreach.tutorials.models import StepReport, Tutorial
from tests import factories
from tests.client import CheckedClient, words_of
from tests.tutorials import samples

ASKED = {
    "kind": "stuck", "message": "Không thấy nút Nộp hồ sơ", "tax_code": "0100109106", "phone": "0912 345 678"
}  # fmt: skip
STEP = "/huong-dan/noi-quy/dang-nhap/ket"


def only() -> StepReport:
    """The one question there is."""
    db.session.rollback()
    return db.session.scalars(select(StepReport)).one()


def seen(what: str) -> list[AccessRecord]:
    """The records of a kind of look or deed."""
    return list(db.session.scalars(select(AccessRecord).where(AccessRecord.what == what)))


class TestAsking:
    def test_one_form_sent_twice_is_one_question(
        self, anonymous: CheckedClient, clerk: CheckedClient
    ) -> None:
        samples.published()
        for client in (anonymous, clerk):
            form = {**ASKED, "client_id": "0b6e4c1e-6b4e"}
            first, again = (client.post(STEP, data=form) for _ in range(2))
            assert first.location == again.location
            assert client.post(STEP, data={**form, "message": "Câu khác"}).location != first.location
            assert client.get(first.location).status_code == 200
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(StepReport)) == 4

    def test_a_stranger_asks_and_reads_the_answer_on_a_link_without_a_cookie(
        self, anonymous: CheckedClient, officer: CheckedClient, app: Flask
    ) -> None:
        version = samples.published()
        gone = anonymous.post(STEP, data=ASKED)
        assert gone.status_code == 303
        link = gone.headers["Location"]
        report = only()
        assert (report.version_id, report.step_key, report.kind) == (version.id, "dang-nhap", "stuck")
        assert (report.tax_code, report.phone) == ("0100109106", "0912345678")
        assert (report.user_id, report.business_id) == (None, None), "a typed tax code proves nothing"
        secret = link.rsplit("/", 1)[1]
        assert report.key_hash == token_hash(secret), "only the hash is kept"
        answered = officer.post(f"/huong-dan/can-tra-loi/{report.id}", data={"answer": "Cuộn\nxuống cuối."})
        assert answered.status_code == 303
        stranger = app.test_client()
        page = stranger.get(link)
        assert "Cuộn\nxuống cuối." in page.text
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert 'content="noindex, nofollow"' in page.text
        assert "0912" not in page.text
        assert link in page.text, "to copy"

    def test_a_wrong_secret_opens_nothing(self, app: Flask, anonymous: CheckedClient) -> None:
        report = factories.step_report(samples.published())
        assert anonymous.get(f"/hoi/{report.public_id}/secret").status_code == 200
        for link in (f"/hoi/{report.public_id}/Secret", "/hoi/khac/secret"):
            assert anonymous.get(link).status_code == 404

    def test_who_has_signed_in_is_known_and_finds_the_question_again(self, clerk: CheckedClient) -> None:
        samples.published()
        gone = clerk.post(STEP, data={"kind": "wrong", "message": "Nút đổi tên rồi"})
        report = only()
        assert clerk.user is not None
        assert (report.user_id, report.business_id) == (clerk.user.id, clerk.user.business_id)
        assert (report.kind, report.phone) == ("wrong", None)
        assert gone.headers["Location"] == f"/hoi/{report.public_id}"
        assert "Nút đổi tên rồi" in clerk.get("/huong-dan/da-hoc").text

    @pytest.mark.parametrize(("field", "value"), [("tax_code", "abc"), ("phone", "12"), ("message", "")])
    def test_what_was_typed_comes_back_with_the_reason(
        self, anonymous: CheckedClient, field: str, value: str
    ) -> None:
        samples.published()
        page = anonymous.post(STEP, data={**ASKED, field: value})
        assert page.status_code == 422
        for kept in {**ASKED, field: value}.values():
            assert kept in page.text

    def test_too_many_questions_wait_and_lose_no_word(self, anonymous: CheckedClient) -> None:
        few = account_rules.LIMITS["question"].account
        samples.published()
        for _time in range(few.free):
            assert anonymous.post(STEP, data=ASKED).status_code == 303
        page = anonymous.post(STEP, data=ASKED)
        assert page.status_code == 422
        assert "Không thấy nút Nộp hồ sơ" in page.text
        assert "Anh/Chị đợi" in page.text
        other = {**ASKED, "tax_code": "0312345678"}
        assert anonymous.post(STEP, data=other).status_code == 303, "each business has its own measure"
        elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
        assert anonymous.post(STEP, data=ASKED, environ_overrides=elsewhere).status_code == 303

    def test_a_form_from_before_a_new_version_still_arrives(self, anonymous: CheckedClient) -> None:
        first = samples.published()
        second = actions.new_version(db.session.get_one(Tutorial, first.tutorial_id))
        actions.save_version(
            second, edition=second.edition, content=samples.content(steps=samples.content().steps[:1])
        )
        samples.publish(second)
        assert anonymous.post(STEP, data={**ASKED, "version": first.id}).status_code == 303
        assert only().version_id == first.id

    def test_what_helps_most_stands_first(self, anonymous: CheckedClient) -> None:
        version = samples.published()
        shown = {
            "state": "answered",
            "answer": "Bấm F5.",
            "answered_at": clock.now(),
            "step_key": "dang-nhap",
        }
        factories.step_report(version, shown=True, **shown)
        factories.step_report(version, **{**shown, "answer": "Chỉ cho người hỏi."})
        page = anonymous.get(STEP)
        assert "Dùng tài khoản cá nhân." in page.text
        assert "Bấm F5." in page.text
        assert "Chỉ cho người hỏi." not in page.text
        assert page.text.index("Bấm F5.") < page.text.index("<form class")


class TestAnswering:
    def test_the_list_shows_open_ones_first_with_step_version_and_business(
        self, helpdesk: CheckedClient, count_queries: Callable[[], int]
    ) -> None:
        version, business = samples.published(), factories.business("Công ty Kẹt")
        factories.step_report(version, state="answered", answer="Rồi.", answered_at=clock.now())
        for _time in range(5):
            factories.step_report(version, business)
        db.session.commit()
        count_queries()
        page = words_of(helpdesk.get("/huong-dan/can-tra-loi"))
        assert count_queries() <= 6, "a fixed number, however many questions"
        assert page.count("Công ty Kẹt") == 5
        assert "Mở Cổng" in page
        assert "bản 1" in page
        everything = words_of(helpdesk.get("/huong-dan/can-tra-loi?state=all"))
        assert everything.count("Mở Cổng") == 6
        assert everything.rindex("Công ty Kẹt") < everything.rindex("Mở Cổng"), "what is answered comes last"

    def test_a_number_is_masked_until_somebody_looks_for_a_purpose(self, officer: CheckedClient) -> None:
        report = factories.step_report(samples.published(), phone="0912345678")
        assert "0912 345 678" not in officer.get(f"/huong-dan/can-tra-loi/{report.id}").text
        assert seen("step_report.phone") == []
        assert "0912 345 678" in officer.get(f"/huong-dan/can-tra-loi/{report.id}/so-dien-thoai").text
        (record,) = seen("step_report.phone")
        assert officer.user is not None
        assert (record.user_id, record.purpose) == (officer.user.id, "answer_question")

    def test_the_second_to_answer_is_told_and_overwrites_nothing(
        self, officer: CheckedClient, helpdesk: CheckedClient
    ) -> None:
        report = factories.step_report(samples.published())
        officer.post(f"/huong-dan/can-tra-loi/{report.id}", data={"answer": "Thứ nhất"})
        late = helpdesk.post(f"/huong-dan/can-tra-loi/{report.id}", data={"answer": "Thứ hai"})
        assert late.status_code == 422
        assert "Thứ hai" in late.text
        assert only().answer == "Thứ nhất"
        officer.post(f"/huong-dan/can-tra-loi/{report.id}", data={"answer": "Sửa lại", "shown": "y"})
        assert (only().answer, only().shown) == ("Sửa lại", True)

    def test_staff_attach_the_business_and_its_person_later(
        self, officer: CheckedClient, sign_in_as: Callable[[User], CheckedClient]
    ) -> None:
        business = factories.business("Công ty Mẫu Một", tax_code="0100109106")
        person = factories.user(Role.BUSINESS, of=business, phone="0912345678")
        report = factories.step_report(samples.published(), tax_code="0100109106", phone="0912345678")
        colleague = sign_in_as(factories.user(Role.BUSINESS, of=business))
        assert colleague.get(f"/hoi/{report.public_id}").status_code == 404
        assert "Gắn với Công ty Mẫu Một" in officer.get(f"/huong-dan/can-tra-loi/{report.id}").text
        officer.post(f"/huong-dan/can-tra-loi/{report.id}/gan")
        assert (only().business_id, only().user_id) == (business.id, person.id)
        assert colleague.get(f"/hoi/{report.public_id}").status_code == 200

    def test_a_tax_code_that_nobody_has_is_attached_to_nobody(self, officer: CheckedClient) -> None:
        report = factories.step_report(samples.published(), tax_code="0100109106")
        assert officer.post(f"/huong-dan/can-tra-loi/{report.id}/gan").status_code == 422
        with pytest.raises(Refused):
            actions.attach_report(report_id=report.id, by=1)

    def test_closed_is_closed(self, officer: CheckedClient) -> None:
        report = factories.step_report(samples.published())
        officer.post(f"/huong-dan/can-tra-loi/{report.id}/dong")
        assert only().state == "closed"
        assert queries.list_reports(state="open", kind=None, offset=0, limit=1) == ([], 0)


class TestStuckLately:
    def test_a_business_counts_once_whichever_way_it_asked(self, app: Flask) -> None:
        version = samples.published()
        business = factories.business(tax_code="0100109106")
        factories.step_report(version, business)
        factories.step_report(version, tax_code="0100109106")
        factories.step_report(version, tax_code="0312345678")
        factories.step_report(version, tax_code="0312345679", kind="wrong")
        long_ago = clock.now() - timedelta(days=8)
        factories.step_report(version, tax_code="0312345670", asked_at=long_ago)
        assert queries.stuck_lately(version.tutorial_id) == {"mo-cong": 2}

    def test_staff_see_it_at_the_step_and_nobody_else(
        self, officer: CheckedClient, clerk: CheckedClient, anonymous: CheckedClient
    ) -> None:
        version = samples.published()
        for number in range(7):
            factories.step_report(version, tax_code=f"010010910{number}")
        words = "7 doanh nghiệp kẹt ở bước này tuần này."
        assert words in words_of(officer.get("/huong-dan/noi-quy/mo-cong"))
        assert words not in words_of(officer.get("/huong-dan/noi-quy/dang-nhap"))
        for somebody in (clerk, anonymous):
            assert words not in words_of(somebody.get("/huong-dan/noi-quy/mo-cong"))


class TestStatistics:
    def test_few_starts_are_counts_and_many_are_shares(
        self, officer: CheckedClient, count_queries: Callable[[], int]
    ) -> None:
        first = samples.published()
        for _time in range(40):
            actions.start(version_id=first.id)
        for number in range(6):
            factories.step_report(first, tax_code=f"010010910{number}")
        second = actions.new_version(db.session.get_one(Tutorial, first.tutorial_id))
        samples.publish(second)
        for _time in range(8):
            actions.start(version_id=second.id)
        factories.step_report(second)
        factories.step_report(second, kind="wrong")
        user = factories.user(Role.BUSINESS)
        for key in ("mo-cong", "dang-nhap"):
            actions.tick(
                user_id=user.id, business_id=user.business_id, tutorial_id=first.tutorial_id,
                version_id=second.id, step_key=key,
            )  # fmt: skip
        newest, oldest = queries.by_version(first.tutorial_id)
        assert (oldest.starts, oldest.known, oldest.stuck) == (40, 0, 6)
        assert (newest.starts, newest.known, newest.stuck, newest.wrong) == (9, 1, 1, 1)
        steps = queries.by_step(first.tutorial_id)
        assert {key: one.ticked for key, one in steps.items()} == {"mo-cong": 1, "dang-nhap": 1}
        db.session.commit()
        count_queries()
        page = words_of(officer.get("/huong-dan/noi-quy/so-lieu"))
        assert count_queries() <= 13
        assert "15,0 (6/40)" in page
        assert "1/9" in page
        assert "chưa nói vì sao" in page

    def test_a_guide_that_nobody_has_read_says_so(self, officer: CheckedClient) -> None:
        samples.draft()
        assert "Chưa có ai học" in officer.get("/huong-dan/noi-quy/so-lieu").text
        assert officer.get("/huong-dan/khac/so-lieu").status_code == 404


def test_phones_are_forgotten_once_a_question_is_long_answered_or_closed(app: Flask) -> None:
    version = samples.published()
    long_ago = clock.now() - actions.KEEP_PHONES - timedelta(days=1)
    told = {"tax_code": "0100109106", "phone": "0912345678"}
    gone = [
        factories.step_report(version, state="answered", asked_at=long_ago, answered_at=long_ago, **told),
        factories.step_report(version, state="closed", asked_at=long_ago, **told),
    ]
    kept = [
        factories.step_report(version, state="open", asked_at=long_ago, **told),
        factories.step_report(version, state="answered", asked_at=long_ago, answered_at=clock.now(), **told),
    ]
    db.session.commit()
    assert actions.forget_phones() == 2
    assert actions.forget_phones() == 0
    db.session.expire_all()
    assert [one.phone for one in gone] == [None, None]
    assert [one.tax_code for one in gone] == ["0100109106"] * 2, "which business it was is no person"
    assert [one.phone for one in kept] == ["0912345678"] * 2
    assert "sweep questions" in {job.name for job in jobs.jobs()}
