"""The board month by month: what stands beside the rate, and what it leads to."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.database import db
from outreach.rates import queries
from outreach.rates.queries import mix
from outreach.rates.queries.ceiling import ceiling
from outreach.rates.rules.counting import Basis, Reading, Tally, total
from outreach.rates.rules.figures import By
from outreach.rates.rules.ledger import Outcome
from outreach.rates.rules.periods import Period
from tests import factories
from tests.client import CheckedClient, words_of
from tests.examples import examples
from tests.rates.boards import dossiers, furnish, registers, take_in
from tests.rows import numbers_with_rows, rows_behind

ALL = Reading()
READINGS = [Reading(basis, without) for basis in Basis for without in (False, True)]
days = st.dates(date(2024, 1, 1), date(2024, 6, 30))


# ── queries ──────────────────────────────────────────────────────────────────────────────────────────────


@given(register=registers(days), at=days, reading=st.sampled_from(READINGS))
@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_and_months_add_up_to_the_figures(
    app: Flask, register: list[dict[str, Any]], at: date, reading: Reading
) -> None:
    furnish(register)
    before, after = Period(date(2024, 1, 1), at), Period(at + timedelta(days=1), date(2024, 7, 1))
    zones = mix.zone_months(after, reading)
    assert mix.together(zones, after) == queries.months_of_all(after, reading)
    told = [
        sum((Tally(p.online, p.received) for p in queries.months_of_all(part, reading)), Tally())
        for part in (before, after)
    ]
    for by in mix.MIXED_BY:
        whole = total(one.pair for one in mix.members(before, after, reading, by))
        assert [whole.before, whole.after] == told


def test_groups_know_their_names(app: Flask) -> None:
    first = factories.zone("KCN Đông")
    dossiers(
        factories.business("Cty B", zone=first), "2025-03-05", online=2, field="Đầu tư", field_folded="dau tu"
    )
    dossiers(factories.business("Cty A", zone=factories.zone("KCN An")), "2025-04-05", paper=1)
    dossiers(None, "2025-04-06", paper=3)
    db.session.commit()
    march, april = Period(date(2025, 3, 1), date(2025, 3, 31)), Period(date(2025, 4, 1), date(2025, 4, 30))
    assert [one.name for one in mix.members(march, april, ALL, By.ZONE)] == ["KCN An", "KCN Đông", None]
    assert [one.name for one in mix.members(march, april, ALL, By.BUSINESS)] == ["Cty A", "Cty B", None]
    assert [one.name for one in mix.members(march, april, ALL, By.FIELD)] == ["Đầu tư", None]
    assert [one.name for one in mix.members(None, april, ALL, By.ZONE)] == ["KCN An", None]
    zones = mix.zone_months(Period(date(2025, 3, 1), date(2025, 4, 30)), ALL)
    assert [(zone.name, [p.received for p in zone.points]) for zone in zones] == [
        ("KCN An", [0, 1]),
        ("KCN Đông", [2, 0]),
        (None, [0, 3]),
    ]


def test_the_ceiling_and_what_comes_next(app: Flask) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", online=12, assistance="alone", paid_vnd=5, returned_on=date(2025, 3, 9))
    dossiers(business, "2025-03-05", online=4, assistance="filed_for", paid_vnd=0)
    dossiers(business, "2025-03-06", online=3, status="sent_back")
    dossiers(business, "2025-03-06", paper=1)
    db.session.commit()
    found = ceiling(queries.register(), ALL)
    assert found is not None
    assert found.online == Tally(19, 20)
    assert found.outcomes[Outcome.ALONE] == Tally(12, 17)
    assert found.outcomes[Outcome.PAID] == Tally(12, 20)
    assert found.outcomes[Outcome.NOT_SENT_BACK] == Tally(12, 15)
    dossiers(business, "2025-03-07", paper=1)
    db.session.commit()
    assert ceiling(queries.register(), ALL) is None
    assert ceiling(None, ALL) is None


def test_what_nobody_noted_has_no_rate_at_the_ceiling(app: Flask, leader: CheckedClient) -> None:
    dossiers(factories.business(), "2025-03-05", online=20, status="returned", returned_on=date(2025, 3, 6))
    db.session.commit()
    for page in ("/so-lieu/theo-thang", "/so-lieu"):
        words = words_of(leader.get(page))
        assert "Ở tỷ lệ này không còn gì để đo nữa" in words
        assert "Tự nộp trực tuyến: chưa có số liệu" in words
        assert "Thanh toán trực tuyến: chưa có số liệu" in words
        assert "Không bị trả lại: 100,0% (20/20 hồ sơ có ghi)" in words


def test_what_comes_next_leads_to_its_rows(app: Flask, leader: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", online=12, assistance="alone", paid_vnd=5)
    dossiers(business, "2025-03-05", online=8, assistance="assisted", paid_vnd=0)
    db.session.commit()
    text = leader.get("/so-lieu/theo-thang").text.replace("&amp;", "&")
    found = re.findall(r'<a href="([^"]+)">60,0% \(12/20 hồ sơ có ghi\)', text)
    assert [rows_behind(href) for href in found] == [12, 12]


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────


def two_years() -> None:
    """Zone A at 100 % takes over from zone B at 0 %: the rate rises and no zone's does."""
    a = factories.business("Cty A", zone=factories.zone("KCN A"))
    b = factories.business("Cty B", zone=factories.zone("KCN B"))
    for month in range(1, 13):
        dossiers(a, f"2024-{month:02}-05", online=1)
        dossiers(b, f"2024-{month:02}-06", paper=3)
        dossiers(a, f"2025-{month:02}-05", online=3, returned_on=date(2025, 12, 31))
        dossiers(b, f"2025-{month:02}-06", paper=1)
    db.session.commit()


