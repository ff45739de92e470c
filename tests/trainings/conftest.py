"""What tests of sessions share."""

import pytest
from flask import Flask


@pytest.fixture
def mail_set_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mail can be written; nothing is sent."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    monkeypatch.setitem(app.config, "SMTP_FROM", "bql@mau.example.vn")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://bql.example.vn")


@pytest.fixture(scope="module")
def pango() -> None:
    """The system libraries that drawing needs; `.ci/run` installs them."""
    try:
        import weasyprint  # noqa: F401
    except OSError as missing:
        pytest.skip(f"Pango is not installed here: {missing}")
