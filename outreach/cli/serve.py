"""Running the portal: the server and the worker beside it."""

import errno
import os
import socket
import sys
from pathlib import Path

import click
from flask import Flask, current_app

PAGE_THREADS = 64
STREAM_THREADS = 200  # each open stream has one: helpdesk/live/hub.py gives no more places
# Granian's "backpressure" counts open connections, idle ones too, and a browser keeps up to six: with 256 a
# hall of fifty browsers kept everybody else out.
CONNECTIONS = 2048
IDLE_MILLISECONDS = 15_000
# Granian's allocator, jemalloc, keeps up to 50 kB ready for each thread: with a thread per stream that is
# more than the stream. Our pages come from Python's allocator and cost the same without.
ALLOCATOR = ("_RJEM_MALLOC_CONF", "tcache:false")


def init_app(app: Flask) -> None:
    """Attach `flask serve` and `flask worker`."""
    app.cli.add_command(serve)
    app.cli.add_command(worker)


@click.command("worker")
def worker() -> None:
    """Run what is due: imports, the ledger, mail, tidying. One at a time: a second one ends at once."""
    from outreach.jobs import work

    if not work(current_app._get_current_object()):  # type: ignore[attr-defined]
        click.echo("Another worker is already at it.", err=True)
        raise SystemExit(1)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, help="Port to listen on.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `flask worker` elsewhere.")
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve the portal on one machine: Granian with one process, and the worker in a thread of it.

    This process becomes the server, so that no further Python process stays in memory.
    """
    if not _is_free(host, port):
        click.echo(f"Port {port} is taken: another server answers there. Choose one with --port.", err=True)
        raise SystemExit(1)
    root = str(Path(current_app.root_path).parent)
    if not no_worker:
        os.environ["WORKER"] = "inside"
    os.environ.setdefault(*ALLOCATOR)
    arguments = [
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
        "--blocking-threads", str(PAGE_THREADS + STREAM_THREADS), "--backpressure", str(CONNECTIONS),
        "--http1-header-read-timeout", str(IDLE_MILLISECONDS), "--workers-kill-timeout", "10",
        "--log-level", "error", "wsgi:app",
    ]  # fmt: skip
    os.chdir(root)
    click.echo(f"Outreach: http://{host}:{port}  (Ctrl+C to stop)")
    sys.stdout.flush()
    os.execv(str(Path(sys.executable).parent / "granian"), arguments)


def _is_free(host: str, port: int) -> bool:
    """Whether nobody listens there: Granian would share a taken port, and each get half the requests."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno != errno.EADDRINUSE
    return True
