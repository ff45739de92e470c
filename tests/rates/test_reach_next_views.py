"""Whom to reach next, as each role meets it: the order, the route, and the list handed over."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import AccessRecord
from outreach.businesses.models import Business, Consent
from outreach.campaigns.models import Intervention, ListedBusiness
from outreach.database import db
from outreach.dossiers.actions import recount
from tests import factories
from tests.client import CheckedClient, words_of
from tests.rates.boards import dossiers, take_in
from tests.rows import rows_behind

URL = "/nen-gap-ai"
PLAN = f"{URL}/lap-danh-sach"


def board(*papers: int, day: str = "2026-03-15", **values: Any) -> list[Business]:
    """Businesses in one zone with so many paper dossiers each, and one online."""
    zone = factories.zone("KCN Mẫu Núi Thơm")
    made = []
    for number, paper in enumerate(papers):
        business = factories.business(f"Công ty TNHH Mẫu {chr(65 + number)}", zone=zone)
        dossiers(business, day, online=1, paper=paper, **values)
        made.append(business)
    dossiers(made[0], "2025-01-01", online=1)  # a register of a year and more
    recount()
    db.session.commit()
    return made


def order(response: Any) -> list[str]:
    """The businesses of the list by their last letter."""
    return re.findall(r">\d+\. Công ty TNHH Mẫu (\w)</a>", response.text)


# ── the order ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_order_says_why_and_what_it_is_not(app: Flask, officer: CheckedClient) -> None:
    permit = factories.procedure("Cấp giấy phép lao động")
    one, two, _three = board(2, 9, 4, procedure_id=permit.id)
    training = factories.intervention(held_on=date(2026, 2, 1))
    factories.attendance(training, one)
    page = officer.get(URL)
    assert order(page) == ["B", "C", "A"]
    words = words_of(page)
    assert "không phải dự báo" in words
    assert "Không xếp theo tỷ lệ trực tuyến thấp nhất" in words
    assert "1/10" in words
    assert "9 hồ sơ giấy" in words
    assert "15/03/2026 , 15/03/2026 : Cấp giấy phép lao động" in words
    assert "Nhiều nhất (10):" not in words, "the online one is not paper"
    assert "Nhiều nhất (9): Cấp giấy phép lao động" in words
    assert "Chưa dự tập huấn lần nào" in words
    assert "Chưa được tiếp cận lần nào" in words
    assert f"Tập huấn 01/02/2026, {(clock.today() - date(2026, 2, 1)).days} ngày trước" in words
    assert f'href="/doanh-nghiep/{two.id}"' in page.text
    assert "Kleinman" in words


def test_every_count_leads_to_its_rows(app: Flask, leader: CheckedClient) -> None:
    take_in("hau-giang")
    page = leader.get(URL)
    links = re.findall(r'href="(/ho-so\?[^"]+)">(?:(\d+)/)?(\d+)', page.text.replace("&amp;", "&"))
    assert len(links) > 20
    for href, _online, shown in links:
        assert rows_behind(href) == int(shown), href


def test_expected_dossiers_have_one_decimal_in_the_readers_language(
    app: Flask, officer: CheckedClient
) -> None:
    board(2, 9, 4)
    assert re.search(r"<b>\d+,\d</b>", officer.get(URL).text)
    officer.post("/ngon-ngu", data={"language": "en"})
    assert re.search(r"<b>\d+\.\d</b>", officer.get(URL).text)


def test_filters_narrow_the_order(app: Flask, officer: CheckedClient) -> None:
    a, b, c = board(2, 9, 4)
    c.zone = factories.zone("KCN khác")
    labour = factories.procedure("Nội quy")
    dossiers(a, "2026-03-14", paper=6, field="Lao động", field_folded="lao dong", procedure_id=labour.id)
    training = factories.intervention(held_on=date(2026, 2, 1))
    factories.attendance(training, b)
    recount()
    assert order(officer.get(f"{URL}?zone={c.zone.id}")) == ["C"]
    assert order(officer.get(f"{URL}?never=1")) == ["A", "C"]
    assert order(officer.get(f"{URL}?field=Lao động")) == ["A"]
    by_procedure = officer.get(f"{URL}?procedure={labour.id}")
    assert order(by_procedure) == ["A"]
    assert "Chỉ tính thủ tục: Nội quy" in words_of(by_procedure)
    days_since = (clock.today() - date(2026, 2, 1)).days
    assert (order(officer.get(f"{URL}?quiet=3")) == ["B", "A", "C"]) == (days_since > 92)
    none = officer.get(f"{URL}?zone=999999")
    assert "Không có doanh nghiệp nào như vậy" in words_of(none)
    part = officer.part(f"{URL}?never=1")
    assert part.text.lstrip().startswith('<div id="reach-list"')
    for address in ("/lap-danh-sach", "/lo-trinh"):
        assert f'href="{URL}{address}?never=1"' in part.text, "what comes next keeps the filter"


def test_a_register_of_days_orders_but_expects_nothing(app: Flask, officer: CheckedClient) -> None:
    dossiers(factories.business("Công ty TNHH Mẫu A"), "2026-03-15", paper=3)
    dossiers(factories.business("Công ty TNHH Mẫu B"), "2026-03-01", paper=9)
    recount()
    page = officer.get(URL)
    assert order(page) == ["B", "A"]
    assert "<b>–</b>" in page.text
    assert "mới có 15 ngày, chưa đủ để dự kiến cho 12 tháng" in words_of(page)
    assert "dự kiến 9" not in words_of(officer.get(PLAN))
    assert "9 hồ sơ giấy · trực tuyến 0/9" in words_of(officer.get("/"))


@pytest.mark.parametrize("query", ["zone=x", "quiet=5", "never=yes", "field=", "page=99", "procedure=-1"])
def test_what_makes_no_sense_is_left_out(app: Flask, officer: CheckedClient, query: str) -> None:
    board(2, 9, 4)
    assert order(officer.get(f"{URL}?{query}")) == ["B", "C", "A"]


def test_empty_states(app: Flask, officer: CheckedClient, leader: CheckedClient) -> None:
    assert "Chưa có số liệu" in words_of(officer.get(URL))
    assert "Nhập sổ hồ sơ" in words_of(officer.get(URL))
    assert "Nhập sổ hồ sơ" not in words_of(leader.get(URL))
    assert officer.get(f"{URL}/lo-trinh").status_code == 200
    assert "Không có doanh nghiệp nào để lập danh sách" in words_of(officer.get(PLAN))
    dossiers(factories.business(), "2026-03-15", online=3)
    recount()
    words = words_of(officer.get(URL))
    assert "Tất cả đã nộp trực tuyến" in words
    assert "Xin chúc mừng" in words
    dossiers(factories.business(active=False), "2026-03-15", paper=3)
    recount()
    assert "Tất cả đã nộp trực tuyến" in words_of(officer.get(URL))


def test_only_businesses_without_dossiers(app: Flask, officer: CheckedClient) -> None:
    factories.business()
    dossiers(None, "2026-03-15", paper=3)
    recount()
    assert "Chưa có hồ sơ nào để xếp" in words_of(officer.get(URL))


def test_who_sees_what(
    app: Flask, helpdesk: CheckedClient, leader: CheckedClient, clerk: CheckedClient
) -> None:
    board(2, 9)
    for reader in (helpdesk, leader):
        page = reader.get(URL)
        assert order(page) == ["B", "A"]
        assert PLAN not in page.text
        assert reader.get(PLAN).status_code == 403
    assert clerk.get(URL).status_code == 403


def test_pages_of_twenty(app: Flask, officer: CheckedClient) -> None:
    board(*range(1, 25))
    first, second = officer.get(URL), officer.get(f"{URL}?page=2")
    assert first.text.count('scope="row"') == 20
    assert second.text.count('scope="row"') == 4
    assert ">21. " in second.text


def test_statements_do_not_grow(app: Flask, officer: CheckedClient, count_queries: Callable[[], int]) -> None:
    asked: list[int] = []
    for papers in ((3, 2), tuple(range(1, 26))):
        for count in papers:
            dossiers(factories.business(), "2026-03-15", paper=count)
        recount()
        db.session.commit()
        officer.get(URL)
        count_queries()
        officer.get(URL)
        asked.append(count_queries())
    assert asked[0] == asked[1] <= 12


def test_the_file_holds_the_whole_order(app: Flask, helpdesk: CheckedClient) -> None:
    businesses = board(*range(1, 25))
    businesses[0].name = "=Công ty"
    response = helpdesk.get(f"{URL}?format=csv")
    assert response.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 25
    assert rows[1][:4] == ["1", businesses[23].tax_code, "Công ty TNHH Mẫu X", "KCN Mẫu Núi Thơm"]
    assert rows[1][5:8] == ["1", "25", "15/03/2026"]
    assert rows[24][2] == "'=Công ty"


# ── a day's route ────────────────────────────────────────────────────────────────────────────────────────


def test_a_route_is_by_zone_and_by_name(app: Flask, leader: CheckedClient) -> None:
    a, _b, _c = board(2, 9, 4)
    zones = leader.get(f"{URL}/lo-trinh")
    assert f"/nen-gap-ai/lo-trinh?zone={a.zone_id}" in zones.text
    assert "KCN Mẫu Núi Thơm" in words_of(zones)
    assert order(leader.get(f"{URL}/lo-trinh?zone={a.zone_id}")) == ["A", "B", "C"]
    assert order(leader.get(f"{URL}/lo-trinh?zone={a.zone_id}&stops=2")) == ["B", "C"]
    assert "Ở đây không còn ai cần đến" in words_of(leader.get(f"{URL}/lo-trinh?zone=0"))


def test_phones_only_of_those_who_agreed_only_when_asked_and_written_down(
    app: Flask, helpdesk: CheckedClient, leader: CheckedClient
) -> None:
    a, _b = board(2, 9)
    agreed = factories.contact(a, "Lê Thị Mẫu", phone="0912345678", job="Kế toán")
    factories.contact(a, "Người chưa được hỏi", phone="0987654321")
    factories.add(
        Consent(
            contact_id=agreed.id, channel="phone", given=True, how="spoken", wording="Câu hỏi",
            answered_on=clock.today(), at=clock.now(),
        )
    )  # fmt: skip
    url = f"{URL}/lo-trinh?zone={a.zone_id}"
    assert "0912 345 678" not in helpdesk.get(url).text
    assert _looked_at() == []
    page = words_of(helpdesk.get(f"{url}&people=1"))
    assert "Lê Thị Mẫu, Kế toán 0912 345 678" in page
    assert "0987" not in page
    assert _looked_at() == [(str(agreed.id), "outreach")]
    assert "0912" not in leader.get(f"{url}&people=1").text
    assert len(_looked_at()) == 1


def _looked_at() -> list[tuple[Any, ...]]:
    statement = select(AccessRecord.object_id, AccessRecord.purpose).where(
        AccessRecord.what == "contact.view"
    )
    return [tuple(row) for row in db.session.execute(statement)]


# ── the list handed over ─────────────────────────────────────────────────────────────────────────────────


def listed() -> dict[int, str | None]:
    """Who stands on the only intervention's list, and why."""
    statement = select(ListedBusiness.business_id, ListedBusiness.reason)
    return {row.business_id: row.reason for row in db.session.execute(statement)}


