"""The list of businesses: what it shows, how it is searched, narrowed and sorted, and what it costs."""

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import html5lib
import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from outreach import clock
from outreach.businesses.models import Business
from outreach.database import db
from outreach.desks.queries.businesses import SORTS, STATES, BusinessFilter, filed, list_businesses
from outreach.desks.views.businesses import PER_PAGE
from outreach.dossiers import actions as dossier_actions
from outreach.identifiers import tax_code_doubtful
from outreach.rates.rules.periods import Period, last_twelve_months
from outreach.text import business_key, business_sort_key, fold
from tests import factories
from tests.client import CheckedClient

HTML = "{http://www.w3.org/1999/xhtml}"
LAST = date(2026, 3, 19)
YEAR = last_twelve_months(LAST)


@pytest.fixture
def board(app: Flask) -> dict[str, Business]:
    """Four businesses with a year's dossiers; the register ends on LAST."""
    zone = factories.zone("KCN Đồng Văn II")
    made = {
        "an": factories.business("Công ty TNHH Ăn Uống", zone=zone, employees=1200, tax_code="0300588569"),
        "bao": factories.business("Công ty CP Bao Bì", employees=40, tax_code="0101248141", own_code="B7"),
        "dien": factories.business("Công ty TNHH Điện tử", tax_code="0300588560"),
        "moi": factories.business(
            "Công ty TNHH Mới", tax_code=None, zone=None, provisional=True, active=False
        ),
    }
    for day in (date(2025, 3, 20), date(2025, 6, 1), date(2026, 3, 1), LAST):
        factories.dossier(made["an"], day)
    factories.dossier(made["an"], date(2025, 9, 9), "counter")
    factories.dossier(made["an"], date(2025, 3, 19))  # a day too early
    factories.dossier(made["an"], LAST, status="not_received")
    for day in (date(2025, 4, 1), date(2026, 3, 18)):
        factories.dossier(made["bao"], day, "counter")
    factories.dossier(made["dien"], date(2024, 1, 1))
    dossier_actions.recount(None)
    db.session.commit()
    return made


