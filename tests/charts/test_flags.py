"""Interventions on a chart: labels never touch, lines never run through them, none is lost."""

from datetime import date, timedelta
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.charts import Dot, MonthPoint, Tick, dot_strip, month_chart
from outreach.charts.flags import conflict, lay_out
from outreach.charts.keys import key_of, wrap
from outreach.charts.svg import Days, Frame, shorten, text_width
from tests.charts.drawing import classed, read, svgs, texts

START, END = date(2025, 1, 1), date(2026, 12, 31)
LABELS = ["Tập huấn", "Thăm", "Phát tờ rơi tại khu công nghiệp Sông Mẫu", "Đối thoại", "Zalo"]
TICKS = st.lists(st.builds(Tick, st.dates(START, END), st.sampled_from(LABELS)), max_size=14)
POINTS = [MonthPoint(date(2025 + n // 12, n % 12 + 1, 1), 40, n) for n in range(24)]


@settings(max_examples=150, deadline=None)
@given(TICKS, st.sampled_from([300, 720]))
def test_flags_keep_apart_and_inside(ticks: list[Tick], width: int) -> None:
    flags = lay_out(ticks, Days(START, END, Frame(8, width - 8)), left=2, right=width - 2)
    for flag in flags.flags:
        assert flag.x0 >= 2
        assert flag.x1 <= width - 2
    if flags.numbered:
        assert all(a.x1 < b.x0 or b.x1 < a.x0 for a, b in combinations(flags.flags, 2))
    else:
        assert not any(conflict(a, b) for a, b in combinations(flags.flags, 2))
    assert sum(len(flag.ticks) for flag in flags.flags) == len(ticks)


@settings(max_examples=60, deadline=None)
@given(TICKS)
def test_no_words_of_a_chart_overlap(ticks: list[Tick]) -> None:
    strip = dot_strip([Dot(START, True, False)], ticks, start=START, end=END, title="t", chart_id="c")
    (months,) = svgs(read(month_chart(POINTS, ticks, title="t", chart_id="m")))
    drawn = [texts(picture) for picture in svgs(read(strip))]
    drawn += [texts(months, width) for width in (206, 552, 1100)]
    for words in drawn:
        assert not [(a.text, b.text) for a, b in combinations(words, 2) if a.touches(b)]


def test_few_labels_stand_at_their_lines() -> None:
    ticks = [Tick(date(2025, 3, 12), "Tập huấn"), Tick(date(2025, 9, 17), "Thăm doanh nghiệp")]
    flags = lay_out(ticks, Days(START, END, Frame(8, 712)), left=2, right=718)
    assert not flags.numbered
    assert [flag.text for flag in flags.flags] == ["Tập huấn", "Thăm doanh nghiệp"]
    assert flags.key.height == 0


@pytest.mark.parametrize("width", [206, 552, 1100, 1600])
def test_labels_at_lines_close_together_keep_apart_on_a_wide_screen_too(width: int) -> None:
    for apart in range(12):
        day = date(2025, 6, 1)
        ticks = [Tick(day, "Tập huấn"), Tick(day + timedelta(days=apart), "Tập huấn")]
        (months,) = svgs(read(month_chart(POINTS, ticks, title="t", chart_id="m")))
        words = texts(months, width)
        assert len([box for box in words if box.text == "Tập huấn"]) == 2
        assert not [(a.text, b.text) for a, b in combinations(words, 2) if a.touches(b)], apart


@settings(max_examples=150, deadline=None)
@given(TICKS, st.floats(1, 8))
def test_no_line_runs_through_a_label_however_wide(ticks: list[Tick], wider: float) -> None:
    flags = lay_out(ticks, Days(START, END, Frame(0, 206)), left=-40, right=246)
    if flags.numbered:
        return
    for flag, other in permutations(flags.flags, 2):
        if flag.lane >= other.lane:
            aside = flag.at[0] * (wider - 1)
            assert not flag.x0 + aside < other.at[0] * wider < flag.x1 + aside, (flag, other)


def test_a_label_at_the_right_edge_stands_left_of_its_line() -> None:
    flags = lay_out([Tick(END, "Tập huấn")], Days(START, END, Frame(8, 712)), left=2, right=718)
    assert flags.flags[0].to_the_left


def test_crowded_interventions_get_numbers_and_a_key() -> None:
    ticks = [Tick(date(2025, 3, 1) + timedelta(days=n), f"Hoạt động {n}") for n in range(6)]
    markup = dot_strip([], ticks, start=START, end=END, title="t", chart_id="c", width=300)
    words = [box.text for box in texts(read(markup))]
    assert "1–6" in words
    for number, tick in enumerate(ticks, 1):
        assert str(number) in words
        assert tick.title in words


def test_long_names_in_the_key_are_cut_but_told_in_full() -> None:
    name = "Hướng dẫn tại quầy cho doanh nghiệp khu công nghiệp Sông Mẫu mở rộng, giai đoạn hai" * 2
    ticks = [Tick(date(2025, 3, 1) + timedelta(days=n), name) for n in range(5)]
    tree = read(dot_strip([], ticks, start=START, end=END, title="t", chart_id="c", width=300))
    cut = [box for box in texts(tree) if box.text.endswith("…")]
    assert len(cut) == 5
    assert all(box.x1 <= 300 for box in cut)
    assert any(e.text == ticks[0].title for e in tree.iter("title"))


def test_an_intervention_of_many_days_is_a_band() -> None:
    ticks = [Tick(date(2025, 3, 1), "Tờ rơi", ends=date(2025, 4, 30)), Tick(date(2025, 6, 1), "Thăm")]
    tree = read(dot_strip([], ticks, start=START, end=END, title="t", chart_id="c", width=720))
    (band,) = classed(tree, "c-band")
    assert float(band.attrib["width"]) == pytest.approx(704 / 730 * 61, abs=0.2)
    assert band.findtext("title") == "01/03/2025–30/04/2025 · Tờ rơi"


def test_a_band_that_began_before_the_period_is_shown_from_its_start() -> None:
    ticks = [Tick(START - timedelta(days=20), "Tờ rơi", ends=START + timedelta(days=9))]
    tree = read(dot_strip([], ticks, start=START, end=END, title="t", chart_id="c", width=720))
    assert float(classed(tree, "c-band")[0].attrib["x"]) == 8


def test_words_are_measured_without_their_marks() -> None:
    assert text_width("Tập huấn", 10) == text_width("Tap huan", 10)
    assert shorten("Tập huấn nộp hồ sơ", 10, 60).endswith("…")
    assert text_width(shorten("Tập huấn nộp hồ sơ", 10, 60), 10) <= 60
    assert shorten("Tập", 10, 2) == ""


def test_names_wrap_before_they_are_cut() -> None:
    name = "Hỗ trợ nộp trực tuyến ngay tại Bộ phận Một cửa"
    lines = wrap(name, 13, 200)
    assert len(lines) == 2
    assert " ".join(lines) == name
    assert all(text_width(line, 13) <= 200 for line in lines)
    assert wrap("Tập huấn", 13, 200) == ["Tập huấn"]
    assert wrap(name * 3, 13, 200)[-1].endswith("…")


def test_the_key_takes_two_columns_only_for_short_names() -> None:
    short = [Tick(START, "Tập huấn")] * 4
    long = [Tick(START, "Hỗ trợ nộp trực tuyến ngay tại Bộ phận Một cửa")] * 4
    assert key_of(short, left=2, right=718).columns == 2
    assert key_of(long, left=2, right=718).columns == 1
    assert key_of(short, left=2, right=298).columns == 1
    assert key_of([], left=2, right=718).height == 0
