"""An entry of the ledger as a file: whole, safe to open, and without a p-value."""

import html
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.dossiers.models import Outage
from outreach.rates.rules.ledger import Verdict
from tests import factories
from tests.client import CheckedClient
from tests.rates.boards import dossiers, training_of_two
from tests.rates.entries import full, store

HELD = date(2025, 3, 5)


@pytest.fixture
def held(app: Flask) -> Intervention:
    return training_of_two(HELD)


def url_of(of: Intervention, query: str = "") -> str:
    return f"/hoat-dong/{of.id}/truoc-sau{query}"


def stand_around() -> None:
    """An outage without an end, and something that reached everyone."""
    began = datetime(2025, 3, 10, 1, tzinfo=UTC)
    db.session.add(Outage(system="Cổng", started_at=began, recorded_at=began))
    factories.intervention("media", date(2025, 3, 22), title="Đài", covers_all=True)
    db.session.commit()


def test_the_workbook_holds_the_entry_and_no_formulas(
    held: Intervention, officer: CheckedClient, tmp_path: Any
) -> None:
    for name in ("=HYPERLINK(1)", "+84", "@x", "https://x.vn"):
        business = factories.business(name, tax_code=None)
        factories.attendance(held, business)
        dossiers(business, "2025-03-01", paper=1)
    store(held, full(Verdict.UP))
    stand_around()
    answer = officer.get(url_of(held, "?format=xlsx"))
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert f'filename="so-can-thiep-{held.id}-online.xlsx"' in answer.headers["Content-Disposition"]
    book = zipfile.ZipFile(io.BytesIO(answer.data))
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    for name in sheets:
        text = book.read(name).decode()
        assert "<f>" not in text
        assert "<hyperlink" not in text
    strings = html.unescape(book.read("xl/sharedStrings.xml").decode())
    for words in (
        "=HYPERLINK(1)",
        "https://x.vn",
        "Ước có thêm khoảng 33 hồ sơ",
        "Tập huấn <đợt 1>",
        "jackknife",
        "2/14 → 8/10",
        "chưa có hồ sơ → 0/5",
        "Cổng: 10/03/2025 08:00 – chưa ghi lúc hết",
        "22/03/2025: Đài",
    ):
        assert words in strings
    assert not re.search(r"p-value|giá trị p|ý nghĩa thống kê", strings)


def test_the_json_holds_the_entry_and_the_businesses(held: Intervention, officer: CheckedClient) -> None:
    store(held, full(Verdict.UP))
    answer = officer.get(url_of(held, "?format=json"))
    found = json.loads(answer.data)
    assert found["intervention"] == held.code
    assert found["entry"]["verdict"] == "up"
    assert found["entry"]["headline"]["additional"] == 33.1
    assert [one["name"] for one in found["businesses"]] == ["An", "Bình"]
    assert found["businesses"][0]["before"] == {"online": 1, "received": 5}
    assert (found["before"], found["after"]) == (
        {"online": 2, "received": 10},
        {"online": 8, "received": 10},
    )
    assert not [
        key for key in re.findall(r'"([a-z_]+)":', answer.text) if re.search(r"^p$|p_value|signif", key)
    ]


def test_the_json_holds_what_stood_around_and_counts_of_the_outcome(
    held: Intervention, officer: CheckedClient
) -> None:
    stand_around()
    found = json.loads(officer.get(url_of(held, "?format=json&outcome=paid_online")).data)
    assert found["after"] == {"paid_online": 10, "received": 10}
    assert found["others"]["after"] == {"paid_online": 0, "received": 5}
    assert found["businesses"][0]["after"] == {"online": 4, "received": 5}, "always of online"
    (other,) = found["also_reached_by"]
    assert (other["title"], other["from"], other["businesses"]) == ("Đài", "2025-03-22", None)
    assert found["outages"] == [{"system": "Cổng", "from": "2025-03-10T01:00:00+00:00", "to": None}]


def test_what_reached_everyone_has_no_sheet_of_businesses(held: Intervention, officer: CheckedClient) -> None:
    media = factories.intervention("media", date(2025, 3, 22), covers_all=True)
    db.session.commit()
    book = zipfile.ZipFile(io.BytesIO(officer.get(url_of(media, "?format=xlsx")).data))
    assert "Từng doanh nghiệp" not in book.read("xl/workbook.xml").decode()


def test_a_file_of_what_is_not_computed_says_so(held: Intervention, officer: CheckedClient) -> None:
    assert json.loads(officer.get(url_of(held, "?format=json")).data)["entry"] is None
    assert officer.get(url_of(held, "?format=xlsx")).status_code == 200
    assert officer.get(url_of(held, "?format=exe")).mimetype == "text/html"
