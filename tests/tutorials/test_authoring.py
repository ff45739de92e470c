"""Authors' pages: who may, writing, two authors at once, review, publishing, withdrawing."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask, url_for
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.refusals import Refused
from outreach.tutorials import actions, queries
from outreach.tutorials.actions import editing
from outreach.tutorials.models import StepReport, Tick, Tutorial, TutorialVersion
from outreach.tutorials.rules import Step
from tests import factories
from tests.client import HTML, CheckedClient, words_of
from tests.threads import at_once
from tests.tutorials import samples

STEP = {
    "part": "Nộp",
    "title": "Đính kèm",
    "body": "Chọn tệp PDF.",
    "who": "clerk",
    "device": "pc",
    "do": "save",
}
FACTS = {
    "title": "Đăng ký nội quy lao động",
    "summary": "Nộp nội quy lao động qua Cổng.",
    "system": "national",
    "portal": "Cổng Dịch vụ công quốc gia",
    "do": "save",
}


def at(version: TutorialVersion, tail: str = "") -> str:
    return f"/soan/{version.tutorial_id}/{version.number}{tail}"


def seen(client: CheckedClient, url: str, name: str = "seen") -> str:
    """The mark (or edition) that a page's form carries."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', client.get(url).text)
    assert found, name
    return found[1]


def now(version: TutorialVersion) -> Any:
    db.session.expire_all()
    content = queries.content_of(version.id)
    assert content is not None
    return content


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


def factories_citation(version: TutorialVersion, document: LegalDocument) -> Any:
    from outreach.tutorials.models import Citation

    return Citation(version_id=version.id, document_id=document.id)


def stuck(version: TutorialVersion, key: str, times: int, **values: Any) -> None:
    for _ in range(times):
        values.setdefault("asked_at", clock.now() - timedelta(days=1))
        factories.add(
            StepReport(
                public_id=f"r{next(_ids)}",
                kind="stuck",
                tutorial_id=version.tutorial_id,
                version_id=version.id,
                step_key=key,
                question="Không thấy nút",
                state="open",
                tax_code="0100109106",
                **values,
            )
        )


_ids = iter(range(1, 10_000))


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


def test_a_step_is_saved_with_all_it_says(officer: CheckedClient) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    sent = {
        **STEP,
        "seen": seen(officer, url),
        "body": "Chọn **tệp**.\r\n\r\n- một\r\n- hai",
        "title_en": "Attach",
        "mistake": "Ảnh chụp mờ.",
        "see_now": "Tên tệp.",
        "practice_step": "attach",
        "who": "accountant",
    }
    assert officer.post(url, data=sent).status_code == 303
    step = now(version).steps[2]
    assert step == Step(
        key="dinh-kem",
        part="Nộp",
        title="Đính kèm",
        title_en="Attach",
        device="pc",
        who="accountant",
        body="Chọn **tệp**.\n\n- một\n- hai",
        mistake="Ảnh chụp mờ.",
        see_now="Tên tệp.",
        practice_step="attach",
    )
    db.session.refresh(version)
    assert version.saved_by_id == officer.user.id
    assert "chưa có bản tiếng Anh" in officer.get(url).text


def test_an_invalid_step_gives_everything_back(officer: CheckedClient) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    sent = {
        **STEP,
        "seen": seen(officer, url),
        "title": "",
        "body": "Công sức cả buổi",
        "mistake": "Cái này nữa",
    }
    back = officer.post(url, data=sent)
    assert back.status_code == 422
    assert "Công sức cả buổi" in back.text
    assert "Cái này nữa" in back.text
    long = officer.post(url, data={**sent, "title": "Đính kèm", "body": "a" * 20_001})
    assert long.status_code == 422
    assert "a" * 20_001 in long.text
    assert now(version).steps[2].body == "Chọn tệp PDF."


