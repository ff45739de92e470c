"""The wall and the charts in a real browser, under the real content security policy."""

import mimetypes
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string
from playwright.sync_api import Page, Route, expect

from outreach import web
from outreach.charts import (
    Dot,
    MonthPoint,
    Tick,
    WallRow,
    WallZone,
    dot_strip,
    month_chart,
    month_table,
    wall_dots,
)
from tests.browser.test_pages import faults_in_every_look

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
SITE = "http://wall.test"
DOSSIERS = "/toan-canh/ho-so"
START, END = date(2024, 11, 21), date(2026, 11, 20)
TICKS = [
    Tick(date(2025, 3, 12), "Tập huấn nộp hồ sơ trực tuyến", "/hoat-dong/1"),
    Tick(date(2025, 9, 17), "Thăm doanh nghiệp", "/hoat-dong/2"),
    Tick(date(2025, 9, 24), "Phát tờ rơi", None, date(2025, 10, 20)),
]
CHARTS = """{% extends "layouts/base.html" %}{% import "components/charts.html" as charts with context %}
{% block title %}Thử{% endblock %}{% block head %}{{ charts.styles() }}{% endblock %}
{% block main %}<h1>Thử</h1>{% for svg, table in pictures %}
<div class="card">
{% call charts.figure(svg, "Hình " ~ loop.index, table) %}{{ charts.legend() }}{% endcall %}
</div>
{% endfor %}{% endblock %}"""


def zones(businesses: int = 12) -> list[WallZone]:
    chance = random.Random(1)
    rows = []
    for number in range(businesses):
        turn = START + timedelta(days=chance.randrange(200, 700))
        days = sorted(START + timedelta(days=chance.randrange(730)) for _ in range(30))
        dots = wall_dots([(day, day > turn, chance.random() < 0.1) for day in days], START)
        rows.append(WallRow(f"Công ty TNHH Mẫu {number}", f"/doanh-nghiep/{number}", dots))
    rows.append(WallRow("Công ty Cổ phần Chưa Nộp", "/doanh-nghiep/99", ""))
    return [WallZone("Khu công nghiệp Sông Mẫu", rows), WallZone("Khu công nghiệp Tân Mẫu", rows[:3])]


@pytest.fixture
def show(app: Flask, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a template as the server would send it: its policy, its static files, no server."""

    def answer(html: str) -> Callable[[Route], None]:
        def fulfil(route: Route) -> None:
            path = route.request.url.removeprefix(SITE).split("?")[0]
            if path == "/":
                route.fulfill(body=html, content_type="text/html", headers=headers)
            elif path == DOSSIERS:
                lines = "\n".join(f"{row.href} {row.dots}" for zone in zones() for row in zone.rows)
                route.fulfill(body=lines, content_type="text/plain; charset=utf-8")
            elif path.startswith("/khuon/"):
                route.fulfill(body="", content_type="text/html")
            else:
                kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
                route.fulfill(body=(ROOT / path.lstrip("/")).read_bytes(), content_type=kind)

        headers = {"Content-Security-Policy": web.CONTENT_SECURITY_POLICY}
        return fulfil

    def make(render: Callable[[], str], *, calm: bool = False, **look: Any) -> Page:
        with app.test_request_context("/"):
            html = render()
        page = open_page(**look)
        page.emulate_media(reduced_motion="reduce" if calm else "no-preference")
        page.route(f"{SITE}/**", answer(html))
        page.goto(SITE + "/")
        return page

    return make


@pytest.fixture
def wall(show: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the wall."""

    def make(**look: Any) -> Page:
        page = show(
            lambda: render_template(
                "desks/wall.html", zones=zones(), start=START, end=END, ticks=TICKS, dossiers_url=DOSSIERS
            ),
            **look,
        )
        if look.get("javascript", True):
            expect(page.locator(".wall-live")).to_be_visible()
        return page

    return make


def slide(page: Page, day: int) -> None:
    page.eval_on_selector(
        ".wall-slider",
        "(s, day) => { s.value = day; s.dispatchEvent(new Event('input', {bubbles: true})) }",
        day,
    )


def drawn(page: Page, kind: str) -> int:
    """Strokes drawn in all rows of one kind."""
    paths = page.locator(f".wall-dots > .{kind}").evaluate_all(
        "all => all.map(p => p.getAttribute('d') || '')"
    )
    return sum(path.count("M") for path in paths)


def test_signs_become_dots_one_for_each_dossier(wall: Callable[..., Page]) -> None:
    page = wall()
    expect(page.locator(".wall-player")).to_be_visible()
    expect(page.locator("svg.wall-dots")).to_have_count(15)
    assert sum(drawn(page, kind) for kind in ("online", "paper", "ring", "unknown")) == 15 * 30
    assert drawn(page, "later") == 0


def test_the_keyboard_moves_through_the_year(wall: Callable[..., Page]) -> None:
    page = wall()
    slider = page.get_by_role("slider", name="Ngày")
    slider.press("Home")
    expect(page.locator(".wall-date")).to_have_text("21/11/2024")
    assert drawn(page, "later") >= 15 * 29, "what is still to come is only hinted at"
    slider.press("ArrowRight")
    expect(page.locator(".wall-date")).to_have_text("22/11/2024")
    slider.press("End")
    expect(page.locator(".wall-date")).to_have_text("20/11/2026")
    total = page.locator(".wall-counts").inner_text()
    assert total.endswith("/450 trực tuyến")
    expect(slider).to_have_attribute("aria-valuetext", f"20/11/2026: {total}")
    expect(page.get_by_role("status").filter(has_text="20/11/2026")).to_have_text(f"20/11/2026: {total}")


def test_a_business_turns_when_its_last_dossier_came_online(wall: Callable[..., Page]) -> None:
    page = wall()
    sign = page.locator(".wall-zone tbody th .sign").first
    slide(page, 0)
    expect(sign).to_have_class("sign none")
    slide(page, 190)
    expect(sign).to_have_class("sign paper")
    slide(page, 729)
    expect(sign).to_have_class("sign online")


def test_playing_moves_on_and_stops(wall: Callable[..., Page]) -> None:
    page = wall()
    play = page.get_by_role("button", name="Chạy")
    play.click()
    stop = page.get_by_role("button", name="Dừng")
    expect(stop).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".wall-slider")).to_have_value(re.compile(r"^[1-6]\d+$"))
    stop.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    assert page.locator(".wall-says").inner_text().endswith(page.locator(".wall-counts").inner_text())