def rows(client: CheckedClient, query: str = "") -> list[list[str]]:
    """The cells' words of every row shown."""
    response = client.get("/doanh-nghiep" + query)
    assert response.status_code == 200
    tree = html5lib.parse(response.get_data(as_text=True))
    body = tree.find(f".//{HTML}tbody")
    lines = [] if body is None else body.findall(f"{HTML}tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in line] for line in lines]


def names(client: CheckedClient, query: str = "") -> list[str]:
    return [
        next(word for word in ("Ăn Uống", "Bao Bì", "Điện tử", "Mới") if word in row[0])
        for row in rows(client, query)
    ]


class TestList:
    def test_rows_say_who_where_how_many_and_how_they_file(
        self, board: dict[str, Business], officer: CheckedClient
    ) -> None:
        first, second, third, fourth = rows(officer)
        assert first[1:4] == ["KCN Đồng Văn II", "1.200", "4/5"]
        assert first[4].startswith("80,00%")
        assert second[2:4] == ["40", "0/2"]
        assert second[4].startswith("–")  # two dossiers are no rate
        assert "xem lại mã" in third[0]
        assert third[2:4] == ["chưa có số liệu", "chưa có hồ sơ"]
        assert "chưa có mã số thuế" in fourth[0]
        assert "cần bổ sung" in fourth[0]
        assert "ngừng hoạt động" in fourth[0]

    def test_names_lead_to_the_business(self, board: dict[str, Business], officer: CheckedClient) -> None:
        assert f'href="/doanh-nghiep/{board["an"].id}"' in officer.get("/doanh-nghiep").get_data(as_text=True)

    def test_counts_lead_to_their_dossiers(self, board: dict[str, Business], officer: CheckedClient) -> None:
        page = officer.get("/doanh-nghiep").get_data(as_text=True)
        days = "from=2025-03-20&amp;to=2026-03-19"
        address = f"/ho-so?{days}&amp;state=received_new&amp;business={board['an'].id}"
        assert f'<a href="{address}">4/5</a>' in page
        listed = officer.get(address.replace("&amp;", "&")).get_data(as_text=True)
        assert len(set(re.findall(r"MAU-\d+", listed))) == 5

    def test_the_period_is_named(self, board: dict[str, Business], officer: CheckedClient) -> None:
        assert "20/03/2025–19/03/2026" in officer.get("/doanh-nghiep").get_data(as_text=True)

    def test_vietnamese_order(self, board: dict[str, Business], officer: CheckedClient) -> None:
        assert names(officer) == ["Ăn Uống", "Bao Bì", "Điện tử", "Mới"]
        assert names(officer, "?sort=-name") == ["Mới", "Điện tử", "Bao Bì", "Ăn Uống"]

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("-employees", ["Ăn Uống", "Bao Bì", "Điện tử", "Mới"]),
            ("employees", ["Bao Bì", "Ăn Uống", "Điện tử", "Mới"]),  # missing numbers stay last
            ("-received", ["Ăn Uống", "Bao Bì", "Điện tử", "Mới"]),
            ("received", ["Điện tử", "Mới", "Bao Bì", "Ăn Uống"]),
            ("rate", ["Bao Bì", "Ăn Uống", "Điện tử", "Mới"]),
            ("-rate", ["Ăn Uống", "Bao Bì", "Điện tử", "Mới"]),
        ],
    )
    def test_order(
        self, board: dict[str, Business], officer: CheckedClient, sort: str, expected: list[str]
    ) -> None:
        assert names(officer, f"?sort={sort}") == expected

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("dien tu", ["Điện tử"]),
            ("ĐIỆN TỬ", ["Điện tử"]),
            ("bao", ["Bao Bì"]),
            ("B7", ["Bao Bì"]),
            ("0300 588", ["Ăn Uống", "Điện tử"]),
            ("%", []),
            ("không có ai", []),
        ],
    )
    def test_search(
        self, board: dict[str, Business], officer: CheckedClient, words: str, expected: list[str]
    ) -> None:
        assert names(officer, f"?q={words.replace('%', '%25')}") == expected

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("provisional", ["Mới"]),
            ("without_tax_code", ["Mới"]),
            ("doubtful", ["Điện tử"]),
            ("inactive", ["Mới"]),
            ("paper", ["Bao Bì"]),
            ("silent", ["Điện tử", "Mới"]),
        ],
    )
    def test_states(
        self, board: dict[str, Business], officer: CheckedClient, state: str, expected: list[str]
    ) -> None:
        assert names(officer, f"?state={state}") == expected

    def test_one_zone(self, board: dict[str, Business], officer: CheckedClient) -> None:
        assert names(officer, f"?zone={board['an'].zone_id}") == ["Ăn Uống"]

    @pytest.mark.parametrize(
        "query",
        ["?zone=x", "?zone=-1", "?zone=99999999999", "?state=x", "?sort=password", "?sort=--name", "?page=0",
         "?page=x", "?page=99999999", "?page=7", "?q=%00", "?q=%ED%A0%80", "?q=" + "a" * 500],
    )  # fmt: skip
    def test_what_makes_no_sense_is_as_if_not_said(
        self, board: dict[str, Business], officer: CheckedClient, query: str
    ) -> None:
        assert len(rows(officer, query)) in (0, 4)

    def test_the_part_alone(self, board: dict[str, Business], officer: CheckedClient) -> None:
        response = officer.part("/doanh-nghiep?q=bao&sort=-rate")
        text = response.get_data(as_text=True)
        assert text.lstrip().startswith('<div id="business-list"')
        assert "Ăn Uống" not in text
        # The order outlives further typing.
        assert '<input type="hidden" name="sort" value="-rate" form="business-filter">' in text

    def test_empty(self, app: Flask, officer: CheckedClient, leader: CheckedClient) -> None:
        assert "Chưa có doanh nghiệp nào" in officer.get("/doanh-nghiep").get_data(as_text=True)
        assert "Nhập liệu" not in leader.get("/doanh-nghiep").get_data(as_text=True).split("<main")[1]
        found = officer.get("/doanh-nghiep?q=gì đó").get_data(as_text=True)
        assert "Không tìm thấy doanh nghiệp nào" in found
        assert 'value="gì đó"' in found

    def test_who_may(self, anonymous: CheckedClient, clerk: CheckedClient, helpdesk: CheckedClient) -> None:
        assert anonymous.get("/doanh-nghiep").status_code == 303
        assert clerk.get("/doanh-nghiep").status_code == 403
        assert helpdesk.get("/doanh-nghiep").status_code == 200


