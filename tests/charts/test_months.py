"""The monthly chart: a month without dossiers is a gap, never 0 %."""

import gzip
import time
from datetime import date

import pytest

from outreach.charts import MonthPoint, Tick, month_chart
from outreach.charts.months import nice_ceiling, point_title, runs
from tests.charts.drawing import classed, read, sizes, starts, svgs, texts

TICKS = [Tick(date(2025, 3, 12), "Tập huấn"), Tick(date(2025, 9, 17), "Thăm", "/hoat-dong/2")]


def months(*counts: tuple[int, int], first: tuple[int, int] = (2025, 1)) -> list[MonthPoint]:
    year, month = first
    return [
        MonthPoint(date(year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1, 1), received, online)
        for n, (received, online) in enumerate(counts)
    ]


def two_years() -> list[MonthPoint]:
    return months(*[(120 + (n * 37) % 130, (5 + (n * 37) % 130 * n // 24)) for n in range(24)])


def test_a_gap_breaks_the_line() -> None:
    points = months((10, 1), (10, 2), (0, 0), (0, 0), (10, 5))
    assert [[p.month.month for p in run] for run in runs(points)] == [[1, 2], [5]]
    tree = read(month_chart(points, [], title="t", chart_id="c", width=720))
    line, dots = classed(tree, "c-line")[0]
    assert starts(line) == 2
    assert dots.attrib["d"].count("h0") == 3, "a point for each month that has dossiers, none for the others"
    assert starts(classed(tree, "gap")[0]) == 2


def test_a_month_missing_from_the_list_is_a_gap_too() -> None:
    points = months((10, 1), (10, 2), (10, 3))
    assert len(list(runs([points[0], points[2]]))) == 2


def test_a_real_zero_is_drawn() -> None:
    tree = read(month_chart(months((10, 0), (10, 0)), [], title="t", chart_id="c", width=720))
    assert classed(tree, "c-line")[0][1].attrib["d"].count("h0") == 2
    assert not classed(tree, "gap")[0].attrib["d"]
    assert not classed(tree, "online")[0].attrib["d"], "no bar for nothing"


def test_titles_tell_counts_and_gaps() -> None:
    assert point_title(MonthPoint(date(2024, 3, 1), 40, 12)) == "03/2024: 12/40 trực tuyến (30%)"
    assert point_title(MonthPoint(date(2024, 3, 1), 1234, 617)) == "03/2024: 617/1.234 trực tuyến (50%)"
    assert point_title(MonthPoint(date(2024, 3, 1), 0, 0)) == "03/2024: chưa có số liệu"


def test_each_month_shows_its_counts_to_a_pointer() -> None:
    points = two_years()
    wide, _narrow = svgs(read(month_chart(points, TICKS, title="t", chart_id="c")))
    assert [e.findtext("title") for e in classed(wide, "c-hits")[0]] == [point_title(p) for p in points]


def test_nothing_known_says_so() -> None:
    for points in ([], months((0, 0), (0, 0))):
        text = month_chart(points, [], title="t", chart_id="c")
        assert "Chưa có số liệu" in text
        assert "0/0" not in text
        read(text)


def test_the_last_value_stands_beside_its_point() -> None:
    tree = read(month_chart(months((10, 1), (10, 9)), [], title="t", chart_id="c", width=720))
    assert "90%" in [box.text for box in texts(tree)]
    gone = read(month_chart(months((10, 9), (0, 0)), [], title="t", chart_id="c", width=720))
    assert "90%" not in [box.text for box in texts(gone)]


@pytest.mark.parametrize("count", [1, 2, 9, 24, 60, 150])
def test_words_stay_inside_and_large_enough(count: int) -> None:
    points = months(*[(n % 50 * 100, n) for n in range(count)])
    for picture in svgs(read(month_chart(points, TICKS, title="t", chart_id="c"))):
        width = float(picture.attrib["width"])
        assert all(box.x0 >= 0 and box.x1 <= width for box in texts(picture))
        assert min(sizes(picture)) >= 12


def test_bars_never_pass_their_ceiling() -> None:
    assert [nice_ceiling(n) for n in (0, 1, 2, 7, 9, 10, 11, 24, 26, 101, 245, 4708)] == [
        1, 1, 2, 8, 10, 10, 15, 25, 30, 150, 250, 5000,
    ]  # fmt: skip


def test_names_and_ids_of_the_two_widths_differ() -> None:
    tree = read(month_chart(two_years(), TICKS, title='Tỷ lệ <"&">', chart_id="rate"))
    assert [svg.get("id") for svg in svgs(tree)] == ["rate-w", "rate-n"]
    assert [svg.findtext("title") for svg in svgs(tree)] == ['Tỷ lệ <"&">'] * 2


def test_a_time_series_is_small_and_quick() -> None:
    points = two_years()
    text = month_chart(points, [], title="Tỷ lệ nộp trực tuyến", chart_id="c", width=720)
    assert len(gzip.compress(text.encode(), 6)) <= 1536
    both = month_chart(points, TICKS, title="Tỷ lệ nộp trực tuyến", chart_id="c")
    assert len(gzip.compress(both.encode(), 6)) <= 3000
    began = time.process_time()
    for _ in range(20):
        month_chart(points, TICKS, title="t", chart_id="c")
    assert (time.process_time() - began) / 20 < 0.02
