"""The strip of dots: every dossier stays countable and stands on its side of each intervention."""

import gzip
import time
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.charts import Dot, Tick, dot_strip
from outreach.charts.strips import STEPS, place
from outreach.charts.svg import Days, Frame
from tests.charts.drawing import classed, dots, read, starts, svgs

START, END = date(2024, 12, 1), date(2026, 11, 20)
TRAINING = Tick(date(2025, 3, 12), "Tập huấn", "/hoat-dong/1")
DAYS = st.dates(START, END)
DOTS = st.builds(Dot, day=DAYS, online=st.sampled_from([True, False, None]), filed_for=st.booleans())


def dot(day: date, online: bool | None = True, filed_for: bool = False) -> Dot:
    return Dot(day, online, filed_for)


def strip(given_dots: list[Dot], ticks: list[Tick], **more: object) -> str:
    more = {"start": START, "end": END, "title": "Hồ sơ", "chart_id": "c", **more}
    return dot_strip(given_dots, ticks, **more)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.lists(DOTS, max_size=120), st.lists(DAYS, max_size=6))
def test_every_dossier_is_one_dot_at_both_widths(given_dots: list[Dot], days: list[date]) -> None:
    ticks = [Tick(day, "Thăm") for day in days]
    for picture in svgs(read(strip(given_dots, ticks))):
        assert len(dots(picture)) == len({(d.x, d.y) for d in dots(picture)}) == len(given_dots)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(DAYS, max_size=150).map(sorted), st.lists(DAYS, max_size=8),
    st.sampled_from(STEPS), st.sampled_from([300, 720]),
)  # fmt: skip
def test_no_two_dots_touch(days: list[date], marks: list[date], step: float, width: int) -> None:
    scale = Days(START, END, Frame(8, width - 8))
    placed = place([dot(day) for day in days], [scale.x(day, 1) for day in marks], scale, step)
    levels: dict[int, list[float]] = {}
    for x, level, _dot in placed:
        levels.setdefault(level, []).append(x)
    for row in levels.values():
        assert all(after - before >= step - 0.06 for before, after in pairwise(sorted(row)))


@settings(max_examples=100, deadline=None)
@given(st.lists(DAYS, max_size=60).map(sorted), st.lists(DAYS, min_size=1, max_size=5))
def test_a_dot_never_crosses_an_intervention(days: list[date], marks: list[date]) -> None:
    scale = Days(START, END, Frame(8, 292))
    lines = {mark: scale.x(mark, 1) for mark in marks}
    for x, _level, placed in place([dot(day) for day in days], list(lines.values()), scale, 12):
        for mark, line in lines.items():
            assert (x <= line) if placed.day <= mark else (x >= line), (
                "the intervention's own day is 'before'"
            )


def test_dots_of_one_day_are_stacked() -> None:
    scale = Days(START, END, Frame(8, 712))
    placed = place([dot(TRAINING.day) for _ in range(5)], [], scale, 12)
    assert [level for _x, level, _dot in placed] == [0, 1, 2, 3, 4]
    assert len({x for x, _level, _dot in placed}) == 1


def test_channels_have_shapes_of_their_own() -> None:
    given_dots = [
        dot(START), dot(START), dot(START, False), dot(START, None), dot(START, filed_for=True),
        dot(START, False, filed_for=True),
    ]  # fmt: skip
    picture = read(strip(given_dots, [], width=720))
    assert Counter(drawn.kind for drawn in dots(picture)) == {
        "online": 2, "online ring": 1, "paper ring": 2, "unknown ring": 1,
    }  # fmt: skip
    assert sum(starts(core) for core in classed(picture, "core")) == 2, "both that staff filed"
    assert classed(picture, "unknown")[0].get("stroke-dasharray")


def test_colours_also_stand_as_attributes_for_documents() -> None:
    picture = read(strip([dot(START), dot(START, False)], [TRAINING], width=720))
    for name in ("online", "paper"):
        assert classed(picture, name)[0].get("stroke", "").startswith("#")
    assert classed(picture, "ring")[0].get("fill", "").startswith("#")


def test_days_outside_the_period_are_left_out() -> None:
    given_dots = [dot(START - timedelta(days=1)), dot(START), dot(END), dot(END + timedelta(days=1))]
    late = Tick(END + timedelta(days=1), "Sau kỳ")
    text = strip(given_dots, [late], width=720)
    assert len(dots(read(text))) == 2
    assert "Sau kỳ" not in text


def test_texts_are_escaped_and_only_interventions_are_links() -> None:
    nasty = '<b>"Cty & Con\'"</b>'
    tick = Tick(TRAINING.day, nasty, '/x?a=1&b="2"')
    wide, narrow = svgs(read(strip([dot(START)], [tick], title=nasty)))
    for picture in (wide, narrow):
        assert picture.findtext("title") == nasty
        assert [a.get("href") for a in picture.iter("a")] == ['/x?a=1&b="2"']


def test_a_dot_costs_a_few_bytes_and_no_title() -> None:
    def drawn(count: int) -> str:
        many = [dot(START + timedelta(days=n * 37 % 720), n % 3 > 0, n % 7 == 0) for n in range(count)]
        return strip(many, [TRAINING], width=720)

    few, many = drawn(50), drawn(250)
    assert len(many.encode()) - len(few.encode()) <= 200 * 32
    assert len(gzip.compress(many.encode(), 6)) - len(gzip.compress(few.encode(), 6)) <= 200 * 6
    assert many.count("<title") == few.count("<title")


def test_nothing_filed_says_so() -> None:
    text = strip([], [])
    assert "Chưa có hồ sơ" in text
    assert not dots(read(text))


def test_the_description_counts_each_channel() -> None:
    desc = read(strip([dot(START), dot(START, False), dot(START, None)], [TRAINING], width=720)).findtext(
        "desc"
    )
    assert desc == (
        "3 hồ sơ từ 01/12/2024 đến 20/11/2026: 1 trực tuyến, 1 nộp giấy, 1 chưa rõ hình thức. "
        "12/03/2025 · Tập huấn."
    )


@pytest.mark.parametrize("count", [1, 75, 400, 1500])
def test_dots_stay_inside_the_picture(count: int) -> None:
    given_dots = [dot(START + timedelta(days=(n * 37) % 720), n % 2 > 0) for n in range(count)]
    for picture in svgs(read(strip(given_dots, [TRAINING]))):
        _x, _y, width, height = map(float, picture.attrib["viewBox"].split())
        assert all(d.r <= d.x <= width - d.r and d.r <= d.y <= height - d.r for d in dots(picture))


def test_a_strip_is_quick() -> None:
    given_dots = [dot(START + timedelta(days=n * 9), n > 40) for n in range(75)]
    began = time.process_time()
    for _ in range(20):
        strip(given_dots, [TRAINING])
    assert (time.process_time() - began) / 20 < 0.01
