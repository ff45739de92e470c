"""A share against its earlier trend: both lines are the weighted ones, the step lies between them."""

from datetime import date

import pytest

from outreach.charts import MonthPoint, trend_chart
from outreach.charts.trends import HEIGHT, straight_line
from outreach.clock import add_months
from tests.charts.drawing import classed, read, svgs

FIRST = date(2025, 1, 1)
WORDS = {"observed": "Thực tế", "earlier": "Trước kéo dài", "later": "Từ đó", "held": "tờ rơi"}


def months(*shares: float | None, each: int = 100) -> list[MonthPoint]:
    return [
        MonthPoint(add_months(FIRST, n), 0 if share is None else each, round((share or 0) * each))
        for n, share in enumerate(shares)
    ]


def chart(points: list[MonthPoint], split: int) -> str:
    return trend_chart(points, since=add_months(FIRST, split), title="t", chart_id="t", **WORDS)


def test_lines_are_weighted_by_dossiers() -> None:
    points = [MonthPoint(FIRST, 10, 1), MonthPoint(FIRST, 10, 3), MonthPoint(FIRST, 1000, 900)]
    assert straight_line(points[:2], 0, 2) == pytest.approx((0.1, 0.2))
    line = straight_line(points, 0, 3)
    assert line is not None
    assert line[0] + 2 * line[1] == pytest.approx(0.9, abs=0.01), "the heavy month pulls the line to itself"


def test_too_little_is_no_line() -> None:
    assert straight_line(months(0.2, None), 0, 2) is None
    assert straight_line([], 0, 0) is None


def test_the_step_joins_the_two_trends() -> None:
    tree = read(chart(months(0.2, 0.2, 0.2, 0.6, 0.6, 0.6), 3))  # type: ignore[arg-type]
    assert classed(tree, "c-expected")[0].attrib["d"] == f"M0 {HEIGHT * 0.8:g}l60 0"
    assert classed(tree, "c-later")[0].attrib["d"] == (
        f"M30 {HEIGHT * 0.8:g}l0 {-HEIGHT * 0.4:g}M30 {HEIGHT * 0.4:g}l30 0"
    )
    assert "+40,0 điểm" in (svgs(tree)[0].findtext("desc") or "")


def test_a_month_without_dossiers_is_a_gap() -> None:
    tree = read(chart(months(0.2, None, 0.2, 0.4, 0.4), 3))  # type: ignore[arg-type]
    line, dots = classed(tree, "c-line")[0]
    assert line.attrib["d"].count("M") == 2
    assert dots.attrib["d"].count("h0") == 4


def test_no_data_says_so() -> None:
    for points in ([], months(None, None)):
        text = chart(points, 1)
        assert "Chưa có số liệu" in text
        assert "Trước kéo dài" not in text
        read(text)  # type: ignore[arg-type]


def test_without_months_after_only_the_earlier_trend_is_drawn() -> None:
    tree = read(chart(months(0.2, 0.3, 0.4), 3))  # type: ignore[arg-type]
    assert classed(tree, "c-expected")
    assert not classed(tree, "c-later")
