"""Rows × months: every cell says its numbers, an empty one says that it is empty."""

import gzip
from datetime import date

import html5lib
import pytest

from outreach.charts import HeatRow, heat_map
from outreach.clock import add_months
from tests.client import HTML, check_tree

FIRST = date(2025, 11, 1)


def heat(rows: list[HeatRow], months: int = 3, **more: object) -> tuple[str, object]:
    shown = [add_months(FIRST, n) for n in range(months)]
    text = heat_map(rows, shown, title='Bản <"&">', chart_id="h", heading="Khu", **more)  # type: ignore[arg-type]
    tree = html5lib.HTMLParser(strict=True).parseFragment(text)
    check_tree(tree, whole=False)
    return text, tree


def cells(tree: object) -> list[tuple[str, str]]:
    return [(td.get("class"), "".join(td.itertext())) for td in tree.iter(HTML + "td")]  # type: ignore[attr-defined]


def test_each_cell_shows_its_share_over_its_counts() -> None:
    _text, tree = heat([HeatRow("Khu A", [(9, 12), None, (0, 0)])])
    assert cells(tree) == [("h8", "759/12"), ("none", "chưa có hồ sơ"), ("none", "chưa có hồ sơ")]


@pytest.mark.parametrize(
    ("counts", "level", "shown"),
    [((0, 5), "h0", "0"), ((1, 999), "h0", "1"), ((998, 999), "h10", "99"), ((7, 7), "h10", "100")],
)
def test_only_nothing_is_zero_and_only_everything_a_hundred(
    counts: tuple[int, int], level: str, shown: str
) -> None:
    _text, tree = heat([HeatRow("A", [counts])], months=1)
    assert cells(tree) == [(level, f"{shown}{counts[0]}/{counts[1]}")]


def test_months_stand_under_their_years() -> None:
    _text, tree = heat([HeatRow("A", [None, None, None])])
    heads = [("".join(th.itertext()), th.get("colspan")) for th in tree.iter(HTML + "th")]  # type: ignore[attr-defined]
    assert heads == [
        ("Khu", None),
        ("2025", "2"),
        ("2026", "1"),
        ("11", None),
        ("12", None),
        ("01", None),
        ("A", None),
    ]


def test_names_and_months_lead_to_their_dossiers_and_are_escaped() -> None:
    text, tree = heat([HeatRow("<A & B>", [None] * 3, "/z?a=1&b=2")], month_hrefs=["/m1", "/m2", "/m3"])
    found = {a.get("href"): "".join(a.itertext()) for a in tree.iter(HTML + "a")}  # type: ignore[attr-defined]
    assert found == {"/m1": "11", "/m2": "12", "/m3": "01", "/z?a=1&b=2": "<A & B>"}
    assert "<A" not in text


def test_a_map_of_a_board_is_small() -> None:
    rows = [HeatRow(f"KCN Mẫu {z}", [(n * z % 50, 50 + n) for n in range(24)]) for z in range(1, 7)]
    text, _tree = heat(rows, months=24)
    assert len(gzip.compress(text.encode(), 6)) <= 1900
