"""Templates lose their indentation, and nothing else."""

import re
from pathlib import Path

from flask import Flask, render_template_string

TEMPLATES = Path(__file__).parent.parent / "templates"


def test_indentation_goes_and_line_ends_stay(app: Flask) -> None:
    source = (
        "<p>\n    <b>a</b>\n\n    {{ value }} b  c\n    {% if value %}\n        <i>d</i>{% endif %}\n</p>"
    )
    with app.test_request_context("/"):
        text = render_template_string(source, value="x\n    y")
    assert text == "<p>\n<b>a</b>\nx\n    y b  c\n\n<i>d</i></p>"


def test_before_a_block_a_line_end_goes_too(app: Flask) -> None:
    source = "<ul>\n    <li>a\n    <b>b</b>\n    </li>\n    <linear>\n</ul>"
    with app.test_request_context("/"):
        assert render_template_string(source) == "<ul><li>a\n<b>b</b></li>\n<linear></ul>"


def test_no_template_holds_preformatted_text() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r"<pre\b|<textarea[^>]*>\s", path.read_text(encoding="utf-8")), path
