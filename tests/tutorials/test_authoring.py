"""The desk of authors: who may read, who may write, what asks for a look."""

import re
from datetime import timedelta

from flask import Flask, url_for
from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.tutorials import queries
from outreach.tutorials.models import Tutorial, TutorialVersion
from tests import factories
from tests.client import CheckedClient, words_of
from tests.tutorials import samples
from tests.tutorials.authoring import at, factories_citation, stuck


def test_businesses_never_see_drafts(anonymous: CheckedClient, clerk: CheckedClient) -> None:
    version = samples.draft()
    for tail in ("", "/doc", "/thong-tin", "/buoc/mo-cong"):
        assert anonymous.get(at(version, tail)).status_code == 303
        assert clerk.get(at(version, tail)).status_code == 403
    assert anonymous.get("/huong-dan/noi-quy").status_code == 404
    assert clerk.get("/huong-dan/noi-quy/mo-cong").status_code == 404


def test_helpdesk_and_leader_read_drafts_and_change_nothing(
    helpdesk: CheckedClient, leader: CheckedClient
) -> None:
    version = samples.draft()
    for client in (helpdesk, leader):
        assert "Đính kèm" in client.get(at(version)).text
        assert "Chọn tệp PDF." in client.get(at(version, "/doc")).text
        assert "buoc/mo-cong" not in re.sub(r"data-thing=\S+", "", client.get(at(version)).text)
        assert client.get(at(version, "/buoc/mo-cong")).status_code == 403
        assert client.post(at(version, "/cong-bo")).status_code == 403


def test_the_desk_tells_versions_and_what_asks_for_a_look(officer: CheckedClient) -> None:
    old = factories.document("03/2022/NĐ-CP", replaced_by_id=factories.document("04/2026/NĐ-CP").id)
    version = samples.published(procedure_id=factories.procedure("Đăng ký nội quy").id)
    factories.add(factories_citation(version, old))
    stuck(version, "dinh-kem", 2)
    samples.draft("bai-khac", title="Bài khác")
    page = officer.get("/soan")
    assert "Cần rà soát" in page.text
    assert "Văn bản làm căn cứ đã được thay thế" in page.text
    assert "Bản nháp" in page.text
    assert "Bài khác" not in officer.get("/soan?only=review").text
    assert "Bài khác" in officer.get("/soan?only=draft").text
    assert "Đăng ký nội quy lao động" in officer.get("/soan?q=noi quy").text
    assert "Đăng ký nội quy lao động" not in officer.part("/soan?only=draft").text
    assert re.search(r'/so-lieu">2<', officer.part("/soan?only=stuck").text)


def test_stuck_this_week_stands_at_the_step(officer: CheckedClient) -> None:
    version = samples.published()
    stuck(version, "dinh-kem", 3)
    stuck(version, "mo-cong", 2, asked_at=clock.now() - timedelta(days=8))
    words = words_of(officer.get(at(version)))
    assert "3 lần kẹt ở bước này, 1 doanh nghiệp" in words
    assert "2 lần kẹt" not in words


def test_the_figures_of_a_guide_are_found_where_it_is_written(officer: CheckedClient) -> None:
    published, unread = samples.published(), samples.draft("chua-doc")
    db.session.commit()
    figures = 'href="/huong-dan/noi-quy/so-lieu"'
    assert figures in officer.get("/soan").text
    assert figures in officer.get(at(published)).text
    assert "so-lieu" not in officer.get(at(unread)).text.partition("<main")[2]


def test_a_new_tutorial_begins_as_a_draft(officer: CheckedClient) -> None:
    procedure = factories.procedure("Cấp giấy phép lao động", code="1.000105")
    form = {
        "title": "Cấp giấy phép lao động",
        "procedure": "1.000105",
        "summary": "Xin cấp.",
        "system": "national",
        "portal": "Cổng Dịch vụ công quốc gia",
        "part": "Chuẩn bị",
        "step": "Mở Cổng",
    }
    assert officer.get("/soan/moi").status_code == 200
    made = officer.post("/soan/moi", data=form)
    assert made.status_code == 303
    tutorial = queries.get_tutorial("cap-giay-phep-lao-dong")
    assert tutorial is not None
    assert (tutorial.procedure_id, tutorial.created_by_id) == (procedure.id, officer.user.id)
    again = officer.post("/soan/moi", data=form)
    assert again.status_code == 422
    assert "Địa chỉ này đã có" in again.text
    assert officer.post("/soan/moi", data={**form, "slug": "b", "procedure": "9.9"}).status_code == 422
    assert officer.post("/soan/moi", data={**form, "slug": "b", "procedure": ""}).status_code == 303


def test_one_draft_at_a_time_is_told(officer: CheckedClient) -> None:
    version = samples.draft()
    assert officer.post(f"/soan/{version.tutorial_id}/ban-moi").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(TutorialVersion)) == 1
    assert officer.post("/soan/999/ban-moi").status_code == 404
    assert db.session.get(Tutorial, version.tutorial_id) is not None


def test_addresses_of_the_editor(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("tutorials.editor", tutorial_id=3, number=2) == "/soan/3/2"