def test_a_rise_that_is_all_mix_is_said_so(app: Flask, leader: CheckedClient) -> None:
    two_years()
    words = words_of(leader.get("/so-lieu/theo-thang?period=2025"))
    assert "01/01/2024–31/12/2024 so với 01/01/2025–31/12/2025." in words
    assert "Từ 25,0% (12/48) thành 75,0% (36/48): +50,0 điểm." in words
    assert "phần từ đổi cơ cấu giữa các khu: +50,0 điểm; phần từ tỷ lệ trong từng khu: 0,0 điểm." in words


def test_every_number_leads_to_its_rows(app: Flask, leader: CheckedClient) -> None:
    take_in("hau-giang")
    for query in (
        "period=2020",
        "period=2020&by=field",
        "period=2020-q4&by=business",
        "by=business&basis=possible",
    ):
        numbers = numbers_with_rows(leader.get(f"/so-lieu/theo-thang?{query}"))
        assert len(numbers) >= 6, query
        for number, href in {href: (number, href) for number, href in numbers}.values():
            assert rows_behind(href) == number, href


def test_the_switch_swaps_the_composition_alone(app: Flask, leader: CheckedClient) -> None:
    two_years()
    page = leader.get("/so-lieu/theo-thang?period=2025")
    [link] = re.findall(r'hx-get="([^"]+by=business)" hx-target="#mix"', page.text.replace("&amp;", "&"))
    part = leader.part(link)
    assert part.text.lstrip().startswith('<section class="stack" id="mix"')
    assert "Cty A" in words_of(part)
    assert '<svg class="chart"' not in part.text
    assert 'name="by" value="business"' in part.text


