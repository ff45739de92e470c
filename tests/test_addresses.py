"""Where the portal is, as its letters and leaflets say: asked by a view, a job or a command."""

import pytest
from flask import Flask

from outreach import web

PAGE = "/bien-nhan"


@pytest.mark.parametrize(
    ("public_url", "trusted", "expected"),
    [
        ("https://cong.example.vn", ["khac.example.vn"], "https://cong.example.vn"),
        ("", ["khac.example.vn", "cong.example.vn"], "https://khac.example.vn"),
        ("", None, "http://127.0.0.1:5000"),
    ],
)
def test_a_job_knows_where_the_portal_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch, public_url: str, trusted: list[str] | None, expected: str
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", public_url)
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", trusted)
    assert web.whole_url(PAGE) == expected + PAGE
    assert web.whole_url_for("dossiers.index", zone=7) == f"{expected}/ho-so?zone=7"


def test_a_view_without_a_public_url_says_where_it_was_asked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "")
    with app.test_request_context(base_url="http://10.0.0.5:8000"):
        assert web.whole_url_for("dossiers.index", zone=7) == "http://10.0.0.5:8000/ho-so?zone=7"