def test_with_less_motion_it_steps_and_nothing_glows(wall: Callable[..., Page]) -> None:
    page = wall(calm=True)
    slide(page, 500)
    page.locator(".wall-play").click()
    expect(page.locator(".wall-slider")).to_have_value(re.compile(r"^(5[3-9]|[67]\d)\d$"))
    assert drawn(page, "fresh") == 0
    page.locator(".wall-play").click()


def test_the_latest_intervention_is_named(wall: Callable[..., Page]) -> None:
    page = wall()
    page.get_by_role("button", name="Xem ngày 17/09/2025").click()
    expect(page.locator(".wall-date")).to_have_text("17/09/2025")
    expect(page.locator(".wall-latest")).to_have_text("17/09/2025 · Thăm doanh nghiệp")
    expect(page.locator(".wall-ticks > .passed")).to_have_count(2)


def test_rows_can_be_sorted_by_their_first_online_dossier(wall: Callable[..., Page]) -> None:
    page = wall()
    page.get_by_label("Xếp theo").select_option("first")
    marks = {row.href: row.marks for row in zones()[0].rows}
    shown = (
        page.locator(".wall-zone").first.locator("tbody a").evaluate_all("all => all.map(a => a.pathname)")
    )
    firsts = [next((day for day, kind in marks[href] if kind in "of"), 10**9) for href in shown]
    assert firsts == sorted(firsts)
    assert len(set(firsts)) > 5


def test_rows_take_the_colour_of_their_recent_share(wall: Callable[..., Page]) -> None:
    page = wall()
    page.get_by_label("Tô nền theo tỷ lệ trực tuyến của 90 ngày gần nhất").check()
    assert page.locator("tr.tinted").count() > 5
    page.get_by_label("Tô nền theo tỷ lệ trực tuyến của 90 ngày gần nhất").uncheck()
    expect(page.locator("tr.tinted")).to_have_count(0)


def test_lines_stand_where_the_slider_has_them(wall: Callable[..., Page]) -> None:
    page = wall()
    slide(page, TICKS[0].day.toordinal() - START.toordinal())
    head, mark = (page.locator(f".wall-lines > .{name}").first.bounding_box() for name in ("head", "mark"))
    assert head is not None
    assert mark is not None
    assert abs(head["x"] + 1 - mark["x"]) <= 2


def test_everybody_can_use_the_wall(wall: Callable[..., Page]) -> None:
    page = wall(axe=True)
    slide(page, 400)
    assert not faults_in_every_look(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_it_is_a_table(wall: Callable[..., Page]) -> None:
    page = wall(javascript=False)
    expect(page.locator(".wall-player")).to_be_hidden()
    expect(page.locator(".wall-signs").first).to_contain_text("○")
    expect(page.get_by_role("table")).to_have_count(2)


TEXTS = """() => {
  const shown = [...document.querySelectorAll('svg.chart text')].filter(t => t.getClientRects().length);
  return shown.map(t => {
    const box = t.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a;
    const words = [...t.childNodes].map(n => n.nodeType === 3 ? n.data : '').join('');
    return [t.closest('svg.chart').id, words, size, box.left, box.right, box.top, box.bottom];
  });
}"""


@pytest.mark.parametrize("width", [360, 700, 1000, 1280])
def test_words_of_charts_are_large_enough_and_keep_apart(show: Callable[..., Page], width: int) -> None:
    points = [MonthPoint(date(2024 + (n + 10) // 12, (n + 10) % 12 + 1, 1), n % 7 * 30, n) for n in range(25)]
    dots = [Dot(START + timedelta(days=n * 9), n > 40, False) for n in range(80)]
    many = [
        Tick(START + timedelta(days=60 + 55 * n), f"Hoạt động số {n} ở khu công nghiệp") for n in range(11)
    ]
    pictures = []
    for key, ticks in (("few", TICKS), ("many", many)):
        pictures.append((month_chart(points, ticks, title="Tỷ lệ", chart_id=f"m{key}"), month_table(points)))
        strip = dot_strip(dots, ticks, start=START, end=END, title="Hồ sơ", chart_id=f"d{key}")
        pictures.append((strip, None))
    page = show(lambda: render_template_string(CHARTS, pictures=pictures))
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("document.fonts.ready")
    found = page.evaluate(TEXTS)
    assert {one[0].partition("-")[0] for one in found} == {"mfew", "mmany", "dfew", "dmany"}
    for svg, words, size, left, right, _top, _bottom in found:
        assert size >= 10.5 if width != 360 else size >= 11, (svg, words, size)
        assert 0 <= left < right <= width, (svg, words)
    for a, b in combinations(found, 2):
        touching = a[3] < b[4] - 1 and b[3] < a[4] - 1 and a[5] + 4 < b[6] and b[5] + 4 < a[6]
        assert a[0] != b[0] or not touching, (a, b)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
