"""Ranges of shares: right ends, a dot for what is known, nothing where nothing is."""

from outreach.charts.ranges import RangeBar, range_bars
from tests.charts.drawing import classed, read, sizes, texts

BARS = [
    RangeBar('9 tháng <đầu> & "qua"', "0,94%–100%", 0.0094, 1.0),
    RangeBar("3 tháng cuối", "29,77%", 0.2977, 0.2977),
]


def test_a_range_reaches_from_its_least_to_its_most() -> None:
    tree = read(range_bars(BARS, title="Tỷ lệ", chart_id="r1"))
    body, _ends, dot = list(classed(tree, "c-line")[0])
    assert body.attrib["d"] == "M4.8 28H298"
    assert dot.attrib["d"] == "M90.1 68h0"
    assert dot.attrib["stroke-linecap"] == "round"


def test_it_says_what_it_shows_in_words_that_do_not_touch() -> None:
    tree = read(range_bars(BARS, title="Tỷ lệ", chart_id="r1"))
    assert tree.findtext("desc") == '9 tháng <đầu> & "qua": 0,94%–100%; 3 tháng cuối: 29,77%'
    boxes = texts(tree)
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.touches(b)]
    assert min(box.x0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= 300
    assert min(sizes(tree)) >= 11


def test_nothing_known_draws_nothing() -> None:
    tree = read(
        range_bars([RangeBar("Phần đầu", "chưa có số liệu", None, None)], title="Tỷ lệ", chart_id="r")
    )
    assert not list(classed(tree, "c-line")[0])
