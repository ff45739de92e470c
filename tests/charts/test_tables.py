"""The numbers behind a picture."""

from datetime import date

from outreach.charts import Dot, MonthPoint, dot_table, month_table


def test_months_without_dossiers_have_no_rate() -> None:
    table = month_table([MonthPoint(date(2024, 3, 1), 4708, 3085), MonthPoint(date(2024, 4, 1), 0, 0)])
    assert table.rows[0] == ["03/2024", "4.708", "3.085", "65,53%"]
    assert table.rows[1][-1] == "chưa có số liệu"
    assert table.numeric == (1, 2, 3)


def test_dossiers_stand_in_date_order_with_their_links() -> None:
    table = dot_table(
        [
            Dot(date(2024, 5, 2), None, False, "Cấp lại <giấy>", "/ho-so/2?a&b"),
            Dot(date(2024, 3, 1), True, True, "Cấp mới"),
            Dot(date(2024, 4, 1), False, False, "Gia hạn"),
        ]
    )
    assert [row[0] for row in table.rows] == ["01/03/2024", "01/04/2024", "02/05/2024"]
    assert [row[2] for row in table.rows] == ["trực tuyến, có người nộp hộ", "nộp giấy", "chưa rõ hình thức"]
    assert table.rows[2][1] == '<a href="/ho-so/2?a&amp;b">Cấp lại &lt;giấy&gt;</a>'
