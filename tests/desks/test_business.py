"""The page of one business: its strip, and its counts before and after each intervention that reached it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Flask

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business
from outreach.database import db
from outreach.dossiers.models import Outage
from tests import factories
from tests.client import CheckedClient, words_of
from tests.rates.boards import dossiers


def outage(system: str, begins: datetime, ends: datetime | None) -> None:
    factories.add(Outage(system=system, started_at=begins, ended_at=ends, recorded_at=clock.now()))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.LOCAL)  # type: ignore[arg-type,misc]


def board() -> Business:
    """Filing from 01/2025 to 03/2026, on paper until a training in 09/2025."""
    business = factories.business("Công ty TNHH Mẫu Một")
    dossiers(business, "2025-01-10", paper=6)
    dossiers(business, "2025-12-10", online=5, paper=1)
    dossiers(business, "2026-03-15", online=1)
    factories.attendance(factories.intervention(held_on=date(2025, 9, 5), title="Tập huấn của họ"), business)
    return business


def rows(page: Any) -> list[str]:
    """The table of interventions, a line each."""
    body = page.text.partition('id="changes-head"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    lines = (re.sub(r"<[^>]+>", " ", row) for row in body.split("</tr>"))
    return [squeezed for row in lines if (squeezed := re.sub(r"\s+", " ", row).strip())]


def test_each_intervention_has_its_counts_and_leads_to_its_entry(app: Flask, officer: CheckedClient) -> None:
    business = board()
    page = officer.get(f"/doanh-nghiep/{business.id}")
    (row,) = rows(page)
    assert row.startswith("05/09/2025 Tập huấn của họ 0/6 thành 6/7 0,0% → 85,7% dao động ngẫu nhiên")
    assert re.search(r'href="/hoat-dong/\d+/truoc-sau">Tập huấn của họ</a>', page.text)
    assert "chưa phải là tác dụng của hoạt động" in words_of(page)


def test_what_reached_everyone_is_a_band_and_a_row(app: Flask, officer: CheckedClient) -> None:
    business = board()
    factories.intervention(
        "media", date(2025, 10, 1), ends_on=date(2025, 11, 30), covers_all=True, title="Chuyên mục trên đài"
    )
    factories.intervention("media", clock.today().replace(year=2099), covers_all=True, title="Năm 2099")
    page = officer.get(f"/doanh-nghiep/{business.id}")
    assert [row[:30] for row in rows(page)] == [
        "05/09/2025 Tập huấn của họ 0/6", "01/10/2025 Chuyên mục trên đài",
    ]  # fmt: skip
    assert "Chuyên mục trên đài mọi doanh nghiệp 0/6 thành 6/7" in rows(page)[1]
    assert page.text.count('class="c-band"') == 2, "one for each width"
    assert "2099" not in page.text


def test_everyones_do_not_bury_the_rest(app: Flask, officer: CheckedClient) -> None:
    business = board()
    for month in range(1, 10):
        factories.intervention("posting", date(2025, month, 1), covers_all=True, title=f"Niêm yết {month}")
    page = officer.get(f"/doanh-nghiep/{business.id}")
    assert [row.split()[3] for row in rows(page) if "Niêm yết" in row] == ["4", "5", "6", "7", "8", "9"]
    assert "Chưa kể 3 hoạt động cũ hơn đến với mọi doanh nghiệp" in words_of(page)


def test_outages_are_marks(
    app: Flask, officer: CheckedClient, sign_in_as: Callable[[User], CheckedClient]
) -> None:
    business = board()
    outage("Cổng thanh toán", local(2025, 6, 1, 8), local(2025, 6, 3, 8))
    outage("Trước sổ", local(2024, 6, 1, 8), local(2024, 6, 3, 8))
    page = officer.get(f"/doanh-nghiep/{business.id}")
    assert "01/06/2025–03/06/2025 · Gián đoạn: Cổng thanh toán" in page.text
    assert "Trước sổ" not in page.text
    assert page.text.count('class="c-band"') == 2
    assert "/gian-doan?year=2025" in page.text
    theirs = sign_in_as(factories.user(Role.BUSINESS, of=business)).get(f"/doanh-nghiep/{business.id}")
    assert "Gián đoạn: Cổng thanh toán" in theirs.text
    assert "/gian-doan" not in theirs.text
    assert "/truoc-sau" not in theirs.text


def test_statements_do_not_grow(app: Flask, officer: CheckedClient, count_queries: Callable[[], int]) -> None:
    business = board()
    asked = []
    for month in (1, 2, 3):
        for day in range(1, month * 3):
            held = factories.intervention("visit", date(2025, month, day))
            factories.exposure(held, business)
            factories.intervention("media", date(2025, month, day), covers_all=True)
            outage("Cổng", local(2025, month, day, 8), local(2025, month, day, 9))
        db.session.commit()
        officer.get(f"/doanh-nghiep/{business.id}")
        count_queries()
        officer.get(f"/doanh-nghiep/{business.id}")
        asked.append(count_queries())
    assert len(set(asked)) == 1, asked
