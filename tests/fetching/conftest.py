"""A server of registers that the application may ask."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.fetching import server as servers
from tests.fetching.server import Server


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A well-behaved server with nothing on it."""
    with servers.running() as one:
        monkeypatch.setitem(app.config, "REGISTER_HOSTS", [one.url])
        yield one
