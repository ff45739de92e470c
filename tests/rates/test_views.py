"""The pages of figures and of before and after, as each role meets them."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from outreach.accounts.models import Role
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of
from tests.rates.boards import dossiers, take_in
from tests.rates.trainings import HELD, training
from tests.rows import numbers_with_rows, rows_behind

# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_published_rate_stands_in_vietnamese_format(app: Flask, officer: CheckedClient) -> None:
    take_in("ha-nam")
    page = officer.get("/so-lieu?from=01/04/2023&to=30/04/2023&by=agency")
    words = words_of(page)
    assert "65,53%" in words
    for number in (
        "5.479",
        "4.708",
        "3.085",
        "1.623",
        "771",
        "4.761",
        "4.743",
        "718",
        "697",
        "144.490.000 ₫",
    ):
        assert number in words
    assert "43,71%" in words
    assert "Tháng 04/2023" in words
    assert "Tính trên: tất cả hồ sơ tiếp nhận" in words
    assert re.search(r"Đã số hóa chưa có số liệu|chưa có số liệu Đã số hóa", words)


@pytest.mark.parametrize(
    ("register", "query"),
    [
        ("ha-nam", "from=01/04/2023&to=30/04/2023&by=agency"),
        ("ha-nam", "period=2023-04&by=field"),
        ("hau-giang", "period=9 tháng 2020&by=procedure"),
        ("hau-giang", "period=2020-q4&by=zone"),
        ("hau-giang", "period=2020&by=business"),
        ("hai-phong", "period=20/02–19/03/2024&by=month"),
        ("hai-phong", "period=2024-03&by=agency"),
    ],
)
def test_every_figure_leads_to_its_rows(
    app: Flask, officer: CheckedClient, register: str, query: str
) -> None:
    take_in(register)
    numbers = numbers_with_rows(officer.get(f"/so-lieu?{query}"))
    assert len(numbers) > 15
    checked = set()
    for number, href in numbers:
        if href not in checked:
            assert rows_behind(href) == number, href
            checked.add(href)


def test_rates_on_another_basis_lead_to_the_rows_they_count(app: Flask, officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", online=3, assistance="filed_for")
    dossiers(business, "2025-03-05", online=2, paper=1, online_possible=True)
    dossiers(business, "2025-03-06", paper=4, online_possible=False)
    db.session.commit()
    page = officer.get("/so-lieu?basis=possible&assistance=without_filed_for&by=business")
    words = words_of(page)
    assert "66,67%" in words
    assert "chỉ thủ tục nộp trực tuyến được hôm đó, không tính nộp hộ" in words
    assert "4 hồ sơ của thủ tục hôm đó chưa nộp trực tuyến được, để ra ngoài." in words
    assert "3 hồ sơ do cán bộ nộp hộ, để ra ngoài." in words
    assert "7 hồ sơ chưa rõ doanh nghiệp tự nộp hay được nộp hộ, vẫn tính." in words
    assert "trong 10 hồ sơ; 7 để ra ngoài" in words
    numbers = numbers_with_rows(page)
    assert {2, 3, 10} <= {number for number, _href in numbers}
    assert all(rows_behind(href) == number for number, href in numbers)


def test_an_empty_register_says_so(app: Flask, officer: CheckedClient) -> None:
    words = words_of(officer.get("/so-lieu"))
    assert "Chưa có số liệu" in words
    assert "%" not in words.split("Chưa có số liệu")[1]
    assert "Chưa có số liệu" in words_of(officer.get("/so-lieu?period=2024"))


def test_a_period_outside_the_register_says_so(app: Flask, officer: CheckedClient) -> None:
    dossiers(factories.business(), "2025-03-05", online=1, returned_on=date(2025, 3, 6))
    db.session.commit()
    words = words_of(officer.get("/so-lieu?period=2024"))
    assert "Chưa có số liệu" in words
    assert "05/03/2025–06/03/2025" in words
    assert "Kỳ chưa hết số liệu" in words_of(officer.get("/so-lieu?period=2025"))


def test_without_a_period_the_last_twelve_months_are_shown(app: Flask, officer: CheckedClient) -> None:
    dossiers(factories.business(), "2025-03-05", online=1)
    db.session.commit()
    words = words_of(officer.get("/so-lieu"))
    assert "06/03/2024–05/03/2025" in words
    assert "Số liệu đến ngày 05/03/2025." in words


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("period=abc", "Chưa hiểu kỳ này"),
        ("from=31/02/2025", "Ngày này không có trong lịch"),
        ("to=mai", "cần dạng ngày/tháng/năm"),
        ("from=05/03/2025&to=04/03/2025", "Ngày cuối kỳ"),
        ("from=01/01/1991&to=01/01/2099", "dài quá"),
    ],
)
def test_what_makes_no_sense_is_answered_beside_its_field(
    app: Flask, officer: CheckedClient, query: str, message: str
) -> None:
    dossiers(factories.business(), "2025-03-05", online=1)
    db.session.commit()
    page = officer.get(f"/so-lieu?{query}")
    assert page.status_code == 200
    assert message in words_of(page)
    assert 'aria-invalid="true"' in page.text
    assert "Giải quyết hồ sơ" not in words_of(page), "no figures beside a question nobody understood"


@pytest.mark.parametrize(
    "query",
    [
        "by=password", "sort=password", "sort=-rate&by=zone", "page=99999999999999999999",
        "page=-1", "page=x", "basis=x", "assistance=x", "format=x", "by=business&sort=rate",
        "from=2025-03-05", "to=2025-03-05",
        "period=2025-03&from=01/01/2020", "by=&sort=&page=",
    ],
)  # fmt: skip
def test_odd_addresses_are_read_as_far_as_they_make_sense(
    app: Flask, officer: CheckedClient, query: str
) -> None:
    dossiers(factories.business(), "2025-03-05", online=1)
    db.session.commit()
    page = officer.get(f"/so-lieu?{query}")
    assert page.status_code == 200
    assert "100,00%" in words_of(page) or "1/1" in words_of(page)


def test_businesses_with_few_dossiers_show_counts_and_no_rate(app: Flask, officer: CheckedClient) -> None:
    dossiers(factories.business("Ít"), "2025-03-05", online=4)
    dossiers(factories.business("Nhiều"), "2025-03-05", online=4, paper=1)
    db.session.commit()
    table = words_of(officer.part("/so-lieu?by=business&sort=-rate"))
    assert "80,00%" in table
    assert "100,00%" not in table
    assert table.index("Nhiều") < table.index("Ít"), "a rate that is not shown orders nothing"


def test_htmx_gets_the_table_alone_and_history_the_page(app: Flask, officer: CheckedClient) -> None:
    dossiers(factories.business(), "2025-03-05", online=1)
    db.session.commit()
    part = officer.part("/so-lieu?by=zone")
    assert part.text.lstrip().startswith("<section")
    assert 'id="breakdown"' in part.text
    assert "<h1" not in part.text
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<h1" in officer.get("/so-lieu?by=zone", headers=restored).text


def test_long_tables_come_in_pages(app: Flask, officer: CheckedClient) -> None:
    for number in range(101):
        dossiers(factories.business(f"Mẫu {number:03}"), "2025-03-05", online=1)
    db.session.commit()
    first = words_of(officer.part("/so-lieu?by=business"))
    assert "Mẫu 019" in first
    assert "Mẫu 020" not in first
    assert "Mẫu 020" in words_of(officer.part("/so-lieu?by=business&page=2"))


def test_statements_of_the_page_do_not_grow_with_the_board(
    app: Flask, officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    def statements(url: str) -> int:
        count_queries()
        officer.get(url)
        return count_queries()

    held = training(factories.business())
    for _ in range(21):  # more than a page, so that the rows are counted too
        dossiers(factories.business(), "2025-03-05", online=1)
    db.session.commit()
    urls = ["/so-lieu?by=business", f"/hoat-dong/{held.id}/truoc-sau"]
    few = [statements(url) for url in urls]
    assert few[0] <= 10, "SQLite's two BEGINs counted"
    assert few[1] <= 15
    for _ in range(30):
        business = factories.business()
        dossiers(business, "2025-03-05", online=1)
        factories.attendance(held, business)
    db.session.commit()
    assert [statements(url) for url in urls] == few


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_as_csv_is_safe_for_spreadsheets(app: Flask, officer: CheckedClient) -> None:
    for name in ("=HYPERLINK(1)", "+84", "@x", "-1", "Bình; Minh"):
        dossiers(factories.business(name), "2025-03-05", online=1, paper=2)
    db.session.commit()
    answer = officer.get("/so-lieu?by=business&format=csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    body = answer.get_data(as_text=True)
    assert body.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff")), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "Bình; Minh" in [row[1] for row in rows]
    assert rows[-1][1:4] == ["Cả ban quản lý", "15", "5"]
    assert rows[-1][-1] == "33,33"
    headings = rows[0]
    assert rows[-1][headings.index("Đã số hóa")] == "", "unknown is empty, never 0"


def test_the_table_as_json_has_the_keys_of_the_command(app: Flask, officer: CheckedClient) -> None:
    take_in("hai-phong")
    answer = officer.get("/so-lieu?period=20/02–19/03/2024&by=field&format=json")
    found = json.loads(answer.get_data(as_text=True))
    assert (found["from"], found["to"], found["as_of"]) == ("2024-02-20", "2024-03-19", "2024-03-19")
    assert (found["received_new"], found["resolved"], found["online_rate"]) == (177, 72, 1.0)
    assert sum(group["received_new"] for group in found["groups"]) == 177
    possible = officer.get("/so-lieu?period=2024-03&basis=possible&format=json").get_json()
    assert possible["counted"]["basis"] == "possible"


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", Role)
def test_staff_see_the_pages_and_businesses_do_not(
    app: Flask, sign_in_as: Callable[[Any], CheckedClient], role: Role
) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", paper=5)
    held = training(business)
    client = sign_in_as(factories.user(role, of=business) if role is Role.BUSINESS else factories.user(role))
    expected = 403 if role is Role.BUSINESS else 200
    for url in ("/so-lieu", "/so-lieu?format=csv", "/so-lieu?format=json", f"/hoat-dong/{held.id}/truoc-sau"):
        assert client.get(url).status_code == expected, url


def test_strangers_are_asked_to_sign_in(anonymous: CheckedClient) -> None:
    for url in ("/so-lieu", "/hoat-dong/1/truoc-sau"):
        answer = anonymous.get(url)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/dang-nhap")


def test_the_last_dossier_moves_what_is_shown(app: Flask, officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", paper=5)
    held = training(business)
    url = f"/hoat-dong/{held.id}/truoc-sau"
    assert "Số liệu đến ngày 05/03/2025." in words_of(officer.get(url))
    dossiers(business, (HELD + timedelta(days=400)).isoformat(), online=1)
    db.session.commit()
    assert "Số liệu đến ngày 09/04/2026." in words_of(officer.get(url))
