"""Five times kill -9 under six senders that try again: nothing is lost, nothing is there twice."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from config import Config
from outreach import create_app
from outreach.accounts.models import Role
from outreach.database import db, upgrade
from tests import factories
from tests.client import CheckedClient
from tests.helpdesk import chats

pytestmark = pytest.mark.faults
KILLS, SENDERS = 5, 6
SECRET = "a secret of the kill test, long enough to be one"
ROOT = Path(__file__).parent.parent.parent


class Server:
    """`flask serve` in a process group of its own, which a kill takes away as a power cut would."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"sqlite:///{folder / 'chat.db'}"
        settings = {"DATABASE_URL": self.url, "DATA_DIR": str(folder / "files"), "SECRET_KEY": SECRET}
        self.environment = {**os.environ, **settings}
        self.process: subprocess.Popen[bytes] | None = None
        self.log = (folder / "server.log").open("wb")

    def start(self) -> None:
        command = [sys.executable, "-m", "flask", "serve", "--port", str(self.port), "--no-worker"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with suppress(OSError), closing(self._connection()) as connection:
                connection.request("GET", "/dang-nhap")
                with connection.getresponse() as answer:
                    if answer.status == 200:
                        return
            assert self.process is not None
            assert self.process.poll() is None, "the server ended"
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Sender(threading.Thread):
    """Somebody who writes one message after another, each sent again until it is acknowledged."""

    def __init__(self, port: int, path: str, cookie: str, token: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.path, self.stop, self.tries = port, path, stop, 0
        self.acknowledged: list[str] = []
        self.headers = {
            "Cookie": cookie, "X-CSRFToken": token, "HX-Request": "true", "HX-Request-Type": "partial",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip

    def run(self) -> None:
        while not self.stop.is_set():
            client_id = secrets.token_hex(16)
            body = urlencode({"client_id": client_id, "text": f"Tin {client_id}"})
            while not self._sent(body):
                self.stop.wait(0.02)
            self.acknowledged.append(client_id)

    def _sent(self, body: str) -> bool:
        self.tries += 1
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("POST", self.path, body, self.headers)
            with connection.getresponse() as answer:
                answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        assert answer.status in (200, 503), answer.status
        return answer.status == 200


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    served = Server(tmp_path)
    yield served
    if served.process is not None and served.process.poll() is None:
        served.kill()
    served.log.close()


def invited(server: Server, folder: Path) -> list[tuple[str, str, str]]:
    """Conversations with somebody signed in to each: path, cookie, token."""
    app = create_app(
        Config(
            secret_key=SECRET, database_url=server.url, data_dir=folder / "files", board_name="Ban Mẫu",
            extra={"TESTING": True, "PASSWORD_METHOD": "scrypt:256:8:1"},
        )
    )  # fmt: skip
    app.test_client_class = CheckedClient
    with app.app_context():
        upgrade(app)
        made = []
        for _ in range(SENDERS):
            person = factories.user(Role.BUSINESS)
            talk = chats.conversation(person.business)
            path = f"/tro-giup/{talk.public_id}/tin"
            client = app.test_client()
            assert isinstance(client, CheckedClient)
            client.sign_in(person)
            with client.session_transaction() as session:
                raw = session["csrf_token"] = secrets.token_hex(20)
                signer = SecureCookieSessionInterface().get_signing_serializer(app)
                assert signer is not None
                cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
            token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(raw)
            made.append((path, cookie, str(token)))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return made


def test_nothing_is_lost_and_nothing_is_double(server: Server, tmp_path: Path) -> None:
    people = invited(server, tmp_path)
    server.start()
    server.wait()
    stop = threading.Event()
    senders = [Sender(server.port, *person, stop) for person in people]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        _wait_for_more(senders, 25)
        server.kill()
        server.start()
        server.wait()
    _wait_for_more(senders, 25)
    stop.set()
    for sender in senders:
        sender.join(30)
        assert not sender.is_alive()
    server.kill()
    acknowledged = sorted(one for sender in senders for one in sender.acknowledged)
    engine = sa.create_engine(server.url)
    with engine.connect() as connection:
        stored = sorted(connection.scalars(sa.text("SELECT client_id FROM messages")))
        last = connection.execute(sa.text(
            "SELECT count(*) FROM conversations c WHERE c.last_message_id != "
            "(SELECT max(id) FROM messages m WHERE m.conversation_id = c.id)"
        )).scalar_one()  # fmt: skip
        whole = connection.execute(sa.text("PRAGMA integrity_check")).scalar_one()
    engine.dispose()
    assert len(acknowledged) > 100
    assert sum(sender.tries for sender in senders) > len(acknowledged), "the kills were felt"
    assert stored == acknowledged
    assert (last, whole) == (0, "ok")


def _wait_for_more(senders: list[Sender], more: int) -> None:
    """Until so many more messages were acknowledged: the kill falls into the middle of the writing."""
    wanted = sum(len(one.acknowledged) for one in senders) + more
    end = time.monotonic() + 60
    while sum(len(one.acknowledged) for one in senders) < wanted:
        assert time.monotonic() < end, "nobody gets anything stored"
        assert any(one.is_alive() for one in senders)
        time.sleep(0.005)
