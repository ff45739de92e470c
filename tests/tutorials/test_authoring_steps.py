"""Writing steps: saved, ordered, previewed, and two authors at one step."""

import re
from dataclasses import replace
from typing import Any

from flask import Flask

from outreach.database import db
from outreach.refusals import Refused
from outreach.tutorials.actions import editing
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.rules import Step
from tests.client import CheckedClient, words_of
from tests.threads import at_once
from tests.tutorials import samples
from tests.tutorials.authoring import FACTS, STEP, at, keys, now, seen


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
