"""What the fuzz stands on."""

import pytest
from flask import Flask

from tests.fuzz.asking import Notebook, NotingRequest


@pytest.fixture
def noted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names asked for since it was emptied last."""
    monkeypatch.setattr(app, "request_class", NotingRequest)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # the token has its own tests
    monkeypatch.setattr("outreach.accounts.throttle.take", lambda *_, **__: None)
    return Notebook.asked
