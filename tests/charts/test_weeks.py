"""Bars by week: one per week that anybody asked in, each with its words and its way to the questions."""

from datetime import date, timedelta

from flask import Flask

from outreach.charts.weeks import WeekPoint, week_chart, week_table

MONDAY = date(2026, 3, 2)


def points() -> list[WeekPoint]:
    counts = ((4, 3), (0, 0), (2, 2), (1, 0))
    return [
        WeekPoint(MONDAY + timedelta(weeks=n), asked, answered, f"/x?week={n}&a=<b>")
        for n, (asked, answered) in enumerate(counts)
    ]


def test_a_bar_for_each_week_with_questions(app: Flask) -> None:
    with app.test_request_context():
        drawn = str(week_chart(points(), name="Câu hỏi <theo tuần>", chart_id="weeks"))
        assert drawn.count("<a href") == 3
        assert drawn.count('class="online"') == 2
        assert drawn.count('class="paper"') == 2
        assert "Tuần từ 02/03/2026: 4 câu hỏi, 3 đã có trả lời" in drawn
        assert "<theo" not in drawn
        assert "<b>" not in drawn
        assert week_table(points()).rows[0] == ["02/03/2026", "4", "3"]


def test_nothing_asked_says_so(app: Flask) -> None:
    with app.test_request_context():
        assert "Chưa có số liệu." in str(week_chart([], name="Câu hỏi", chart_id="weeks"))