def test_ranges_of_all_kinds_stand_on_the_chart(app: Flask, leader: CheckedClient) -> None:
    two_years()
    factories.intervention(
        "media", date(2025, 3, 1), ends_on=date(2025, 5, 31), covers_all=True, title="Phát thanh"
    )
    factories.outage(datetime(2025, 6, 2, 3, tzinfo=UTC), datetime(2025, 6, 4, 3, tzinfo=UTC))
    db.session.commit()
    for page in ("/so-lieu/theo-thang?period=2025", "/so-lieu?period=2025"):
        text = leader.get(page).text
        assert "01/03/2025–31/05/2025 · Phát thanh" in text
        assert "02/06/2025–04/06/2025 · Gián đoạn: Cổng mẫu" in text
        [bands] = re.findall(r'<g class="c-band"[^>]*>(.*?)</g>', text)
        assert bands.count("<path") == 2
    assert "Trong thời gian này đã ghi 1 lần gián đoạn." in words_of(
        leader.get("/so-lieu/theo-thang?period=2025")
    )


def test_zones_have_their_months_and_gaps_are_no_zero(app: Flask, leader: CheckedClient) -> None:
    two_years()
    text = leader.get("/so-lieu/theo-thang?period=2025").text
    heat = text.split('class="heat"')[1].split("</table>")[0]
    assert heat.count("<small>3/3</small>") == 12
    assert heat.count("<small>0/1</small>") == 12
    dossiers(factories.business(zone=factories.zone("KCN C")), "2025-06-01", online=1)
    db.session.commit()
    heat = leader.get("/so-lieu/theo-thang?period=2025").text.split('class="heat"')[1].split("</table>")[0]
    assert heat.count('class="none"') == 11


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("period=2020", "Kỳ này nằm ngoài sổ hồ sơ"),
        ("period=gì đó", "Chưa hiểu kỳ này"),
        ("from=31/12/2025&to=01/01/2025", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."),
        ("period=2024-01", "Sổ hồ sơ không có kỳ trước để so"),
        ("period=2024", "01/01/2024–30/06/2024 so với 01/07/2024–31/12/2024."),
        ("by=procedure&sort=x&page=-1", "phần từ tỷ lệ trong từng khu"),
    ],
)
def test_whatever_is_asked_gets_an_answer(app: Flask, leader: CheckedClient, query: str, said: str) -> None:
    two_years()
    assert said in words_of(leader.get(f"/so-lieu/theo-thang?{query}"))


def test_an_empty_register_says_so(app: Flask, leader: CheckedClient) -> None:
    assert "Chưa có số liệu" in words_of(leader.get("/so-lieu/theo-thang"))
    assert "Chưa có số liệu" in words_of(leader.get("/so-lieu/theo-thang?period=2024"))


def test_the_three_pages_share_their_tabs_and_their_period(app: Flask, leader: CheckedClient) -> None:
    two_years()
    for page in ("/so-lieu", "/so-lieu/theo-thang", "/so-lieu/tong-so"):
        text = leader.get(f"{page}?period=2025&basis=possible").text.replace("&amp;", "&")
        tabs = text.split('aria-label="Các trang số liệu"')[1].split("</nav>")[0]
        assert re.findall(r'href="([^"?]+)', tabs) == [
            "/so-lieu", "/so-lieu/theo-thang", "/so-lieu/bieu-tong-hop", "/so-lieu/tong-so",
            "/nhap-lieu/chat-luong", "/ban-ho-tro/so-lieu",
        ]  # fmt: skip
        assert re.search(rf'href="{page}[^"]*" aria-current="page"', tabs)
        if page != "/so-lieu/tong-so":
            assert tabs.count("from=2025-01-01&to=2025-12-31&basis=possible") == 2


def test_more_of_everything_asks_no_more(
    app: Flask, leader: CheckedClient, count_queries: Callable[[], int]
) -> None:
    two_years()
    leader.get("/so-lieu/theo-thang?by=business")
    count_queries()
    leader.get("/so-lieu/theo-thang?by=business")
    before = count_queries()
    for _number in range(6):
        dossiers(factories.business(), "2025-12-07", online=1, paper=1)
        factories.intervention(held_on=date(2025, 12, 1))
    db.session.commit()
    count_queries()
    leader.get("/so-lieu/theo-thang?by=business")
    assert count_queries() == before <= 10
