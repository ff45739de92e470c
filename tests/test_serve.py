"""Serving the portal from the command line."""

import socket

from flask import Flask


def test_a_taken_port_is_refused_instead_of_shared(app: Flask) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as Granian listens
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = app.test_cli_runner().invoke(args=["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"Port {port} is taken" in result.output