def test_the_second_of_two_authors_sees_both_texts_and_overwrites_nothing(
    officer: CheckedClient, administrator: CheckedClient
) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    first, second = seen(officer, url), seen(administrator, url)
    assert officer.post(url, data={**STEP, "seen": first, "body": "Lời người thứ nhất"}).status_code == 303
    told = administrator.post(url, data={**STEP, "seen": second, "body": "Lời người thứ hai"})
    assert told.status_code == 422
    words = words_of(told)
    assert f"{officer.user.name} đã lưu lúc" in words
    assert "Lời người thứ nhất" in words
    assert "Lời người thứ hai" in words
    assert now(version).steps[2].body == "Lời người thứ nhất"
    mark = re.search(r'name="seen"[^>]*value="([^"]*)"', told.text)
    assert mark
    assert mark[1] not in (first, second)
    merged = {**STEP, "seen": mark[1], "body": "Lời người thứ nhất và thứ hai"}
    assert administrator.post(url, data=merged).status_code == 303
    assert now(version).steps[2].body == "Lời người thứ nhất và thứ hai"


def test_two_authors_of_two_steps_lose_nothing(officer: CheckedClient, administrator: CheckedClient) -> None:
    version = samples.draft()
    one, other = at(version, "/buoc/dinh-kem"), at(version, "/buoc/mo-cong")
    first, second = seen(officer, one), seen(administrator, other)
    facts = seen(administrator, at(version, "/thong-tin"))
    officer.post(one, data={**STEP, "seen": first, "body": "Một"})
    saved = administrator.post(other, data={**STEP, "title": "Mở Cổng", "seen": second, "body": "Hai"})
    assert saved.status_code == 303
    sent = {**FACTS, "seen": facts, "title": "Tên khác"}
    assert administrator.post(at(version, "/thong-tin"), data=sent).status_code == 303
    content = now(version)
    assert (content.steps[2].body, content.steps[0].body, content.title) == ("Một", "Hai", "Tên khác")


def test_a_step_deleted_under_its_author_comes_back_as_a_new_one(
    officer: CheckedClient, administrator: CheckedClient
) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    mark = seen(officer, url)
    administrator.post(url + "/sap-xep", data={"deed": "delete", "edition": version.edition})
    back = officer.post(url, data={**STEP, "seen": mark, "body": "Viết cả buổi"})
    assert "Viết cả buổi" in back.text
    assert at(version, "/them-buoc") in back.text
    assert "vừa bị người khác xóa" in back.text
    assert officer.get(url).status_code == 404


def test_facts_are_saved_with_documents_and_sources(officer: CheckedClient) -> None:
    version = samples.draft()
    document = factories.document("118/2025/NĐ-CP")
    url = at(version, "/thong-tin")
    sent = {**FACTS, "seen": seen(officer, url), "checked_on": "18/7/2026", "valid_from": "01/07/2026"}
    asked = officer.post(
        url, data={**sent, "do": "cite", "add_document": "nd 118/2025/nd-cp", "title": "Gõ dở"}
    )
    assert asked.status_code == 200
    assert "Gõ dở" in asked.text
    assert f'value="{document.id}"' in asked.text
    unknown = officer.post(url, data={**sent, "do": "cite", "add_document": "1/1"})
    assert unknown.status_code == 422
    sent |= {
        "cites": str(document.id),
        "sources": "Trang thủ tục | https://dichvucong.gov.vn/x | 18/07/2026\nSổ tay",
    }
    assert officer.post(url, data=sent).status_code == 303
    content = now(version)
    assert queries.cited_ids(version.id) == [document.id]
    assert [source.text for source in content.sources] == ["Trang thủ tục", "Sổ tay"]
    assert str(content.sources[0].seen_on) == "2026-07-18"
    bad = {**sent, "seen": seen(officer, url), "valid_to": "01/01/2020"}
    assert officer.post(url, data=bad).status_code == 422
    bad = {**sent, "seen": seen(officer, url), "sources": "Nguồn | hôm qua"}
    assert officer.post(url, data=bad).status_code == 422


def test_facts_by_two_authors_stand_side_by_side(
    officer: CheckedClient, administrator: CheckedClient
) -> None:
    version = samples.draft()
    url = at(version, "/thong-tin")
    first, second = seen(officer, url), seen(administrator, url)
    officer.post(url, data={**FACTS, "seen": first, "prepare": "- của người thứ nhất"})
    told = administrator.post(url, data={**FACTS, "seen": second, "prepare": "- của người thứ hai"})
    assert told.status_code == 422
    assert "- của người thứ nhất" in told.text
    assert "- của người thứ hai" in told.text
    assert now(version).prepare == "- của người thứ nhất"


