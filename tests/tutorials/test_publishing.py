"""Review, publishing, withdrawing: what is asked before readers see a version."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.tutorials import actions, queries
from outreach.tutorials.models import Tick, TutorialVersion
from outreach.tutorials.rules import Step
from tests import factories
from tests.client import CheckedClient, words_of
from tests.tutorials import samples
from tests.tutorials.authoring import STEP, at, now, seen


def test_review_by_somebody_else_is_asked_for_but_one_alone_may(officer: CheckedClient, app: Flask) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    officer.post(url, data={**STEP, "seen": seen(officer, url), "body": "Khác"})
    review = at(version, "/ra-soat")
    assert "được tự rà soát" in officer.get(review).text
    factories.user(Role.OFFICER, name="Lê Thị Đồng", password_hash="x")
    page = officer.get(review)
    assert "Lê Thị Đồng" in page.text
    edition = seen(officer, review, "edition")
    assert officer.post(review, data={"edition": edition}).status_code == 422
    edition = seen(officer, review, "edition")
    assert officer.post(review, data={"edition": edition, "alone": "y"}).status_code == 303
    db.session.refresh(version)
    assert (version.state, version.reviewed_by_id) == ("reviewed", officer.user.id)
    assert "tự rà soát bài mình viết" in officer.get(at(version)).text


def test_publishing_says_what_changes_and_for_how_many(
    officer: CheckedClient, administrator: CheckedClient
) -> None:
    first = samples.published()
    clerk = factories.user(Role.BUSINESS)
    factories.add(
        Tick(
            user_id=clerk.id,
            tutorial_id=first.tutorial_id,
            version_id=first.id,
            step_key="dang-nhap",
            ticked_at=clock.now(),
        )
    )
    officer.post(f"/soan/{first.tutorial_id}/ban-moi")
    second = db.session.scalars(select(TutorialVersion).where(TutorialVersion.number == 2)).one()
    content = now(first)
    steps = (
        content.steps[1],
        replace(content.steps[0], body="Khác", device="pc"),
        Step(key="ky", part="Nộp", title="Ký số", body="Ký."),
    )
    actions.save_version(
        second,
        edition=second.edition,
        content=replace(content, steps=steps, change_note="Thêm ký số"),
        by=officer.user.id,
    )
    review, publish = at(second, "/ra-soat"), at(second, "/cong-bo")
    assert (
        administrator.post(review, data={"edition": seen(administrator, review, "edition")}).status_code
        == 303
    )
    words = words_of(officer.get(publish))
    assert "Thêm bước “Ký số”" in words
    assert "Bỏ bước “Đính kèm”" in words
    assert "Sửa bước “Mở Cổng”: nội dung, thiết bị" in words
    assert "Đổi chỗ bước" in words
    assert "1 người đã đánh dấu" in words
    assert "Thêm ký số" in words
    assert officer.post(publish, data={"edition": seen(officer, publish, "edition")}).status_code == 303
    db.session.refresh(second)
    assert (second.state, second.published_by_id) == ("published", officer.user.id)
    assert db.session.scalar(select(func.count()).select_from(Tick)) == 1, "no tick is lost"
    assert officer.post(at(second, "/buoc/ky"), data={**STEP, "seen": "x"}).status_code == 422


def test_what_changed_after_the_page_was_read_is_not_published(officer: CheckedClient) -> None:
    version = samples.draft()
    edition = version.edition
    actions.review(version, edition=edition, by=None)
    back = officer.post(at(version, "/cong-bo"), data={"edition": edition})
    assert back.status_code == 422
    db.session.refresh(version)
    assert version.state == "reviewed"


def test_an_unchecked_version_is_not_published(officer: CheckedClient) -> None:
    version = samples.draft(checked_on=None)
    actions.review(version, edition=version.edition, by=None)
    back = officer.post(at(version, "/cong-bo"), data={"edition": version.edition})
    assert back.status_code == 422
    assert "ghi ngày đối chiếu" in back.text


def test_withdrawing_asks_why(officer: CheckedClient) -> None:
    version = samples.published()
    url = at(version, "/go")
    edition = seen(officer, url, "edition")
    assert officer.post(url, data={"edition": edition}).status_code == 422
    assert officer.post(url, data={"edition": edition, "why": "Cổng đổi giao diện"}).status_code == 303
    assert queries.published("noi-quy") is None
    assert "Cổng đổi giao diện" in officer.get(at(version)).text


def test_a_shipped_draft_says_that_nobody_checked_it(officer: CheckedClient) -> None:
    version = samples.draft()
    assert "chưa cán bộ nào của Ban kiểm tra" in officer.get(at(version)).text
