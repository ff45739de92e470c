"""Estimates in rows: one scale, one ink, a hundred bytes."""

import re
from xml.etree import ElementTree

import pytest

from outreach.charts import interval_rows
from outreach.charts.intervals import WIDTH
from tests.charts.drawing import read


def paths(row: object) -> list[str]:
    return [path.attrib["d"] for path in ElementTree.fromstring(str(row))]


def test_all_rows_share_the_least_scale_that_holds_them() -> None:
    assert interval_rows([(0.1, 0.05, 0.15), (-0.1, -0.18, 0.0)]).reach == 0.2
    assert interval_rows([(0.1, 0.05, 0.51), None]).reach == 1.0
    assert interval_rows([]).reach == 0.1
    assert interval_rows([(0.1, 0.05, 0.15)], reach=1.0).reach == 1.0


def test_zero_is_in_the_middle_and_ends_stand_to_scale() -> None:
    (row,) = interval_rows([(0.1, 0.0, 0.2)], reach=0.2).rows
    zero, line, dot = paths(row)
    assert zero == f"M{WIDTH // 2} 0v16"
    assert line == f"M80 8H{WIDTH - 1}"
    assert dot.startswith("M120 8")


def test_what_leaves_the_scale_ends_in_an_arrow() -> None:
    inside, both = interval_rows([(0.1, 0.0, 0.2), (0.5, -0.9, 0.9)], reach=0.5).rows
    assert paths(inside)[1].count("M") == 1
    assert paths(both)[1].count("M") == 3
    (gone,) = interval_rows([(0.9, 0.6, 1.2)], reach=0.5).rows
    assert paths(gone)[2] == "", "no dot where the estimate is not"


def test_no_estimate_draws_nothing() -> None:
    assert interval_rows([None, (0.1, 0.0, 0.2)]).rows[0] == ""


@pytest.mark.parametrize("estimate", [(0.15, 0.08, 0.22), (-0.31, -0.5, -0.12), (0.0, -0.07, 0.07)])
def test_a_row_is_tiny_and_has_no_colour_of_its_own(estimate: tuple[float, float, float]) -> None:
    (row,) = interval_rows([estimate]).rows
    assert len(row) < 120
    assert not re.search('#|fill|stroke|class="(?!interval)', row)


def test_the_head_says_the_scale_in_points() -> None:
    head = interval_rows([(0.1, 0.05, 0.15)]).head
    assert [span.text for span in read(head)] == ["−20", "0", "+20"]