def test_steps_are_added_moved_doubled_deleted_and_brought_back(officer: CheckedClient) -> None:
    version = samples.draft()

    def arrange(key: str, deed: str) -> None:
        db.session.refresh(version)
        data = {"deed": deed, "edition": version.edition}
        assert officer.post(at(version, f"/buoc/{key}/sap-xep"), data=data).status_code == 303

    added = officer.post(at(version, "/them-buoc?after=mo-cong"), data={**STEP, "title": "Ký số"})
    assert added.status_code == 303
    assert keys(version) == ["mo-cong", "ky-so", "dang-nhap", "dinh-kem"]
    arrange("ky-so", "down")
    assert keys(version) == ["mo-cong", "dang-nhap", "ky-so", "dinh-kem"]
    arrange("mo-cong", "up")
    arrange("dinh-kem", "up")
    assert keys(version) == ["mo-cong", "dang-nhap", "dinh-kem", "ky-so"]
    arrange("ky-so", "duplicate")
    assert keys(version)[-1] == "ky-so-2"
    arrange("dang-nhap", "delete")
    assert "dang-nhap" not in keys(version)
    page = officer.get(at(version))
    assert "/buoc/dang-nhap/khoi-phuc" in page.text
    assert officer.post(at(version, "/buoc/dang-nhap/khoi-phuc")).status_code == 303
    assert keys(version) == ["mo-cong", "dang-nhap", "dinh-kem", "ky-so", "ky-so-2"]
    assert now(version).steps[1] == samples.content().steps[1]
    assert "khoi-phuc" not in officer.get(at(version)).text


def keys(version: TutorialVersion) -> list[str]:
    return [step.key for step in now(version).steps]


def test_a_deleted_steps_key_is_nobody_elses(officer: CheckedClient) -> None:
    version = samples.draft()
    officer.post(at(version, "/buoc/dinh-kem/sap-xep"), data={"deed": "delete", "edition": version.edition})
    officer.post(at(version, "/them-buoc"), data=STEP)
    assert keys(version)[-1] == "dinh-kem-2", "a new step does not take ticks of another over"


def test_the_order_of_an_older_edition_is_not_touched(officer: CheckedClient) -> None:
    version = samples.draft()
    old = version.edition
    url = at(version, "/buoc/dinh-kem/sap-xep")
    officer.post(url, data={"deed": "up", "edition": old})
    officer.post(url, data={"deed": "delete", "edition": old})
    officer.post(url, data={"deed": "bomb", "edition": version.edition})
    officer.post(url, data={"deed": "delete"})
    assert keys(version) == ["mo-cong", "dinh-kem", "dang-nhap"]


def test_questions_are_saved_and_told_what_they_lack(officer: CheckedClient) -> None:
    version = samples.draft()
    url = at(version, "/cau-hoi")
    sent = {
        "seen": seen(officer, url),
        "question_1": "Ai quét mã?",
        "option_1_1": "Nhân viên",
        "option_1_3": "Người đại diện",
        "right_1": "3",
        "why_1": "Tài khoản tổ chức.",
        "question_2": "Tệp gì?",
        "option_2_1": "PDF",
        "option_2_2": "Ảnh",
        "right_2": "1",
        "option_en_2_1": "PDF",
    }
    for lacking in (
        {"right_1": "2"},
        {"option_2_2": ""},
        {"question_1": ""},
        {"right_2": ""},
        {"right_2": "x"},
    ):
        back = officer.post(url, data={**sent, **lacking})
        assert back.status_code == 422, lacking
        assert "Tài khoản tổ chức." in back.text
    assert officer.post(url, data=sent).status_code == 303
    first, second = now(version).questions
    assert (first.right, [o.text for o in first.options]) == (1, ["Nhân viên", "Người đại diện"])
    assert second.options[0].text_en == "PDF"
    assert officer.post(url, data=sent).status_code == 422, "saved since"


def test_the_preview_is_what_readers_get(officer: CheckedClient, count_queries: Any) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    sent = {**STEP, "body": "**đậm** <script>alert(1)</script>", "body_en": "*soft*"}
    part = officer.post("/soan/xem-truoc", data=sent, headers=headers)
    assert part.status_code == 200
    assert "<strong>đậm</strong>" in part.text
    assert "<em>soft</em>" in part.text
    assert "<script" not in part.text
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    page = officer.post(url, data={**sent, "seen": seen(officer, url), "do": "preview"})
    assert page.status_code == 200
    assert "<strong>đậm</strong>" in page.text
    assert now(version).steps[2].body == "Chọn tệp PDF."


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