class TestQueries:
    def test_pages_hold_everybody_once(self, app: Flask) -> None:
        _many(PER_PAGE * 2 + 3)
        seen: list[int] = []
        for page in range(3):
            found, total = list_businesses(BusinessFilter(), None, offset=page * PER_PAGE, limit=PER_PAGE)
            assert total == PER_PAGE * 2 + 3
            seen += [row.id for row in found]
        assert len(seen) == len(set(seen)) == PER_PAGE * 2 + 3

    @pytest.mark.parametrize("state", [None, *STATES])
    @pytest.mark.parametrize("sort", SORTS)
    def test_every_filter_runs_with_and_without_a_register(
        self, app: Flask, state: str | None, sort: str
    ) -> None:
        _many(3)
        for year in (None, YEAR):
            for descending in (False, True):
                wanted = BusinessFilter("mau", 1, state, sort, descending)
                assert list_businesses(wanted, year, offset=0, limit=2)[1] in range(4)

    def test_counts_equal_the_dossiers_day_by_day(self, app: Flask) -> None:
        business = factories.business()
        days = [clock.add_months(date(2025, 1, 1), n // 3).replace(day=1 + n % 3 * 13) for n in range(45)]
        for number, day in enumerate(days):
            factories.dossier(business, day, "online" if number % 2 else "counter")
        dossier_actions.recount(None)
        for first, last in pairwise(days[::7]):
            expected = [n % 2 for n, day in enumerate(days) if first <= day <= last]
            assert filed([business.id], Period(first, last)) == {business.id: (sum(expected), len(expected))}

    def test_doubtful_codes_are_the_same_here_and_in_the_rules(self, app: Flask) -> None:
        codes = [f"{n * 7_919_191:010}" for n in range(300)] + [
            "0300588569-001",
            "0300588568-001",
            "079203001234",
        ]
        for code in dict.fromkeys(codes):
            factories.business(tax_code=code, zone=None)
        rows, _total = list_businesses(BusinessFilter(state="doubtful"), None, offset=0, limit=1000)
        assert {row.tax_code for row in rows} == {code for code in codes if tax_code_doubtful(code)}

    @pytest.mark.parametrize("query", ["", "?q=mau&zone=1", "?sort=-rate", "?state=silent"])
    def test_as_few_statements_at_2000_as_at_20(
        self, app: Flask, officer: CheckedClient, count_queries: Callable[[], int], query: str
    ) -> None:
        seen = []
        for more in (20, 1980):
            _many(more)
            factories.dossier(db.session.get_one(Business, _first_id()), date(2026, 3, 5))
            dossier_actions.recount(None)
            db.session.commit()
            officer.get("/doanh-nghiep" + query)
            count_queries()
            assert officer.get("/doanh-nghiep" + query).status_code == 200
            seen.append(count_queries())
        # Who is signed in, the register's days, rows, zones, counts; and a BEGIN of each of two connections.
        assert seen[0] == seen[1] <= 7, seen


def _many(number: int) -> None:
    zone = factories.zone()
    made = [f"Công ty TNHH Mẫu đông {n:04}" for n in range(number)]
    db.session.execute(
        insert(Business),
        [
            {"name": name, "name_folded": fold(name), "name_key": business_key(name),
             "name_sort": business_sort_key(name), "zone_id": zone.id}
            for name in made
        ],
    )  # fmt: skip


def _first_id() -> int:
    return int(db.session.scalar(select(func.min(Business.id))) or 0)
