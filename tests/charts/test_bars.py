"""Small pictures in rows: right lengths, and nothing where nothing is known."""

from outreach.charts import rate_bar
from tests.charts.drawing import classed, read


def test_a_rate_bar_is_as_long_as_its_share() -> None:
    tree = read(rate_bar(12, 40))
    assert classed(tree, "online")[0].attrib["d"] == "M0 5h28.8"
    assert classed(tree, "track")[0].attrib["d"] == "M0 5h96"


def test_nothing_online_is_an_empty_bar() -> None:
    tree = read(rate_bar(0, 4))
    assert not classed(tree, "online")
    assert classed(tree, "track")


def test_nothing_received_is_a_broken_line() -> None:
    tree = read(rate_bar(0, 0))
    assert classed(tree, "empty")[0].get("stroke-dasharray")
    assert not classed(tree, "track")


def test_the_numbers_beside_it_speak_for_it() -> None:
    assert read(rate_bar(12, 40)).get("aria-hidden") == "true"