def planned(business_ids: list[int], shown: list[int] | None = None, **values: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "type": "visit", "title": "Thăm doanh nghiệp", "held_on": "05/12/2026",
        "shown": shown or business_ids, "business": business_ids, **values,
    }  # fmt: skip


def test_twice_as_many_as_seats_are_proposed(app: Flask, officer: CheckedClient) -> None:
    board(*range(1, 12))
    page = officer.get(f"{PLAN}?seats=2")
    assert re.findall(r"Công ty TNHH Mẫu (\w)<", page.text) == ["K", "J", "I", "H"]
    assert page.text.count("checked") == 5, "four businesses and the type"
    assert officer.get(f"{PLAN}?seats=2&size=3").text.count('name="business"') == 3
    assert officer.get(PLAN).text.count('name="business"') == 11
    for nonsense in ("0", "x", "-5", "99999999999999"):
        assert officer.get(f"{PLAN}?seats={nonsense}&size={nonsense}").status_code == 200


def test_handing_over_in_one_step(app: Flask, officer: CheckedClient) -> None:
    a, b, c = board(2, 9, 4)
    answer = officer.post(f"{PLAN}?seats=1&zone={a.zone_id}", data=planned([b.id, a.id], [b.id, c.id, a.id]))
    assert answer.status_code == 303
    intervention = db.session.scalars(select(Intervention)).one()
    assert answer.location.startswith(f"/hoat-dong/{intervention.id}/danh-sach")
    assert re.search(r'name="seats"[^>]* value="1"', officer.get(answer.location).text)
    assert (intervention.type, intervention.title) == ("visit", "Thăm doanh nghiệp")
    assert intervention.held_on == date(2026, 12, 5)
    assert intervention.created_by_id == officer.user.id  # type: ignore[union-attr]
    reasons = listed()
    assert reasons.keys() == {a.id, b.id}
    assert re.fullmatch(
        r"Dự kiến \d+,\d hồ sơ giấy trong 12 tháng tới; trực tuyến 1/10 trong 12 tháng qua; "
        r"chưa dự tập huấn lần nào",
        reasons[b.id] or "",
    )


