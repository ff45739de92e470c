"""The numbers behind a picture."""

from datetime import date

from outreach.charts import MonthPoint, month_table


def test_months_without_dossiers_have_no_rate() -> None:
    table = month_table([MonthPoint(date(2024, 3, 1), 4708, 3085), MonthPoint(date(2024, 4, 1), 0, 0)])
    assert table.rows[0] == ["03/2024", "4.708", "3.085", "65,53%"]
    assert table.rows[1][-1] == "chưa có số liệu"
    assert table.numeric == (1, 2, 3)
