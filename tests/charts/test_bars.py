"""Small pictures in rows: right lengths, right words, and nothing where nothing is known."""

import pytest

from outreach.charts import rate_bar
from tests.charts.drawing import classed, read


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
