"""What the fuzz stands on."""

import pytest
from flask import Flask

from tests.fuzz.asking import Arguments, Notebook, Noted, NotingRequest


@pytest.fixture
def noted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Noted:
    """The names asked for; the application is ready to be fuzzed."""
    monkeypatch.setattr(app, "request_class", NotingRequest)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # the token has its own tests
    monkeypatch.setattr("outreach.accounts.throttle.take", lambda *_, **__: None)
    return Noted(Notebook.asked, Arguments.asked)
