"""The monthly chart: a month without dossiers is a gap, never 0 %."""

import gzip
import time
from datetime import date, timedelta
from itertools import combinations

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
    tree = read(month_chart(points, [], title="t", chart_id="c"))
    line, dots = classed(tree, "c-line")[0]
    assert starts(line) == 2
    assert dots.attrib["d"].count("h0") == 3, "a point for each month that has dossiers, none for the others"
    assert starts(classed(tree, "gap")[0]) == 2


def test_a_month_missing_from_the_list_is_a_gap_too() -> None:
    points = months((10, 1), (10, 2), (10, 3))
    assert len(list(runs([points[0], points[2]]))) == 2


def test_a_real_zero_is_drawn() -> None:
    tree = read(month_chart(months((10, 0), (10, 0)), [], title="t", chart_id="c"))
    assert classed(tree, "c-line")[0][1].attrib["d"].count("h0") == 2
    assert not classed(tree, "gap")
    assert not classed(tree, "online")[0].attrib["d"], "no bar for nothing"


def test_titles_tell_counts_and_gaps() -> None:
    assert point_title(MonthPoint(date(2024, 3, 1), 40, 12)) == "03/2024: 12/40 trực tuyến (30%)"
    assert point_title(MonthPoint(date(2024, 3, 1), 1234, 617)) == "03/2024: 617/1.234 trực tuyến (50%)"
    assert point_title(MonthPoint(date(2024, 3, 1), 0, 0)) == "03/2024: chưa có số liệu"


def test_nothing_known_says_so() -> None:
    for points in ([], months((0, 0), (0, 0))):
        text = month_chart(points, [], title="t", chart_id="c")
        assert "Chưa có số liệu" in text
        assert "0/0" not in text
        read(text)


def test_the_last_value_stands_beside_its_point() -> None:
    tree = read(month_chart(months((10, 1), (10, 9)), [], title="t", chart_id="c"))
    assert "90%" in [box.text for box in texts(tree)]
    gone = read(month_chart(months((10, 9), (0, 0)), [], title="t", chart_id="c"))
    assert "90%" not in [box.text for box in texts(gone)]


@pytest.mark.parametrize("count", [1, 2, 9, 12, 24, 60, 150])
@pytest.mark.parametrize("width", [206, 400, 552, 1000])
def test_words_stay_inside_apart_and_large_enough(count: int, width: int) -> None:
    points = months(*[(100 + n, n % 60) for n in range(count)])
    (picture,) = svgs(read(month_chart(points, TICKS, title="t", chart_id="c")))
    words = texts(picture, width)
    assert all(box.x0 >= -44 and box.x1 <= width + 44 for box in words)
    assert not [(a.text, b.text) for a, b in combinations(words, 2) if a.touches(b)]
    assert min(sizes(picture)) >= 12


def test_bars_never_pass_their_ceiling() -> None:
    assert [nice_ceiling(n) for n in (0, 1, 2, 7, 9, 10, 11, 24, 26, 101, 245, 4708)] == [
        1, 1, 2, 8, 10, 10, 15, 25, 30, 150, 250, 5000,
    ]  # fmt: skip


def test_a_chart_says_its_name_and_leads_to_its_interventions() -> None:
    name = 'Tỷ lệ <"&">'
    (picture,) = svgs(read(month_chart(two_years(), TICKS, title=name, chart_id="rate")))
    assert picture.get("id") == "rate"
    assert picture.findtext("title") == name
    assert [link.get("href") for link in picture.iter("a")] == ["/hoat-dong/2"]


def test_crowded_interventions_are_numbers_with_a_list() -> None:
    ticks = [Tick(date(2025, 3, 1) + timedelta(days=9 * n), f"Hoạt động <{n}>", f"/h/{n}") for n in range(8)]
    tree = read(month_chart(two_years(), ticks, title="t", chart_id="c"))
    (key,) = classed(tree, "chart-key")
    assert [(a.get("href"), a.text) for a in key.iter("a")] == [(t.href, t.title) for t in ticks]
    (picture,) = svgs(tree)
    assert "1–8" in [box.text for box in texts(picture, 206)]
    assert len([box for box in texts(picture, 1000) if box.text[0] in "12345678"]) > 1, "a desk has more room"


def test_a_range_is_a_band_as_wide_as_its_days() -> None:
    ticks = [Tick(date(2025, 1, 1), "Tờ rơi", ends=date(2025, 6, 30))]
    tree = read(month_chart(months(*[(9, 3)] * 12), ticks, title="t", chart_id="c"))
    (band,) = classed(tree, "c-band")[0]
    assert band.attrib["stroke-width"] == "60", "six of the twelve months, ten units each"


def test_a_time_series_is_small_and_quick() -> None:
    points = two_years()
    text = month_chart(points, TICKS, title="Tỷ lệ nộp trực tuyến", chart_id="c")
    assert len(gzip.compress(text.encode(), 6)) <= 1400
    began = time.process_time()
    for _ in range(20):
        month_chart(points, TICKS, title="t", chart_id="c")
    assert (time.process_time() - began) / 20 < 0.01
