"""Streams of the real server: other processes' messages, stops, restarts, and a database that goes away."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.helpdesk.models import Conversation
from tests import factories
from tests.client import CheckedClient
from tests.conftest import SECRET
from tests.helpdesk import chats
from tests.helpdesk.listening import stream_of

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parent.parent.parent
QUICK = 5.0  # seconds that a stop may take
SOON = 5.0  # seconds, on cores that others use too


class Server:
    """`flask serve` over the database of the tests."""

    def __init__(self, database_url: str, folder: Path) -> None:
        settings = {"DATABASE_URL": database_url, "DATA_DIR": str(folder), "SECRET_KEY": SECRET}
        self._environment, self._log = {**os.environ, **settings}, (folder / "server.log").open("ab")
        self.port = 0
        self.start()

    def start(self) -> None:
        self.port = self.port or _free_port()
        command = [sys.executable, "-m", "flask", "serve", "--port", str(self.port), "--no-worker"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log,
            start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/dang-nhap")
                connection.getresponse().read()
                connection.close()
                return
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def stop(self) -> float:
        """Tell it to stop as systemd does; the seconds that it took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - begun

    def gone(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._log.close()


class Page:
    """A page that holds a stream open: what was said, and when."""

    def __init__(self, port: int, path: str, cookie: str, last: int | None = None) -> None:
        headers = {"Cookie": cookie, **({"Last-Event-ID": str(last)} if last is not None else {})}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._connection.request("GET", path, headers=headers)
        self.lines: list[str] = []
        self.over = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with suppress(OSError, http.client.HTTPException, ValueError):
            for line in self._connection.getresponse():
                self.lines.append(line.decode().strip())
        self._connection.close()
        self.over.set()

    def waits_for(self, line: str, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while line not in self.lines:
            assert time.monotonic() < end, f"{line!r} did not come: {self.lines}"
            time.sleep(0.005)


def _free_port() -> int:

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def serve(app: Flask, database_url: str, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Starts a server over the tests' database; all are gone afterwards."""
    started: list[Server] = []

    def start() -> Server:
        started.append(Server(database_url, tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.gone()


@pytest.fixture
def talk(app: Flask) -> Conversation:
    """A conversation with one message."""
    made = chats.conversation()
    chats.said(made)
    db.session.commit()
    return made


def cookie_of(app: Flask, user: User) -> str:
    """What the browser of somebody signed in sends along."""
    db.session.commit()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.sign_in(user)
    with client.session_transaction() as session:
        session["csrf_token"] = secrets.token_hex(20)
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"


def test_what_another_process_stores_is_told_by_every_server(
    app: Flask, serve: Callable[[], Server], talk: Conversation
) -> None:
    cookie = cookie_of(app, factories.user(Role.HELPDESK))
    ports = [serve().port, serve().port]
    pages = [Page(port, stream_of(talk), cookie) for port in ports]
    desks = [Page(port, "/ban-ho-tro/dong", cookie) for port in ports]
    for page in pages:
        page.waits_for(f"id: {talk.last_message_id}")
    for _ in range(3):
        message = chats.said(talk)
        db.session.commit()
        for page in pages:
            page.waits_for(f"data: {message.id}", SOON)
        for desk in desks:
            desk.waits_for(f"id: {message.id}", SOON)
            assert desk.lines.count(f'data: ["{talk.public_id}"]') >= 1
    assert all(page.lines.count("event: chat") == 3 for page in pages)


def test_a_stop_is_quick_with_streams_open_and_a_restart_misses_nothing(
    app: Flask, serve: Callable[[], Server], talk: Conversation
) -> None:
    cookies = [cookie_of(app, factories.user(Role.HELPDESK)) for _ in range(4)]
    server = serve()
    pages = [Page(server.port, stream_of(talk), cookie) for cookie in cookies for _ in range(5)]
    last = talk.last_message_id
    for page in pages:
        page.waits_for(f"id: {last}")
    assert server.stop() < QUICK
    assert all(page.over.wait(5) for page in pages)
    message = chats.said(talk)
    db.session.commit()
    server.start()
    back = Page(server.port, stream_of(talk), cookies[0], last)
    back.waits_for(f"data: {message.id}")


def test_everybody_comes_back_at_once(app: Flask, serve: Callable[[], Server], talk: Conversation) -> None:
    """Each is asked who they are, and their first look is written down: two connections of the database."""
    cookies = [cookie_of(app, factories.user(Role.HELPDESK)) for _ in range(40)]
    server = serve()
    pages = [Page(server.port, stream_of(talk), cookie) for cookie in cookies]
    for page in pages:
        page.waits_for(f"id: {talk.last_message_id}")


def test_a_lost_connection_to_the_database_ends_the_streams(
    app: Flask, serve: Callable[[], Server], talk: Conversation
) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("a file has no connections to lose")
    cookie = cookie_of(app, factories.user(Role.HELPDESK))
    server = serve()
    page = Page(server.port, stream_of(talk), cookie)
    page.waits_for(f"id: {talk.last_message_id}")
    with db.engine.begin() as connection:
        ended = connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
            )
        ).all()
    assert len(ended) == 1
    assert page.over.wait(5)
    back = Page(server.port, stream_of(talk), cookie, talk.last_message_id)
    back.waits_for(f"id: {talk.last_message_id}")
    message = chats.said(talk)
    db.session.commit()
    back.waits_for(f"data: {message.id}", SOON)
