"""What readers see: pages of guides, the list, steps; and who sees what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import DEMO, Setting
from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.tutorials import actions, sheets
from outreach.tutorials.models import Tick
from tests import factories
from tests.client import CheckedClient
from tests.tutorials import samples


def commit() -> None:
    db.session.commit()


def test_a_guide_is_read_without_signing_in(anonymous: CheckedClient) -> None:
    procedure = factories.procedure("Đăng ký nội quy lao động")
    samples.published(procedure_id=procedure.id)
    commit()
    page = anonymous.get("/huong-dan/noi-quy")
    assert page.status_code == 200
    for words in (
        "Bản mềm nội quy", "Mở Cổng", "Giám đốc (người đại diện)", "Điện thoại", "18/07/2026",
        "giao diện 7/2026", "Cổng Dịch vụ công quốc gia", procedure.code,
    ):  # fmt: skip
        assert words in page.text
    assert "Nguyễn Văn Mẫu" not in page.text, "officers' names are not for the public"


def test_a_step_says_who_on_what_the_mistake_and_what_to_see(anonymous: CheckedClient) -> None:
    samples.published()
    commit()
    page = anonymous.get("/huong-dan/noi-quy/dang-nhap")
    for words in (
        "Bước 2/3", "Quét mã.", "Giám đốc", "Điện thoại", "Dùng tài khoản cá nhân.",
        "Tên doanh nghiệp ở góc phải.", "/huong-dan/noi-quy/mo-cong", "/huong-dan/noi-quy/dinh-kem",
        "sms:", "mailto:",
    ):  # fmt: skip
        assert words in page.text


def test_a_guide_leads_to_practising_it_and_to_the_receipt(anonymous: CheckedClient) -> None:
    procedure = factories.procedure("Đăng ký nội quy lao động")
    steps = samples.content().steps
    samples.published(
        procedure_id=procedure.id, steps=(*steps[:2], replace(steps[2], practice_step="submit"))
    )
    samples.published("viec-chung")
    commit()
    practise = f"/thuc-hanh?procedure={procedure.id}&amp;guide=noi-quy"
    receipt = f"/bien-nhan?procedure={procedure.id}"
    for path in ("/huong-dan/noi-quy", "/huong-dan/noi-quy/dinh-kem"):
        page = anonymous.get(path).text
        assert practise in page
        assert receipt in page
    before = f"/bien-nhan/truoc-khi-nop?procedure={procedure.id}"
    assert before in anonymous.get("/huong-dan/noi-quy/dinh-kem").text
    early = anonymous.get("/huong-dan/noi-quy/mo-cong").text
    assert practise in early
    assert receipt not in early, "nothing has been filed there yet"
    assert "procedure=" not in anonymous.get("/huong-dan/viec-chung").text, "what all procedures need"
    there = anonymous.get(practise.replace("&amp;", "&"))
    assert 'action="/thuc-hanh?guide=noi-quy"' in there.text
    assert procedure.name in there.text


@pytest.mark.parametrize("path", ["/huong-dan/khac", "/huong-dan/noi-quy/khac", "/huong-dan/noi-quy/khac/in"])
def test_what_is_not_there_is_not_found(anonymous: CheckedClient, path: str) -> None:
    samples.published()
    commit()
    assert anonymous.get(path).status_code == 404


def test_drafts_are_not_shown_but_on_the_demo_board_with_a_banner(anonymous: CheckedClient) -> None:
    samples.draft()
    commit()
    assert anonymous.get("/huong-dan/noi-quy").status_code == 404
    assert "Đăng ký nội quy" not in anonymous.get("/huong-dan").text
    factories.add(Setting(key=DEMO, value="1"))
    commit()
    for path in ("/huong-dan/noi-quy", "/huong-dan/noi-quy/mo-cong", "/huong-dan/noi-quy/in"):
        assert "chưa được cán bộ kiểm tra" in anonymous.get(path).text
    assert "chưa được cán bộ kiểm tra" in anonymous.get("/huong-dan").text


def test_on_the_demo_board_a_published_version_stands_before_a_newer_draft(anonymous: CheckedClient) -> None:
    factories.add(Setting(key=DEMO, value="1"))
    version = samples.published()
    version.created_by_id = factories.user().id
    newer = actions.new_version(version.tutorial)
    actions.save_version(newer, edition=newer.edition, content=samples.content(title="Bài đang viết"))
    commit()
    page = anonymous.get("/huong-dan/noi-quy").text
    assert "Bài đang viết" not in page
    assert "chưa được cán bộ kiểm tra" not in page


def test_on_the_demo_board_a_shipped_guide_says_that_nobody_has_checked_it(anonymous: CheckedClient) -> None:
    factories.add(Setting(key=DEMO, value="1"))
    samples.published()  # by nobody who exists
    commit()
    for path in ("/huong-dan", "/huong-dan/noi-quy", "/huong-dan/noi-quy/mo-cong", "/huong-dan/noi-quy/in"):
        page = anonymous.get(path).text
        assert "chưa được cán bộ kiểm tra" in page, path
        assert "đối chiếu lần cuối" not in page, path


def test_a_replaced_document_is_marked_and_the_guide_is_to_be_reviewed(anonymous: CheckedClient) -> None:
    def document(number: str, **values: object) -> LegalDocument:
        return factories.add(
            LegalDocument(
                kind="decree", number=number, number_folded=number.lower(), title="Nghị định",
                title_folded="nghi dinh", **values,
            )
        )  # fmt: skip

    newer = document("2/2026/NĐ-CP")
    older = document("1/2020/NĐ-CP", replaced_by_id=newer.id)
    version = actions.create_tutorial(
        slug="noi-quy", content=samples.content(checked_on=clock.today()), cites=[older.id]
    )
    samples.publish(version)
    commit()
    page = anonymous.get("/huong-dan/noi-quy").text
    assert "Đã được thay bằng 2/2026/NĐ-CP" in page
    assert "Cần rà soát." in page
    newer_draft = actions.new_version(version.tutorial)
    actions.save_version(
        newer_draft, edition=1, content=samples.content(checked_on=clock.today()), cites=[newer.id]
    )
    samples.publish(newer_draft)
    commit()
    assert "Cần rà soát." not in anonymous.get("/huong-dan/noi-quy").text


def test_english_where_there_is_some_and_a_mark_where_not(anonymous: CheckedClient) -> None:
    samples.published()
    commit()
    anonymous.set_cookie("lang", "en")
    page = anonymous.get("/huong-dan/noi-quy").text
    assert "Register internal labour rules" in page
    assert '<span lang="vi">Đính kèm</span>' in page
    assert 'lang="vi"' not in anonymous.get("/huong-dan/noi-quy/mo-cong").text.split("<main", 1)[1]


def test_whoever_is_at_a_step_that_a_new_version_dropped_is_led_to_the_guide(
    anonymous: CheckedClient,
) -> None:
    former = samples.published()
    newer = actions.new_version(former.tutorial)
    kept = tuple(step for step in samples.content().steps if step.key != "dang-nhap")
    actions.save_version(newer, edition=newer.edition, content=samples.content(steps=kept))
    samples.publish(newer)
    commit()
    led = anonymous.get("/huong-dan/noi-quy/dang-nhap")
    assert (led.status_code, led.headers["Location"]) == (303, "/huong-dan/noi-quy")
    assert "không còn bước đó" in anonymous.get("/huong-dan/noi-quy").text


def test_authors_text_carries_no_script(anonymous: CheckedClient) -> None:
    steps = samples.content().steps
    bad = "<script>alert(1)</script> <b onclick='x'>b</b> [x](javascript:alert(1)) ![x](https://e.example/x.png)"
    samples.published(steps=(replace(steps[0], body=bad, mistake=bad, see_now=bad), *steps[1:]), prepare=bad)
    commit()
    for path in ("/huong-dan/noi-quy", "/huong-dan/noi-quy/mo-cong", "/huong-dan/noi-quy/in"):
        main = anonymous.get(path).text.split("<main", 1)[1].split("</main>", 1)[0]
        assert "<script" not in main
        assert "<b onclick" not in main
        assert 'href="javascript' not in main
        assert "e.example" not in main.replace("[x](https://e.example", "")


def test_a_signed_in_person_sees_what_is_done(clerk: CheckedClient) -> None:
    version = samples.published()
    factories.add(
        Tick(
            user_id=clerk.user.id, tutorial_id=version.tutorial_id, version_id=version.id,
            step_key="mo-cong", ticked_at=clock.now(),
        )
    )  # fmt: skip
    commit()
    page = clerk.get("/huong-dan/noi-quy").text
    assert "đã xong" in page
    assert "Làm tiếp" in page


def test_a_step_takes_few_statements(
    anonymous: CheckedClient, clerk: CheckedClient, count_queries: Callable[[], int]
) -> None:
    samples.published()
    commit()
    for client, most in ((anonymous, 3), (clerk, 8)):  # one of them has notices and messages
        client.get("/huong-dan/noi-quy/mo-cong")
        count_queries()
        client.get("/huong-dan/noi-quy/dang-nhap")
        assert count_queries() <= most


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("giay phep lao dong", ["Cấp giấy phép lao động cho người nước ngoài"]),
        ("giấy phép lao động", ["Cấp giấy phép lao động cho người nước ngoài"]),
        ("giay phpe lao dogn", ["Cấp giấy phép lao động cho người nước ngoài"]),
        ("NOI QUY", ["Đăng ký nội quy lao động"]),
        ("xin chao", []),
    ],
)
def test_the_list_forgives(anonymous: CheckedClient, typed: str, found: list[str]) -> None:
    titles = [
        "Cấp giấy phép lao động cho người nước ngoài",
        "Đăng ký nội quy lao động",
        "Đăng nhập bằng VNeID",
    ]
    for number, title in enumerate(titles):
        samples.published(f"bai-{number}", title=title, summary="Một câu.", title_en=None)
    commit()
    page = anonymous.get("/huong-dan", query_string={"q": typed}).text
    assert [title for title in titles if title in page] == found


def test_the_list_by_field_and_by_level(anonymous: CheckedClient) -> None:
    full, partial = factories.procedure(field="Lao động"), factories.procedure(field="Môi trường")
    factories.service_level(full, "full", vocabulary="levels_2022")
    factories.service_level(partial, "partial", vocabulary="levels_2022")
    samples.published("mot", procedure_id=full.id, title="Bài một")
    samples.published("hai", procedure_id=partial.id, title="Bài hai")
    samples.published("ba", title="Bài ba")
    commit()
    page = anonymous.get("/huong-dan").text
    assert page.index("Việc chung") < page.index("Bài ba") < page.index("Lao động") < page.index("Môi trường")
    only = anonymous.get("/huong-dan?level=levels_2022:full").text
    assert "Bài một" in only
    assert "Bài hai" not in only
    assert anonymous.get("/huong-dan?level=khac").status_code == 200


def test_the_list_as_a_part(anonymous: CheckedClient) -> None:
    samples.published()
    commit()
    part = anonymous.get(
        "/huong-dan?q=noi+quy", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    ).text
    assert part.lstrip().startswith('<div id="tutorial-list"')


def test_a_search_engine_is_told(anonymous: CheckedClient) -> None:
    samples.published()
    commit()
    for path in ("/huong-dan", "/huong-dan/noi-quy", "/huong-dan/noi-quy/mo-cong"):
        page = anonymous.get(path).text
        assert f'<link rel="canonical" href="http://localhost{path}">' in page
        assert page.count('name="description"') == 1
    assert 'content="Nộp nội quy lao động qua Cổng."' in anonymous.get("/huong-dan/noi-quy").text


def test_the_sheet_has_all_steps_and_a_code(anonymous: CheckedClient) -> None:
    samples.published()
    commit()
    page = anonymous.get("/huong-dan/noi-quy/in").text
    for words in (
        "Mở Cổng",
        "Đăng nhập",
        "Đính kèm",
        "Bản mềm nội quy",
        "http://localhost/huong-dan/noi-quy",
    ):
        assert words in page
    assert "<path" in page.split('class="code"', 1)[1][:400]


def test_no_day_of_checking_is_said(anonymous: CheckedClient, app: Flask) -> None:
    samples.published(checked_on=date(2020, 1, 1))
    commit()
    assert "đã quá 180 ngày" in anonymous.get("/huong-dan/noi-quy").text


def test_the_code_takes_the_size_of_its_place() -> None:
    drawn = sheets.code("https://cong.example.vn/huong-dan/noi-quy")
    assert "viewBox" in drawn
    assert "width" not in drawn.split(">")[0], "on the projector it stood small in a large white field"
