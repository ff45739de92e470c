"""A short line of dots for a table row, read back as XML."""

from datetime import date, timedelta

import pytest

from outreach.charts import Dot
from outreach.charts.rows import LINE, PER_LINE, STEP, row_strip
from tests.charts.drawing import classed, dots, read

DAY = date(2025, 3, 5)


def dot(days: int, online: bool = True) -> Dot:
    return Dot(DAY + timedelta(days=days), online, False)


@pytest.mark.parametrize("count", [0, 1, PER_LINE - 1, PER_LINE, 3 * PER_LINE])
def test_every_dossier_is_one_dot_and_the_line_takes_a_place(count: int) -> None:
    svg = read(row_strip([dot(number - count // 2, number % 3 > 0) for number in range(count)], DAY))
    places = {(drawn.x, drawn.y) for drawn in dots(svg)}
    assert len(dots(svg)) == len(places) == count
    width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
    assert width == min(count + 1, PER_LINE) * STEP + 4
    assert height == -(-(count + 1) // PER_LINE) * LINE
    assert all(d.r < d.x < width - d.r and d.r < d.y < height - d.r for d in dots(svg))


def test_the_days_own_dossiers_stand_before_the_line() -> None:
    svg = read(row_strip([dot(1), dot(0), dot(-1)], DAY))
    line = float(classed(svg, "c-mark")[0][0].attrib["d"][1:].split()[0])
    assert sum(drawn.x < line for drawn in dots(svg)) == 2


def test_a_row_is_a_few_hundred_bytes_without_words() -> None:
    markup = row_strip([dot(number - 6, number % 2 > 0) for number in range(12)], DAY)
    assert len(markup) <= 560
    assert read(markup).get("aria-hidden") == "true"
    assert not list(read(markup).iter("title"))