def test_one_draft_at_a_time_is_told(officer: CheckedClient) -> None:
    version = samples.draft()
    assert officer.post(f"/soan/{version.tutorial_id}/ban-moi").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(TutorialVersion)) == 1
    assert officer.post("/soan/999/ban-moi").status_code == 404
    assert db.session.get(Tutorial, version.tutorial_id) is not None


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//evil.example)",
        "![x](https://evil.example/x.png)",
        "![x](//evil.example/x.png)",
        '<a hx-get="/dang-xuat" hx-trigger="load">x</a>',
        '<p style="position:fixed">x</p>',
        "<style>*{display:none}</style>",
        "<iframe src=//evil.example>",
        '![a" onerror="alert(1)](/huong-dan/anh/a "1x1")',
        '[a](/x "onclick=alert(1)")',
        "<base href=//evil.example>",
        '<form action="/x"><button>x</button></form>',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<scr<script>ipt>alert(1)",
        "![x](/huong-dan/anh/../../dang-xuat)",
        "<math><mtext><img src=x onerror=alert(1)>",
        "[x](vbscript:x)",
        "`<script>alert(1)</script>`",
        "```\n<script>alert(1)</script>\n```",
        "<!-- --><script>alert(1)</script>",
    ],
)
def test_nothing_of_an_author_runs_on_a_readers_page(
    officer: CheckedClient, anonymous: CheckedClient, evil: str
) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    everywhere = dict.fromkeys(("body", "body_en", "mistake", "see_now", "mistake_en", "title", "part"), evil)
    assert officer.post(url, data={**STEP, "seen": seen(officer, url), **everywhere}).status_code == 303
    facts = at(version, "/thong-tin")
    sent = {**FACTS, "seen": seen(officer, facts), "prepare": evil, "title": evil, "checked_on": "18/07/2026"}
    assert officer.post(facts, data=sent).status_code == 303
    db.session.refresh(version)
    samples.publish(version)
    pages = [
        anonymous.get("/huong-dan/noi-quy/dinh-kem"),
        anonymous.get("/huong-dan/noi-quy"),
        officer.get(at(version, "/doc")),
    ]
    for page in pages:
        assert page.status_code == 200
        main = next(html5lib.parse(page.text).iter(HTML + "main"))
        for element in main.iter():
            check_harmless(element.tag.removeprefix(HTML), element.attrib)


def check_harmless(name: str, attributes: dict[str, str]) -> None:
    """Nothing that runs, styles, or fetches from elsewhere."""
    assert name not in {"script", "style", "iframe", "base", "math", "object", "embed", "link"}
    assert not [one for one in attributes if re.match(r"on|style$|srcdoc|srcset|formaction", one)], attributes
    if name in ("a", "img", "p", "li", "code"):
        assert not [one for one in attributes if one.startswith(("hx-", "data-hx"))], attributes
    if "href" in attributes:
        assert re.match(r"/(?![/\\])|#|https://|tel:|sms:|mailto:", attributes["href"]), attributes
        assert not attributes["href"].startswith("/dang-xuat")
    if name == "img":
        assert re.fullmatch(r"/(huong-dan/anh/[\w-]+|static/\S+)", attributes["src"]), attributes


def test_addresses_of_the_editor(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("tutorials.editor", tutorial_id=3, number=2) == "/soan/3/2"


def test_two_saves_in_the_same_instant(
    app: Flask, officer: CheckedClient, administrator: CheckedClient
) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    mark = seen(officer, url)
    answers: list[int] = []
    assert officer.user
    assert administrator.user
    version_id, one, other = version.id, officer.user.id, administrator.user.id
    db.session.commit()  # no transaction of the test's own may stand in the way

    def save(user_id: int, body: str) -> Any:
        def deed() -> None:
            step = replace(samples.content().steps[2], body=body)
            with app.app_context():
                ours = db.session.get_one(TutorialVersion, version_id)
                try:
                    editing.save_step(ours, seen=mark, step=step, by=user_id)
                    db.session.commit()
                    answers.append(1)
                except Refused:
                    db.session.rollback()
                    answers.append(0)

        return deed

    at_once(save(one, "Một"), save(other, "Hai"))
    assert sorted(answers) == [0, 1]
    assert now(version).steps[2].body in ("Một", "Hai")
