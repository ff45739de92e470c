"""Templates call words and links without a detour, and get what Jinja's and Flask's own would give."""

import pytest
from flask import Flask, render_template_string
from flask import url_for as address_of

from outreach.web.plain_calls import url_for


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("campaigns.index", {}),
        ("campaigns.index", {"page": 2}),
        ("campaigns.show", {"intervention_id": 7}),
        ("campaigns.show", {"intervention_id": 7, "_anchor": "viec"}),
        ("trainings.show_session", {"session_key": "a b"}),
        ("visits.promises", {"show": None}),
        ("campaigns.index", {"_external": True}),
    ],
)
@pytest.mark.parametrize("root", ["", "/cong"])
def test_addresses_are_flasks_own(app: Flask, endpoint: str, values: dict[str, object], root: str) -> None:
    for _time in range(2):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": root}):
            assert url_for(endpoint, **values) == address_of(endpoint, **values)


def test_words_are_filled_in_and_escaped(app: Flask) -> None:
    words = "{% for one in [1, 2] %}{{ _('Khu %(name)s', name='<' ~ one) }} {% endfor %}"
    link = "{{ url_for('desks.home', **{'class': 1}) }}"
    with app.test_request_context():
        assert render_template_string(words + link) == "Khu &lt;1 Khu &lt;2 /?class=1"
