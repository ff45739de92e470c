"""The wall's page carries each dossier once as a sign; its player asks for their days."""

from datetime import date

from outreach.charts import WallRow
from tests import factories
from tests.client import CheckedClient


def test_the_player_gets_each_rows_days(officer: CheckedClient) -> None:
    busy, idle = factories.business("Công ty TNHH An"), factories.business("Công ty TNHH Bình")
    factories.dossier(busy, date(2025, 3, 5))
    factories.dossier(busy, date(2025, 3, 7), "counter")
    page = officer.get("/toan-canh").text
    assert 'data-from="/toan-canh/ho-so"' in page
    assert "●○" in page
    answer = officer.get("/toan-canh/ho-so")
    assert answer.mimetype == "text/plain"
    rows = dict(line.split(" ") for line in answer.text.split("\n"))
    assert rows.keys() == {f"/doanh-nghiep/{busy.id}", f"/doanh-nghiep/{idle.id}"}
    marks = WallRow("", "", rows[f"/doanh-nghiep/{busy.id}"]).marks
    assert [kind for _day, kind in marks] == ["o", "p"]
    assert marks[1][0] - marks[0][0] == 2
    assert rows[f"/doanh-nghiep/{idle.id}"] == ""
