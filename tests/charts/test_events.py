"""Months around an exposure: gaps stay gaps, the band is where the expected share may lie."""

import gzip
import re
from itertools import accumulate, combinations

import pytest

from outreach.charts import event_chart, event_table
from outreach.charts.events import HEIGHT, month_words
from outreach.rates.rules.ledger import ProfilePoint
from tests.charts.drawing import classed, read, sizes, starts, svgs, texts

WORDS = {"observed": "Thực tế", "expected": "Dự kiến", "limits": "Khoảng 95%", "exposed": "tập huấn"}


def point(month: int, observed: float, expected: float = 0.4, dossiers: int = 30) -> ProfilePoint:
    lead = observed - expected
    return ProfilePoint(month, observed, expected, lead - 0.1, lead + 0.1, dossiers)


def chart(points: list[ProfilePoint], **words: str) -> str:
    return event_chart(points, title='Sự kiện <"&">', chart_id="e", **{**WORDS, **words})


def lines(tree: object) -> list[str]:
    return [path.attrib["d"] for path in classed(tree, "c-line")[0]]  # type: ignore[arg-type]


def test_missing_months_are_gaps_never_zero() -> None:
    tree = read(chart([point(-3, 0.4), point(-2, 0.4), point(2, 0.6), point(3, 0.6)]))  # type: ignore[arg-type]
    thin, dots = lines(tree)
    assert thin.count("M") == 2
    assert dots.count("h0") == 4
    assert classed(tree, "c-shade")[0].attrib["d"].count("z") == 2
    assert classed(tree, "c-expected")[0].attrib["d"].count("M") == 2


def test_the_band_is_the_observed_less_the_limits() -> None:
    tree = read(chart([point(0, 0.7, 0.5)]))  # type: ignore[arg-type]
    ways = re.findall(r"[Ml]([-\d.]+) ([-\d.]+)", classed(tree, "c-shade")[0].attrib["d"])
    heights = list(accumulate(float(y) for _x, y in ways))
    assert heights == pytest.approx([HEIGHT * 0.4] * 2 + [HEIGHT * 0.6] * 2, abs=1), "from 60 % down to 40 %"


def test_a_band_stays_between_nothing_and_everything() -> None:
    tree = read(chart([ProfilePoint(0, 0.9, 0.9, -0.5, 0.95, 4)]))  # type: ignore[arg-type]
    assert classed(tree, "c-shade")[0].attrib["d"].startswith("M122 0")
    assert "NaN" not in str(tree)


def test_a_month_without_limits_has_no_band() -> None:
    tree = read(chart([ProfilePoint(0, 0.5, 0.4, None, None, 1)]))  # type: ignore[arg-type]
    assert not classed(tree, "c-shade")
    assert len(lines(tree)) == 2


def test_few_dossiers_are_small_dots_and_the_legend_says_so() -> None:
    tree = read(chart([point(0, 0.5, dossiers=2), point(1, 0.5, dossiers=9), point(2, 0.5, dossiers=90)]))  # type: ignore[arg-type]
    sized = [float(path.attrib["stroke-width"]) for path in classed(tree, "c-line")[0][1:]]
    assert sized == sorted(set(sized))
    assert "chấm nhỏ: dưới 5 hồ sơ" in "".join(tree.itertext())
    many = chart([point(0, 0.5)])
    assert "chấm nhỏ" not in many


def test_no_data_says_so_without_line_or_legend() -> None:
    text = chart([])
    assert "Chưa có số liệu" in text
    assert "tập huấn" not in text
    read(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [200, 552, 1100])
def test_words_are_large_enough_and_keep_apart(width: int) -> None:
    (picture,) = svgs(read(chart([point(m, 0.5) for m in range(-12, 12)])))  # type: ignore[arg-type]
    words = texts(picture, width)
    assert not [(a.text, b.text) for a, b in combinations(words, 2) if a.touches(b)]
    assert {"−12", "0", "+9", "100%", "tập huấn"} <= {box.text for box in words}
    assert min(sizes(picture)) >= 11


def test_words_are_escaped() -> None:
    nasty = '<b>"A&B"</b>'
    text = chart([point(0, 0.5)], observed=nasty, exposed=nasty)
    assert nasty in "".join(read(text).itertext())  # type: ignore[arg-type]
    assert "<b>" not in text


def test_no_title_but_the_pictures_own_and_few_bytes() -> None:
    text = chart([point(m, 0.3 + m / 100, dossiers=20 + m) for m in range(-12, 12)])
    assert text.count("<title") == 1
    assert len(gzip.compress(text.encode(), 6)) <= 1300


def test_no_colour_calls_a_fall_bad() -> None:
    rise, fall = chart([point(0, 0.8, 0.4)]), chart([point(0, 0.1, 0.4)])
    assert set(re.findall("#[0-9a-f]{6}", rise)) == set(re.findall("#[0-9a-f]{6}", fall))


def test_the_table_has_the_same_months() -> None:
    table = event_table(
        [point(-1, 0.5), ProfilePoint(0, 0.5, 0.4, None, None, 3)], observed="O", expected="E"
    )
    assert table.rows[0][:5] == ["−1", "30", "50,0%", "40,0%", "+10,0"]
    assert table.rows[1][5] == "chưa có số liệu"
    assert [month_words(m) for m in (-12, 0, 11)] == ["−12", "0", "+11"]


def test_the_line_stands_between_the_month_before_and_the_month_after() -> None:
    (line,) = classed(read(chart([point(0, 0.5)])), "c-mark")[1]  # type: ignore[arg-type]
    assert line.attrib["d"].startswith("M120 ")
    assert starts(line) == 1
