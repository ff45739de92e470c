"""The pages: design, order, hand out, scan, follow, recall."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.campaigns.models import ExposureRecord
from outreach.database import db
from outreach.i18n import show_date
from outreach.leaflets import queries
from outreach.leaflets.models import LeafletBatch, Scan
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import Start
from tests import factories
from tests.client import CheckedClient, words_of
from tests.leaflets import making
from tests.leaflets.making import PHONE, new_version
from tests.tutorials import samples


def test_from_a_tutorial_to_a_batch(officer: CheckedClient) -> None:
    version = samples.published()
    editor = officer.get(f"/soan/{version.tutorial_id}/1")
    assert "Làm tờ rơi" in editor.text
    made = officer.post("/to-roi/moi", data={"slug": "noi-quy"})
    assert made.status_code == 303
    page = officer.get(made.location)
    assert "Đăng ký nội quy lao động" in page.text
    assert "Vừa hai mặt A5" in words_of(page)
    again = officer.post("/to-roi/moi", data={"slug": "noi-quy"})
    assert again.location == made.location, "a button pressed twice makes one"
    order = made.location.replace("/sua", "/dat-in")
    assert officer.get(order).status_code == 200
    ordered = officer.post(
        order, data={"quantity": "500", "ordered_on": "05/03/2026", "cost_vnd": "1.500.000"}
    )
    assert ordered.status_code == 303
    shown = officer.get(ordered.location)
    assert "Từ tờ rơi đến hồ sơ" in shown.text
    assert "1.500.000" in shown.text
    assert "chưa có sổ hồ sơ" in shown.text
    assert officer.get("/to-roi").status_code == 200


def test_all_pages(officer: CheckedClient) -> None:
    batch = making.batch()
    factories.add(batch)
    url = f"/to-roi/dot/{batch.id}"
    for path in (
        "",
        "/sua",
        "/xoa",
        "/a5.pdf",
        "/a4.pdf",
        "/phat",
        "/luot-quet",
        "/doanh-nghiep",
        "/thu-hoi",
    ):
        assert officer.get(url + path).status_code == 200, path
    for path in ("/to-roi", "/to-roi?show=due", "/to-roi?show=recalled", "/to-roi/moi"):
        assert officer.get(path).status_code == 200, path


def scan(client: CheckedClient, batch: LeafletBatch, agent: str = PHONE, **headers: str) -> str:
    """Where the code leads."""
    answer = client.get(f"/t/{batch.code}", headers={"User-Agent": agent, **headers})
    assert answer.status_code == 303
    return str(answer.location)


def scans() -> list[tuple[int | None, bool]]:
    rows = db.session.scalars(select(Scan).order_by(Scan.id))
    return [(one.business_id, one.started_at is not None) for one in rows]


class TestScanning:
    def test_it_leads_to_the_tutorial_and_counts_once_a_day(self, anonymous: CheckedClient) -> None:
        batch = making.batch()
        assert scan(anonymous, batch) == "/huong-dan/noi-quy"
        assert scan(anonymous, batch) == "/huong-dan/noi-quy"
        assert anonymous.get(f"/t/{batch.code.lower()}").status_code == 303, "typed in small letters"
        assert scans() == [(None, False)]

    def test_robots_previews_and_heads_do_not_count(self, anonymous: CheckedClient) -> None:
        batch = making.batch()
        scan(anonymous, batch, "Googlebot/2.1 (+http://www.google.com/bot.html)")
        scan(anonymous, batch, **{"Sec-Purpose": "prefetch"})
        assert anonymous.head(f"/t/{batch.code}", headers={"User-Agent": PHONE}).status_code == 303
        assert scans() == []

    def test_the_boards_own_people_do_not_count(self, officer: CheckedClient) -> None:
        batch = making.batch()
        scan(officer, batch)
        assert scans() == []

    def test_a_signed_in_business_is_counted_as_that_business(self, clerk: CheckedClient) -> None:
        batch = making.batch()
        scan(clerk, batch)
        assert clerk.user is not None
        assert scans() == [(clerk.user.business_id, False)]
        reached = db.session.scalars(select(ExposureRecord)).one()
        assert (reached.how, reached.offered) == ("scanned", False)

    def test_who_begins_after_a_scan_is_noted_and_nobody_else(
        self, app: Flask, anonymous: CheckedClient
    ) -> None:
        batch = making.batch()
        other = app.test_client()
        scan(anonymous, batch)
        other.post("/huong-dan/noi-quy/bat-dau")
        assert scans() == [(None, False)]
        assert anonymous.post("/huong-dan/noi-quy/bat-dau").status_code == 303
        assert scans() == [(None, True)]

    def test_begun_before_and_scanned_later_is_noted_too(self, anonymous: CheckedClient) -> None:
        batch = making.batch()
        anonymous.post("/huong-dan/noi-quy/bat-dau")
        scan(anonymous, batch)
        anonymous.post("/huong-dan/noi-quy/bat-dau")
        assert scans() == [(None, True)]
        assert db.session.scalar(select(func.count()).select_from(Start)) == 1, "a start is counted once"

    def test_codes_nobody_has(self, anonymous: CheckedClient) -> None:
        for code in ("XXXXXX", "0OIL15", "a", "x" * 300, "%00", "%F0%9F%98%80"):
            assert anonymous.get(f"/t/{code}").status_code == 404, code

    def test_an_old_leaflet_leads_to_the_present_guide_and_says_so(self, anonymous: CheckedClient) -> None:
        batch = making.batch()
        new_version(prepare="- Khác")
        assert "in theo bản cũ" in anonymous.get(scan(anonymous, batch)).text

    def test_a_guide_that_is_gone_leads_to_the_others(self, anonymous: CheckedClient) -> None:
        batch = making.batch()
        tutorials.withdraw(batch.leaflet.version, by=None)
        assert scan(anonymous, batch) == "/huong-dan"


class TestHandingOut:
    def hand(self, officer: CheckedClient, batch: LeafletBatch, **typed: str) -> Any:
        data = {"quantity": "5", "handed_on": show_date(clock.today()), "client_id": "c1", **typed}
        return officer.post(f"/to-roi/dot/{batch.id}/phat", data=data)

    def test_by_tax_code_by_name_and_by_place(self, officer: CheckedClient) -> None:
        batch = making.batch()
        business = factories.business("Công ty TNHH Điện tử Mẫu Sao Mai", tax_code="0100109106")
        for number, typed in enumerate(
            ({"business": "0100 109 106"}, {"business": "dien tu mau sao"}, {"place": "Cổng"})
        ):
            assert self.hand(officer, batch, client_id=f"c{number}", **typed).status_code == 303
        lines = queries.handouts_of(batch.id)
        assert [line.business_id for line in lines] == [None, business.id, business.id]

    def test_sent_again_it_doubles_nothing(self, officer: CheckedClient) -> None:
        batch = making.batch()
        for _time in range(3):
            answer = self.hand(officer, batch, place="Cổng")
        assert "đã được ghi trước đó" in officer.get(answer.location).text
        assert len(queries.handouts_of(batch.id)) == 1

    def test_several_are_offered_and_what_was_typed_stays(self, officer: CheckedClient) -> None:
        batch = making.batch()
        one = factories.business("Công ty TNHH May Mẫu Hồng Hà")
        factories.business("Công ty Cổ phần May Mẫu Hồng Hạc")
        answer = self.hand(officer, batch, business="may mau hong")
        assert answer.status_code == 422
        assert 'value="may mau hong"' in answer.text
        assert f'name="business_id" value="{one.id}"' in answer.text
        chosen = self.hand(officer, batch, business="may mau hong", business_id=str(one.id))
        assert chosen.status_code == 303
        assert queries.handouts_of(batch.id)[0].business_id == one.id

    def test_the_part_that_htmx_swaps_says_what_was_done(self, officer: CheckedClient) -> None:
        batch = making.batch()
        answer = officer.post(
            f"/to-roi/dot/{batch.id}/phat",
            data={"quantity": "5", "handed_on": show_date(clock.today()), "client_id": "c1", "place": "Cổng"},
            headers={"HX-Request": "true", "HX-Request-Type": "partial"},
        )
        assert answer.text.lstrip().startswith('<div id="handing"')
        assert "Đã ghi 5 tờ cho Cổng" in words_of(answer)
        assert 'value="c1"' not in answer.text, "the next line has an id of its own"

    def test_too_many_nobody_unknown_and_undo(self, officer: CheckedClient) -> None:
        batch = making.batch(quantity=4)
        for typed, said in (
            ({"place": "Cổng"}, "Chỉ còn 4 tờ"), ({}, "ghi doanh nghiệp hoặc nơi nhận"),
            ({"business": "Không có ai"}, "Không tìm thấy"), ({"place": "A", "quantity": "0"}, "Từ 1 đến"),
        ):  # fmt: skip
            answer = self.hand(officer, batch, **typed)
            assert answer.status_code == 422
            assert said in words_of(answer)
        self.hand(officer, batch, place="Cổng", quantity="4")
        line = queries.handouts_of(batch.id)[0]
        officer.post(f"/to-roi/dot/{batch.id}/phat/{line.id}/bo")
        officer.post(f"/to-roi/dot/{batch.id}/phat/{line.id}/bo")
        assert queries.handouts_of(batch.id) == []


def test_a_recall_with_what_came_back(officer: CheckedClient) -> None:
    batch = making.batch()
    handout = making.hand_out(batch, place="Cổng khu công nghiệp").handout_id
    new_version(prepare="- Khác")
    assert "1 đợt cần thu hồi" in words_of(officer.get("/to-roi"))
    url = f"/to-roi/dot/{batch.id}/thu-hoi"
    page = officer.get(url)
    assert "Thủ tục đã đổi" in page.text
    assert "Cổng khu công nghiệp" in page.text
    data = {"recalled_on": show_date(clock.today()), "because": "Thủ tục đã đổi"}
    wrong = officer.post(url, data={**data, f"back-{handout}": "mười"})
    assert wrong.status_code == 422
    assert 'value="mười"' in wrong.text
    assert officer.post(url, data={**data, f"back-{handout}": "4"}).status_code == 303
    assert 'value="4"' in officer.get(url).text
    assert "cần thu hồi" not in words_of(officer.get("/to-roi?show=recalled")).lower().split("mọi đợt in")[0]
    assert officer.post(url + "/bo").status_code == 303
    assert "1 đợt cần thu hồi" in words_of(officer.get("/to-roi"))


def test_the_preview_tells_when_words_do_not_fit(officer: CheckedClient) -> None:
    leaflet = making.leaflet()
    url = f"/to-roi/{leaflet.public_id}"
    typed = {"title": "Tên", "steps": "\n".join(["Khai đúng từng chữ " * 12] * 7)}
    part = officer.post(
        url + "/xem-truoc", data=typed, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert part.text.lstrip().startswith('<div id="leaflet-preview"')
    assert "Mặt sau thừa khoảng" in words_of(part)
    assert "đã được rút gọn từ bài" not in words_of(part)
    cut = officer.post(url + "/xem-truoc", data={"title": "Đăng ký nội quy…", "steps": "Mở Cổng"})
    assert "đã được rút gọn từ bài" in words_of(cut)
    refused = officer.post(url + "/sua", data=typed)
    assert refused.status_code == 422
    assert "Nhiều nhất 6 bước" in words_of(refused)
    assert "Mặt sau thừa khoảng" in words_of(officer.post(url + "/sua", data={**typed, "do": "preview"}))
    assert officer.post(url + "/xoa").status_code == 303
    assert officer.get(url + "/sua").status_code == 404


def test_its_intervention_is_not_deleted_under_it(officer: CheckedClient) -> None:
    batch = making.batch()
    intervention, url = f"/hoat-dong/{batch.intervention_id}", f"/to-roi/dot/{batch.id}"
    answer = officer.post(intervention + "/xoa")
    assert answer.status_code == 422
    assert "dữ liệu đi kèm" in words_of(answer)
    assert officer.get(url).status_code == 200
    assert officer.post(url + "/xoa").status_code == 303
    assert officer.get(intervention).status_code == 404


def test_a_leaflet_intervention_leads_to_its_batch(officer: CheckedClient) -> None:
    old = factories.intervention("leaflet")
    page = officer.get(f"/hoat-dong/{old.id}")
    assert f'href="/hoat-dong/{old.id}/to-roi"' in page.text
    answer = officer.get(f"/hoat-dong/{old.id}/to-roi")
    assert answer.location.endswith("/to-roi")
    assert "chưa gắn với đợt in nào" in words_of(officer.get(answer.location))
    batch = factories.add(making.batch())
    answer = officer.get(f"/hoat-dong/{batch.intervention_id}/to-roi")
    assert answer.location.endswith(f"/to-roi/dot/{batch.id}")


def test_a_false_alarm_rests_until_something_else_changes(officer: CheckedClient) -> None:
    batch = factories.add(making.batch())
    url = f"/to-roi/dot/{batch.id}"
    nothing = officer.post(f"{url}/khong-thu-hoi", data={"because": "Vẫn đúng"})
    assert nothing.status_code == 422
    assert "không có cảnh báo thu hồi nào" in words_of(nothing)
    making.new_version(prepare="Mang thêm giấy ủy quyền.")
    db.session.commit()
    assert "1 đợt cần thu hồi" in words_of(officer.get("/to-roi"))
    assert f'href="{url}/khong-thu-hoi"' in officer.get(url).text
    assert officer.post(f"{url}/khong-thu-hoi", data={"because": ""}).status_code == 422
    officer.post(f"{url}/khong-thu-hoi", data={"because": "Lời trên tờ rơi vẫn đúng"})
    page = words_of(officer.get(url))
    assert "không cần thu hồi: Lời trên tờ rơi vẫn đúng" in page
    assert "Cần thu hồi" not in page
    assert "cần thu hồi" not in words_of(officer.get("/to-roi"))
    making.new_version(prepare="Mang thêm hai giấy ủy quyền.")
    db.session.commit()
    assert "1 đợt cần thu hồi" in words_of(officer.get("/to-roi")), "another change asks again"
    officer.post(f"{url}/khong-thu-hoi", data={"because": "Cũng vẫn đúng"})
    officer.post(f"{url}/khong-thu-hoi/bo")
    assert "1 đợt cần thu hồi" in words_of(officer.get("/to-roi"))
