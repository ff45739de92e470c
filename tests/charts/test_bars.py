"""Small pictures in rows: right lengths, right words, and nothing where nothing is known."""

import gzip
from datetime import date

import pytest

from outreach.charts import MonthPoint, interval_bar, rate_bar, sparkline
from outreach.charts.svg import GRID, INK, SOFT
from tests.charts.drawing import classed, read, starts


def series(*counts: tuple[int, int]) -> list[MonthPoint]:
    return [MonthPoint(date(2025, n + 1, 1), received, online) for n, (received, online) in enumerate(counts)]


def test_a_rate_bar_is_as_long_as_its_share() -> None:
    tree = read(rate_bar(12, 40, title='Cty <A> & "B"'))
    assert float(classed(tree, "online")[0].attrib["width"]) == pytest.approx(96 * 0.3, abs=0.05)
    assert tree.findtext("title") == 'Cty <A> & "B": 12/40 trực tuyến (30,0%)'


def test_nothing_online_is_an_empty_bar_that_says_zero() -> None:
    tree = read(rate_bar(0, 4, title=""))
    assert not classed(tree, "online")
    assert tree.findtext("title") == "0/4 trực tuyến (0,0%)"


def test_nothing_received_is_dashed_and_unknown() -> None:
    tree = read(rate_bar(0, 0, title="Cty A"))
    assert classed(tree, "empty")[0].get("stroke-dasharray")
    assert tree.findtext("title") == "Cty A: chưa có số liệu"


def test_an_interval_lies_on_the_axis_around_zero() -> None:
    tree = read(interval_bar(-0.05, 0.3, 0.123, title="Chênh lệch"))
    assert classed(tree, "span")[0].attrib["d"].startswith("M76.2 9H102.8")
    assert float(classed(tree, "point")[0].attrib["cx"]) == pytest.approx(80 + 76 * 0.123, abs=0.06)
    assert tree.findtext("title") == "Chênh lệch: +12,3 điểm (từ −5,0 đến +30,0)"


def test_an_interval_is_neither_good_nor_bad() -> None:
    colours = [
        {e.get(key) for e in read(interval_bar(low, high, 0, title="")).iter() for key in ("fill", "stroke")}
        for low, high in ((-0.9, -0.5), (0.5, 0.9))
    ]
    assert colours[0] == colours[1] <= {None, "none", INK, SOFT, GRID}


def test_an_unknown_interval_says_so() -> None:
    tree = read(interval_bar(None, None, None, title=""))
    assert not classed(tree, "span")
    assert tree.findtext("title") == "chưa tính được"


def test_a_sparkline_leaves_gaps_open() -> None:
    tree = read(sparkline(series((10, 1), (0, 0), (10, 9)), title="Cty A"))
    assert starts(tree.findall("path")[0]) == 2
    assert tree.findtext("title") == "Cty A: 03/2025: 9/10 trực tuyến (90%)"


def test_a_sparkline_without_title_is_decoration() -> None:
    assert read(sparkline(series((10, 1)))).get("aria-hidden") == "true"
    assert classed(read(sparkline(series((0, 0)))), "empty")


def test_two_hundred_sparklines_are_light() -> None:
    drawn = "".join(sparkline(series(*[(100, (n * m * 31) % 100) for n in range(12)])) for m in range(1, 201))
    assert len(gzip.compress(drawn.encode(), 6)) <= 20_000
