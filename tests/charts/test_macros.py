"""The frame around a chart on a page."""

from datetime import date
from typing import Any

import html5lib
from flask import Flask, render_template_string

from outreach.charts import MonthPoint, dot_strip, month_chart, month_table
from tests.client import HTML, check_tree

PAGE = '{% import "components/charts.html" as charts with context %}'
DAY = date(2025, 3, 1)


def fragment(app: Flask, source: str, **context: Any) -> Any:
    with app.test_request_context("/"):
        text = render_template_string(PAGE + source, **context)
    tree = html5lib.HTMLParser(strict=True).parseFragment(text)
    check_tree(tree, whole=False)
    return tree


def test_a_figure_holds_picture_caption_legend_and_numbers(app: Flask) -> None:
    points = [MonthPoint(DAY, 40, 12)]
    tree = fragment(
        app, "{% call charts.figure(svg, caption, table) %}{{ charts.legend() }}{% endcall %}",
        svg=month_chart(points, [], title="Tỷ lệ", chart_id="c"), caption='Tỷ lệ của <"A&B">',
        table=month_table(points),
    )  # fmt: skip
    (figure,) = tree.iter(HTML + "figure")
    assert figure.get("class") == "chart"
    assert next(tree.iter(HTML + "figcaption")).text == 'Tỷ lệ của <"A&B">'
    assert [cell.text for cell in tree.iter(HTML + "td")] == ["03/2025", "40", "12", "30,00%"]
    assert [cell.get("class") for cell in tree.iter(HTML + "td")] == [None, "num", "num", "num"]
    assert len(list(tree.iter(HTML + "details"))) == 1
    assert next(li.get("class") for li in tree.iter(HTML + "span")) == "sign online"


def test_a_figure_without_numbers_has_no_empty_table(app: Flask) -> None:
    strip = dot_strip([], [], start=DAY, end=DAY, title="t", chart_id="c")
    for table in (None, month_table([])):
        tree = fragment(app, "{{ charts.figure(svg, 'Hồ sơ', table) }}", svg=strip, table=table)
        assert not list(tree.iter(HTML + "table"))


def test_the_legend_names_only_what_occurs(app: Flask) -> None:
    tree = fragment(app, "{{ charts.legend(filed_for=False, unknown=False, marks=False) }}")
    assert len(list(tree.iter(HTML + "li"))) == 2
