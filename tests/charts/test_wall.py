"""The wall's short writing of dossiers, and its page without scripts."""

import gzip
import random
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template
from hypothesis import given
from hypothesis import strategies as st

from outreach.charts import Tick, WallRow, WallZone, wall_dots
from tests.client import HTML, check_tree

START, END = date(2024, 11, 21), date(2026, 11, 20)
NAME = 'Công ty TNHH MTV Dệt may <Sông Mẫu> & "Con"'


def row(*marks: tuple[int, bool | None, bool], name: str = NAME) -> WallRow:
    dots = wall_dots([(START + timedelta(days=day), online, served) for day, online, served in marks], START)
    return WallRow(name, "/doanh-nghiep/1", dots)


def page(app: Flask, **context: Any) -> tuple[str, Any]:
    given_context = {
        "zones": [], "start": START, "end": END, "ticks": [], "dossiers_url": "/toan-canh/ho-so", **context,
    }  # fmt: skip
    with app.test_request_context("/toan-canh"):
        text = render_template("desks/wall.html", **given_context)
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(text)
    check_tree(tree, whole=True)
    return text, tree


def strips(tree: Any) -> list[Any]:
    return [e for e in tree.iter(HTML + "td") if e.get("class") == "wall-strip"]


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


MARKS = st.lists(st.tuples(st.integers(0, 4000), st.sampled_from([True, False, None]), st.booleans()))


@given(MARKS)
def test_every_dossier_survives_the_short_writing(marks: list[tuple[int, bool | None, bool]]) -> None:
    letters = {(True, False): "o", (True, True): "f", (False, False): "p", (False, True): "p"}
    expected = sorted((day, letters.get((online, served), "u")) for day, online, served in marks)  # type: ignore[arg-type]
    assert row(*marks).marks == expected


def test_the_writing_is_short_and_in_date_order() -> None:
    marks = (700, True, False), (0, False, False), (36, None, True), (5, True, True), (5, False, False)
    assert row(*marks).dots == "0p5f0p31u664o"


def test_a_dossier_before_the_wall_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before the first day"):
        row((-1, True, False))


def test_counts_take_what_staff_filed_as_online_and_unknown_as_received() -> None:
    one = row((0, True, False), (1, True, True), (2, False, False), (3, None, False))
    assert (one.online, one.received) == (2, 4)
    zone = WallZone("Khu A", [one, row()])
    assert (zone.online, zone.received) == (2, 4)


def test_quarters_without_dossiers_are_left_out() -> None:
    one = row((0, False, False), (40, True, False), (45, False, False), (400, None, False), (700, True, True))
    assert one.signs(START) == "○●|○|◌|◉"
    assert row().signs(START) == ""


@pytest.mark.parametrize(
    ("name", "kind", "own"),
    [
        ("Công ty TNHH MTV Dệt may Sông Mẫu", "Công ty TNHH MTV", "Dệt may Sông Mẫu"),
        ("Công ty Cổ phần Nhựa Á Đông", "Công ty Cổ phần", "Nhựa Á Đông"),
        ("Samsung", "", "Samsung"),
        ("Công ty TNHH", "", "Công ty TNHH"),
        ("", "", ""),
    ],
)
def test_what_tells_businesses_apart(name: str, kind: str, own: str) -> None:
    one = WallRow(name, "/", "")
    assert (one.kind, one.own_name) == (kind, own)


def test_the_plain_table_shows_signs_and_tells_counts(app: Flask) -> None:
    zones = [WallZone("Khu <A>", [row((0, False, False), (400, True, False)), row(name="Cty Mới")])]
    _text, tree = page(app, zones=zones, ticks=[Tick(date(2025, 3, 12), "Tập huấn", "/hoat-dong/1")])
    full, empty = strips(tree)
    assert words(full) == "○|●"
    assert words(empty) == "chưa có hồ sơ"
    names = [words(e) for e in tree.iter(HTML + "th") if e.get("scope") == "row"]
    assert names == [NAME, "Cty Mới"]
    assert [words(e) for e in tree.iter(HTML + "caption")] == ["Khu <A> 1/2 trực tuyến"]


def test_the_player_waits_for_its_script(app: Flask) -> None:
    _text, tree = page(app, zones=[WallZone("Khu A", [row((0, True, False))])])
    player = next(e for e in tree.iter(HTML + "div") if "wall-player" in (e.get("class") or ""))
    assert player.get("hidden") is not None
    slider = next(e for e in tree.iter(HTML + "input") if e.get("type") == "range")
    assert (slider.get("max"), slider.get("aria-label")) == ("729", "Ngày")


def test_interventions_are_listed_with_their_days(app: Flask) -> None:
    ticks = [
        Tick(date(2025, 3, 12), "Tập huấn", "/hoat-dong/1"),
        Tick(date(2025, 4, 1), "Tờ rơi", None, date(2025, 5, 1)),
    ]
    _text, tree = page(app, zones=[WallZone("Khu A", [row()])], ticks=ticks)
    listed = [(e.get("data-day"), words(e)) for e in tree.iter(HTML + "li") if e.get("data-day")]
    assert listed == [("111", "1 12/03/2025 Tập huấn"), ("131", "2 01/04/2025–01/05/2025 Tờ rơi")]


def test_zones_may_be_shown_one_at_a_time(app: Flask) -> None:
    links = [("Khu A", "/toan-canh?khu=1", True), ("Khu B", "/toan-canh?khu=2", False)]
    _text, tree = page(app, zones=[WallZone("Khu A", [row()])], zone_links=links)
    found = {
        words(e): e.get("aria-current") for e in tree.iter(HTML + "a") if "khu=" in (e.get("href") or "")
    }
    assert found == {"Khu A": "page", "Khu B": None}


def test_the_page_says_what_it_does_not_show(app: Flask) -> None:
    text, _tree = page(app)
    assert "Hình này cho thấy việc đã xảy ra, chưa nói vì sao." in text
    assert "Chưa có doanh nghiệp nào" in text


def test_a_wall_of_a_board_is_light(app: Flask) -> None:
    chance = random.Random(4)
    zones = [
        WallZone(
            f"Khu {zone}",
            [
                row(
                    *[(chance.randrange(730), chance.random() < 0.5, False) for _ in range(75)],
                    name=f"Công ty TNHH Mẫu {zone} {number}",
                )
                for number in range(20)
            ],
        )
        for zone in range(4)
    ]
    text, _tree = page(app, zones=zones)
    assert len(gzip.compress(text.encode(), 6)) <= 9_000
