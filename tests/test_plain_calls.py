"""Templates call words and links without a detour, and get what Jinja's and Flask's own would give."""

import pytest
from flask import Flask, render_template_string
from flask import url_for as address_of
from markupsafe import Markup

from outreach.web.plain_calls import url_for


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("campaigns.index", {}),
        ("campaigns.index", {"page": 2}),
        ("campaigns.show", {"intervention_id": 7}),
        ("campaigns.show", {"intervention_id": 7, "_anchor": "viec"}),
        ("trainings.show_session", {"session_key": "a b"}),
        ("trainings.show_session", {"session_key": "a_b-7"}),
        ("trainings.show_session", {"session_key": "7", "page": 2, "q": "a-b"}),
        ("visits.stop", {"stop_id": "stop", "visit_id": "day"}),
        ("campaigns.show", {"intervention_id": "7"}),
        ("campaigns.index", {"q": "tập huấn", "page": 3}),
        ("campaigns.index", {"q": "100%", "type": "training"}),
        ("campaigns.index", {"q": "", "type": "training"}),
        ("campaigns.index", {"q": "a b", "page": 3, "_anchor": "x"}),
        ("campaigns.index", {"page": True}),
        ("campaigns.index", {"page": 3, "q": None, "type": "visit"}),
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


def test_macros_and_methods_get_what_they_are_given(app: Flask) -> None:
    words = """
        {%- macro say(a, b="-", c=none) -%}
            ({{ a }}{{ b }}{{ c }}{% if caller is defined %}{{ caller() }}{% endif %}
            {{- kwargs.get("class") }})
        {%- endmacro -%}
        {% from "components/ui.html" import badge as label %}
        {{- say(1) }} {{ say(*[1, 2]) }} {{ say(1, **{"b": 3}) }} {{ say(1, c="<", **{"b": 3, "class": 5}) }}
        {%- call say(4) %}!{% endcall %} {{ {"a": 1}.get("b", "x") }} {{ "a-b".split("-")|join("&") }}
        {{- label("x", "info") }} {% import "components/ui.html" as ui %}{{ ui.badge("<", "info") }}
    """
    with app.test_request_context():
        said = render_template_string(words)
    assert said.startswith("(1-NoneNone) (12NoneNone) (13NoneNone) (13&lt;5)(4-None!None) x a&amp;b")
    assert '<span class="badge info">x</span>' in said
    assert '<span class="badge info">&lt;</span>' in said


def test_what_is_written_is_escaped_unless_it_is_marked_safe(app: Flask) -> None:
    said = {"said": "<b>&</b>", "safe": Markup("<i>"), "number": 7, "share": 0.5, "none": None, "yes": True}
    words = "{{ said }} {{ safe }} {{ number }} {{ share }} {{ none }} {{ yes }} {{ missing }}|"
    kept = "{% set kept %}{{ said }}{% endset %}{{ kept }}"
    macro = "{% macro say(it) %}{{ it }}{% endmacro %}{{ say(said) }}"
    plain = "{% autoescape false %}{{ said }}{% endautoescape %}"
    escaped = "&lt;b&gt;&amp;&lt;/b&gt;"
    with app.test_request_context():
        assert render_template_string(words, **said) == f"{escaped} <i> 7 0.5 None True |"
        assert render_template_string(kept + macro, **said) == escaped * 2
        assert render_template_string(plain, **said) == said["said"]


def test_an_import_finds_the_names_of_the_template_that_asks(app: Flask) -> None:
    app.jinja_env.globals["late"] = "một"
    words = "{% from 'components/forms.html' import csrf %}{{ csrf() }}"
    with app.test_request_context():
        assert "csrf_token" in render_template_string(words)
        own = app.jinja_env.from_string(words, globals={"only_here": "hai"})
        assert "csrf_token" in own.render()