def test_the_list_is_the_one_that_was_looked_at(app: Flask, officer: CheckedClient) -> None:
    """Whatever became of the order since: who has filed everything online by now is still on it."""
    a, _b = board(2, 9)
    online = factories.business()
    dossiers(online, "2026-03-15", online=9)
    recount()
    assert officer.post(PLAN, data=planned([a.id, online.id])).status_code == 303
    assert listed()[online.id] is None
    assert listed()[a.id] is not None


def test_a_list_that_is_none_is_refused(app: Flask, officer: CheckedClient) -> None:
    a, b = board(2, 9)
    gone = factories.business(active=False)
    shown = [b.id, a.id]
    for chosen, said in (
        ([], "Anh/Chị chọn ít nhất một doanh nghiệp."),
        ([a.id, 999_999], "không có trong hệ thống"),
        ([a.id, gone.id], "đã ngừng hoạt động"),
        ([str(a.id), "x"], "không có trong hệ thống"),
        ([a.id, 2**70], "không có trong hệ thống"),
        (list(range(1, 600)), "không có trong hệ thống"),
    ):
        page = officer.post(PLAN, data=planned(chosen, shown))  # type: ignore[arg-type]
        assert page.status_code == 422
        assert said in words_of(page)
        assert page.text.count('name="business"') == 2
    assert db.session.scalar(select(func.count()).select_from(Intervention)) == 0


def test_what_was_typed_and_ticked_comes_back(app: Flask, officer: CheckedClient) -> None:
    a, b, c = board(2, 9, 4)
    sent = planned([c.id], [a.id, b.id, c.id], title="", held_on="31/02/2026")
    page = officer.post(f"{PLAN}?seats=7", data=sent)
    assert page.status_code == 422
    assert "31/02/2026" in page.text
    assert 'value="7"' in page.text
    ids = re.findall(r'name="business" value="(\d+)"( checked)?', page.text)
    assert ids == [(str(a.id), ""), (str(b.id), ""), (str(c.id), " checked")]
    assert re.search(r'value="visit"[^>]*checked|checked[^>]*value="visit"', page.text)
    assert officer.post(PLAN, data=planned([a.id], type="leaflet")).status_code == 422


# ── home ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_three_stand_on_the_home_page(app: Flask, officer: CheckedClient) -> None:
    assert "Nên gặp ai" not in words_of(officer.get("/"))
    board(2, 9, 4, 7)
    page = officer.get("/")
    assert re.findall(r"<b>Công ty TNHH Mẫu (\w)</b>", page.text) == ["B", "D", "C"]
    assert 'href="/nen-gap-ai"' in page.text
