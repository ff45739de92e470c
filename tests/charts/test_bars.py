"""Small pictures in rows: right lengths, and nothing where nothing is known."""

from outreach.charts import rate_bar
from tests.charts.drawing import classed, read


def test_a_rate_bar_is_as_long_as_its_share() -> None:
    (path,) = read(rate_bar(12, 40))
    assert path.attrib["d"] == "M0 5h29"
    assert path.attrib["stroke"].startswith("#")


def test_only_nothing_online_is_an_empty_bar() -> None:
    assert read(rate_bar(0, 4))[0].attrib["d"] == "M0 5h0"
    assert read(rate_bar(1, 4000))[0].attrib["d"] == "M0 5h1"


def test_nothing_received_has_a_ground_of_its_own() -> None:
    tree = read(rate_bar(0, 0))
    assert classed(tree, "empty") == [tree]
    assert len(tree) == 0


def test_the_numbers_beside_it_speak_for_it() -> None:
    assert read(rate_bar(12, 40)).get("aria-hidden") == "true"
