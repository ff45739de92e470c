"""Serving the portal from the command line."""

import os
import socket
import subprocess
import sys

import pytest
from flask import Flask

from outreach.cli import serve


def test_a_taken_port_is_refused_instead_of_shared(app: Flask) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as Granian listens
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = app.test_cli_runner().invoke(args=["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"Port {port} is taken" in result.output


def test_streams_do_not_pay_for_what_the_allocator_keeps_ready_for_each_thread(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[dict[str, str]] = []
    monkeypatch.setattr(serve, "_is_free", lambda host, port: True)
    monkeypatch.setattr(os, "execv", lambda path, arguments: started.append(dict(os.environ)))
    monkeypatch.setattr(os, "chdir", lambda path: None)
    monkeypatch.setenv("WORKER", "")
    monkeypatch.setenv(serve.ALLOCATOR[0], "")
    monkeypatch.delenv(serve.ALLOCATOR[0])
    app.test_cli_runner().invoke(args=["serve"])
    assert started[0][serve.ALLOCATOR[0]] == "tcache:false"


def test_the_allocator_understands_what_it_is_told() -> None:
    name, value = serve.ALLOCATOR
    loaded = subprocess.run(
        [sys.executable, "-c", "import granian._granian"], env={**os.environ, name: value},
        capture_output=True, check=True,
    )  # fmt: skip
    assert loaded.stderr == b""
