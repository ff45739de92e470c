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
    assert text == "<p>\n<b>a</b>\nx\n    y b  c\n\n<i>d</i>\n</p>"


def test_no_template_holds_preformatted_text() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r"<(pre|textarea)\b", path.read_text(encoding="utf-8")), path
