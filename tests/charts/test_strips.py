"""The strip of dots: every dossier stays countable and stands on its side of each intervention."""

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.charts import Dot, Tick, dot_strip
from outreach.charts.strips import MANY, STEPS, place
from outreach.charts.svg import Days, Frame
from tests.charts.drawing import classed, read, svgs, texts

START, END = date(2024, 12, 1), date(2026, 11, 20)
TRAINING = Tick(date(2025, 3, 12), "Tập huấn", "/hoat-dong/1")
DAYS = st.dates(START, END)
DOTS = st.builds(
    Dot, day=DAYS, online=st.sampled_from([True, False, None]), filed_for=st.booleans(), title=st.just("")
)


def dot(day: date, online: bool | None = True, filed_for: bool = False, title: str = "") -> Dot:
    return Dot(day, online, filed_for, title)


def strip(dots: list[Dot], ticks: list[Tick], **more: object) -> str:
    more = {"start": START, "end": END, "title": "Hồ sơ", "chart_id": "c", **more}
    return dot_strip(dots, ticks, **more)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.lists(DOTS, max_size=120), st.lists(DAYS, max_size=6), st.sampled_from(["calendar", "sequence"]))
def test_every_dossier_is_one_dot_at_both_widths(dots: list[Dot], days: list[date], order: str) -> None:
    ticks = [Tick(day, "Thăm") for day in days]
    for picture in svgs(read(strip(dots, ticks, order=order))):
        assert len(classed(picture, "dot")) == len(dots)


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
    dots = [
        dot(START), dot(START), dot(START, False), dot(START, None), dot(START, filed_for=True),
        dot(START, False, filed_for=True),
    ]  # fmt: skip
    picture = read(strip(dots, [], width=720))
    count = {
        name: sum(len(classed(group, "dot")) for group in classed(picture, name))
        for name in ("online", "paper", "unknown", "filed-for")
    }
    assert count == {"online": 3, "paper": 2, "unknown": 1, "filed-for": 2}
    assert len(classed(picture, "core")) == 2


def test_colours_also_stand_as_attributes_for_documents() -> None:
    picture = read(strip([dot(START), dot(START, False)], [TRAINING], width=720))
    (online,), (paper,) = classed(picture, "online"), classed(picture, "paper")
    assert online.get("fill", "").startswith("#")
    assert paper.get("stroke", "").startswith("#")


def test_days_outside_the_period_are_left_out() -> None:
    dots = [dot(START - timedelta(days=1)), dot(START), dot(END), dot(END + timedelta(days=1))]
    late = Tick(END + timedelta(days=1), "Sau kỳ")
    text = strip(dots, [late], width=720)
    assert len(classed(read(text), "dot")) == 2
    assert "Sau kỳ" not in text


def test_texts_are_escaped_and_point_titles_are_there() -> None:
    nasty = '<b>"Cty & Con\'"</b>'
    tick = Tick(TRAINING.day, nasty, '/x?a=1&b="2"')
    dots = [Dot(START, True, False, nasty, '/ho-so/1?a=1&b="<"')]
    tree = read(strip(dots, [tick], title=nasty))
    wide, narrow = svgs(tree)
    assert wide.findtext("title") == nasty
    assert [e.findtext("title") for e in classed(wide, "dot")] == [nasty]
    assert [a.get("href") for a in wide.iter("a")] == ['/x?a=1&b="2"', '/ho-so/1?a=1&b="<"']
    assert not any(classed(a, "dot") for a in narrow.iter("a")), "dots on a phone are too small for a finger"


def test_links_of_dots_stay_out_of_the_keyboards_way() -> None:
    tree = read(strip([Dot(START, True, False, "", "/ho-so/1")], [TRAINING], width=720))
    tabs = {a.get("href"): a.get("tabindex") for a in tree.iter("a")}
    assert tabs == {"/ho-so/1": "-1", "/hoat-dong/1": None}


def test_very_many_dots_come_without_titles() -> None:
    dots = [
        Dot(START + timedelta(days=n % 700), n % 2 == 0, False, f"hồ sơ {n}", f"/h/{n}")
        for n in range(MANY + 1)
    ]
    picture = read(strip(dots, [], width=720))
    assert len(classed(picture, "dot")) == MANY + 1
    assert not list(picture.iter("a"))


def test_nothing_filed_says_so() -> None:
    text = strip([], [])
    assert "Chưa có hồ sơ" in text
    assert not classed(read(text), "dot")


def test_the_description_counts_each_channel() -> None:
    desc = read(strip([dot(START), dot(START, False), dot(START, None)], [TRAINING], width=720)).findtext(
        "desc"
    )
    assert desc == (
        "3 hồ sơ từ 01/12/2024 đến 20/11/2026: 1 trực tuyến, 1 nộp giấy, 1 chưa rõ hình thức. "
        "12/03/2025 · Tập huấn."
    )


def test_in_sequence_the_interventions_own_day_stands_before_it() -> None:
    day = TRAINING.day
    dots = [dot(day), dot(day + timedelta(days=1), False)]
    picture = read(strip(dots, [TRAINING], order="sequence", width=720))
    (online,), (paper,) = classed(picture, "online"), classed(picture, "paper")
    number = next(box for box in texts(picture) if box.text == "1")
    assert float(online[0].attrib["cx"]) < number.x0 < float(paper[0].attrib["cx"])


@pytest.mark.parametrize("count", [1, 75, 400, 1500])
def test_dots_stay_inside_the_picture(count: int) -> None:
    dots = [dot(START + timedelta(days=(n * 37) % 720)) for n in range(count)]
    for picture in svgs(read(strip(dots, [TRAINING]))):
        _x, _y, width, height = map(float, picture.attrib["viewBox"].split())
        for circle in classed(picture, "dot"):
            x, y, r = (float(circle.attrib[key]) for key in ("cx", "cy", "r"))
            assert r <= x <= width - r
            assert r <= y <= height - r


def test_a_strip_is_quick() -> None:
    dots = [Dot(START + timedelta(days=n * 9), n > 40, False, f"hồ sơ {n}", f"/h/{n}") for n in range(75)]
    began = time.process_time()
    for _ in range(20):
        strip(dots, [TRAINING])
    assert (time.process_time() - began) / 20 < 0.02
