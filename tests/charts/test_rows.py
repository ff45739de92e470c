"""A short line of dots for a table row, read back as XML."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask

from outreach.charts import Dot
from outreach.charts.rows import LINE, PER_LINE, STEP, row_strip

DAY = date(2025, 3, 5)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(dots: list[Dot]) -> ElementTree.Element:
    markup = row_strip(dots, DAY, title="An <&>", desc="lời", chart_id="b1")
    return ElementTree.fromstring(str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def dot(days: int) -> Dot:
    return Dot(DAY + timedelta(days=days), True, False, f"{days}")


@pytest.mark.parametrize("count", [0, 1, PER_LINE - 1, PER_LINE, 3 * PER_LINE])
def test_every_dossier_is_one_dot_and_the_line_takes_a_place(app: Flask, count: int) -> None:
    svg = drawn([dot(number - count // 2) for number in range(count)]).find(SVG + "svg")
    assert svg is not None
    circles = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in svg.iter(SVG + "circle")]
    assert len(circles) == len(set(circles)) == count
    width, height = float(svg.get("width", "")), float(svg.get("height", ""))
    assert width == min(count + 1, PER_LINE) * STEP + 4
    assert height == -(-(count + 1) // PER_LINE) * LINE
    assert all(0 < x < width and 0 < y < height for x, y in circles)


def test_the_days_own_dossiers_stand_before_the_line(app: Flask) -> None:
    svg = drawn([dot(1), dot(0), dot(-1)])
    line = next(path for path in svg.iter(SVG + "path") if "v18" in path.get("d", ""))
    at = float(line.get("d", "")[1:].split()[0])
    places = {c.findtext(SVG + "title"): float(c.get("cx", "")) for c in svg.iter(SVG + "circle")}
    assert places["-1"] < places["0"] < at < places["1"]


def test_names_are_escaped(app: Flask) -> None:
    assert "An <&>" in [title.text for title in drawn([]).iter(SVG + "title")]
