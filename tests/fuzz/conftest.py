"""What the fuzz stands on."""

from typing import Any

import pytest
from flask import Flask
from wtforms import Field

from tests.fuzz.asking import Arguments, Notebook, Noted, NotingRequest


@pytest.fixture
def noted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Noted:
    """The names asked for; the application is ready to be fuzzed."""
    monkeypatch.setattr(app, "request_class", NotingRequest)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # the token has its own tests
    monkeypatch.setattr("outreach.accounts.throttle.take", lambda *_, **__: None)
    noted = Noted(Notebook.asked, Arguments.asked, set())
    validate = Field.validate

    def noting(field: Field, *arguments: Any, **options: Any) -> bool:
        taken = bool(validate(field, *arguments, **options))
        if not taken:
            noted.refused.add(field.name)
        return taken

    monkeypatch.setattr(Field, "validate", noting)
    return noted
