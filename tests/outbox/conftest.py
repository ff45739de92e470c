"""What tests of the outbox share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.outbox import server
from tests.outbox.server import MailServer


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A running mail server, and the application told about it."""
    box = MailServer()
    running = server.start(box)
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{box.port}")
    monkeypatch.setitem(app.config, "SMTP_FROM", "outreach@tinh.example.vn")
    yield box
    running.stop()
