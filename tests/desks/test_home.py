"""The first page of each role, and the page of one business: what they say, and the rows behind it."""

from datetime import date

import pytest
from flask import Flask

from outreach.accounts.models import Role
from outreach.businesses.models import Business
from outreach.rates.rules.ledger import Verdict
from tests import factories
from tests.client import CheckedClient
from tests.rates import kept_entries
from tests.rates.boards import dossiers
from tests.rows import numbers_with_rows, rows_behind


def register_of(business: Business) -> None:
    """Two online and one on paper in the last twelve months; others before, withdrawn, or not received."""
    dossiers(business, "2026-03-05", online=2, paper=1)
    dossiers(business, "2024-01-05", online=4, status="returned")
    factories.dossier(business, date(2026, 3, 4), "online", status="not_received")
    factories.dossier(business, date(2026, 2, 4), "online", status="processing", due_on=date(2026, 2, 20))


@pytest.mark.parametrize("role", ["officer", "helpdesk", "leader", "administrator"])
def test_every_number_of_a_home_leads_to_its_rows(
    app: Flask, request: pytest.FixtureRequest, role: str
) -> None:
    register_of(factories.business())
    client: CheckedClient = request.getfixturevalue(role)
    numbers = numbers_with_rows(client.get("/"))
    assert [number for number, _href in numbers] == [3, 1]  # online, and late
    assert [rows_behind(href) for _number, href in numbers] == [3, 1]


def test_the_home_of_a_clerk_counts_their_own_year(app: Flask, clerk: CheckedClient) -> None:
    assert clerk.user is not None
    own = factories.add(clerk.user).business
    register_of(own)
    dossiers(factories.business(), "2026-03-05", online=7)
    page = clerk.get("/")
    assert "3/4 hồ sơ" in page.text
    (in_progress, href) = numbers_with_rows(page)[-1]
    assert "in_progress" in href
    assert in_progress == 4
    link = page.text.split("3/4 hồ sơ")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert rows_behind(link + f"&business={own.id}") == 3


def test_every_number_of_a_businesss_page_leads_to_its_rows(app: Flask, officer: CheckedClient) -> None:
    business = factories.business()
    register_of(business)
    page = officer.get(f"/doanh-nghiep/{business.id}")
    assert "3/4 hồ sơ" in page.text
    assert numbers_with_rows(page)
    for number, href in numbers_with_rows(page):
        assert rows_behind(href) == number, href


def test_a_clerk_looks_for_a_guide_from_home(clerk: CheckedClient) -> None:
    assert 'action="/huong-dan"' in clerk.get("/").text


def test_homes_of_an_empty_portal(officer: CheckedClient, clerk: CheckedClient) -> None:
    assert "Nhập sổ theo dõi hồ sơ" in officer.get("/").text
    assert "Chưa có hồ sơ nào trong sổ" in clerk.get("/").text
    assert clerk.user is not None
    assert clerk.user.role == Role.BUSINESS


def test_a_verdict_is_found_from_home(
    officer: CheckedClient, leader: CheckedClient, helpdesk: CheckedClient
) -> None:
    telling = factories.intervention(held_on=date(2025, 3, 5), title="Tập huấn đợt một")
    kept_entries.stored(telling, Verdict.UP)
    for number in range(6):  # newer ones, of which nothing can be told
        newer = factories.intervention(held_on=date(2026, 3, 5 + number))
        kept_entries.stored(newer, Verdict.TOO_FEW)
    for client, told in ((officer, True), (leader, True), (helpdesk, False)):
        page = client.get("/").text
        assert ("Hồ sơ trực tuyến có thêm: +12 (từ +3 đến +20)" in page) is told
        assert (f"/hoat-dong/{telling.id}/truoc-sau" in page) is told
        assert "Còn ít hồ sơ" in page  # beside the newest ones
        assert 'href="/so-can-thiep"' in page
    assert 'href="/gian-doan"' in helpdesk.get("/").text


def test_a_clerks_home_shows_receipts_and_rungs(app: Flask, clerk: CheckedClient) -> None:
    assert clerk.user is not None
    own = factories.add(clerk.user).business
    factories.receipt(own, "000.00.01.H56-260501-0001", state="waiting")
    factories.receipt(factories.business(), "000.00.01.H56-260501-0002", state="waiting")
    procedure = factories.procedure("Đăng ký nội quy lao động")
    factories.dossier(own, date(2026, 3, 4), "online", procedure_id=procedure.id)
    page = clerk.get("/").text
    assert "260501-0001" in page
    assert "260501-0002" not in page
    assert "Doanh nghiệp đang ở bậc nào" in page
    assert "Nộp trực tuyến lần đầu" in page
