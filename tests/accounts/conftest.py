"""What tests of accounts stand on."""

import pytest
from flask import Flask


@pytest.fixture
def mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mail is set up, and the portal knows its own address."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:2525")
    monkeypatch.setitem(app.config, "SMTP_FROM", "outreach@tinh.example.vn")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://portal.example.vn")
