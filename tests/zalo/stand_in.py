"""Zalo's server, as far as the portal uses it, on 127.0.0.1; it can be told to fail in every way it does.

It speaks OAuth (rotating refresh tokens, each used once), message/cs, upload, user/detail, getoa and quota.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

APP_SECRET = "the application's secret of the tests"
LONGEST_WAIT = 30  # seconds that a slow answer takes at most

# Ways to fail: an int is a code with HTTP 200, the others by name; None is an ordinary answer.
STATUS_500, STATUS_429, STATUS_404 = "500", "429", "404"
SLOW, CUT, CUT_AFTER_TAKING, BROKEN_JSON, TOO_LARGE = (
    "slow",
    "cut",
    "cut after taking",
    "broken json",
    "large",
)
MOVED, NO_ERROR_FIELD = "moved", "no error field"
Fault = int | str | None


@dataclass
class Zalo:
    """What it holds and received; `faults[path]` are the next answers of an address, in their order."""

    access: str = "access-0"
    refresh: str = "refresh-0"
    spent: set[str] = field(default_factory=set)
    code: str = "code-of-consent"
    challenge: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[tuple[str, bytes]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)  # path → where its answer leads on to
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    with_quota: bool = True
    url: str = ""
    go_on: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: int = 0

    def fail(self, path: str, *ways: Fault) -> None:
        """The next answers of an address; afterwards it behaves."""
        self.faults[path].extend(ways)

    @property
    def texts(self) -> list[str]:
        """The words of the messages taken, in their order."""
        return [one["message"]["text"] for one in self.messages if "text" in one["message"]]

    def next_pair(self) -> dict[str, str]:
        """A new pair: the old access token ends, the old refresh token is spent."""
        self.spent.add(self.refresh)
        self.numbers += 1
        self.access, self.refresh = f"access-{self.numbers}", f"refresh-{self.numbers}"
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def zalo(self) -> Zalo:
        return self.server.zalo  # type: ignore[attr-defined, no-any-return]

    def log_message(self, *_args: object) -> None:
        """Nothing on the screen."""

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, method: str, body: bytes) -> None:
        parts = urlsplit(self.path)
        with self.zalo.lock:
            self.zalo.asked.append((method, parts.path))
            waiting = self.zalo.faults[parts.path]
            fault = waiting.pop(0) if waiting else None
        if fault is not None and self._failed(fault, parts.path, body):
            return
        with self.zalo.lock:
            if parts.path in self.zalo.moved:
                self._lead_to(self.zalo.moved[parts.path])
                return
            said = self._said(parts.path, parse_qs(parts.query), body)
        if isinstance(said, tuple):
            self._send(200, said[1], said[0])
        else:
            self._send(200, json.dumps(said).encode())

    def _failed(self, fault: Fault, path: str, body: bytes) -> bool:
        if isinstance(fault, int):
            self._send(200, json.dumps({"error": fault, "message": "whatever it says"}).encode())
        elif fault in (STATUS_500, STATUS_429, STATUS_404):
            self._send(int(str(fault)), b"<html>not now</html>", "text/html")
        elif fault == SLOW:
            self.zalo.go_on.wait(LONGEST_WAIT)
            return False
        elif fault in (CUT, CUT_AFTER_TAKING):
            if fault == CUT_AFTER_TAKING:
                with self.zalo.lock:
                    self._said(path, {}, body)
            self.close_connection = True
            self.connection.close()
        elif fault == BROKEN_JSON:
            self._send(200, b'{"error": 0, "data": {"messa')
        elif fault == NO_ERROR_FIELD:
            self._send(200, b'{"data": {}}')
        elif fault == TOO_LARGE:
            self._send(200, b" " * 300_000 + b'{"error": 0}')
        elif fault == MOVED:
            self._lead_to(self.zalo.url + "/secret")
        return True

    def _lead_to(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _said(self, path: str, query: dict[str, list[str]], body: bytes) -> Any:
        if path == "/v4/oa/access_token":
            return self._tokens({name: values[0] for name, values in parse_qs(body.decode()).items()})
        if path in self.zalo.files:
            return self.zalo.files[path]
        if self.headers.get("access_token") != self.zalo.access:
            return {"error": -216, "message": "Access token is invalid"}
        return getattr(self, "_" + path.strip("/").replace("/", "_").replace(".", "_"), self._none)(
            query, body
        )

    def _none(self, query: dict[str, list[str]], body: bytes) -> Any:
        return {"error": -404, "message": "no such address"}

    def _tokens(self, form: dict[str, str]) -> Any:
        from outreach.zalo.rules.connecting import challenge_of

        if self.headers.get("secret_key") != APP_SECRET:
            return {"error": -14004, "error_name": "Invalid secret key"}
        if form["grant_type"] == "refresh_token":
            right = (
                form["refresh_token"] == self.zalo.refresh and form["refresh_token"] not in self.zalo.spent
            )
            return (
                self.zalo.next_pair() if right else {"error": -14014, "error_name": "Invalid refresh token"}
            )
        right = form["code"] == self.zalo.code and self.zalo.challenge in (
            None, challenge_of(form["code_verifier"]),
        )  # fmt: skip
        self.zalo.code = "used"
        return self.zalo.next_pair() if right else {"error": -14010, "error_name": "Invalid code"}

    def _v3_0_oa_message_cs(self, query: dict[str, list[str]], body: bytes) -> Any:
        message = json.loads(body)
        self.zalo.messages.append(message)
        self.zalo.numbers += 1
        data = {"message_id": f"out-{self.zalo.numbers}", "user_id": message["recipient"].get("user_id")}
        if self.zalo.with_quota:
            data["quota"] = {"quota_type": "reply", "remain": "8", "total": "8"}
        return {"data": data, "error": 0, "message": "Success"}

    def _upload(self, body: bytes, key: str) -> Any:
        name = body.split(b'filename="', 1)[1].split(b'"', 1)[0].decode()
        content = body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
        self.zalo.uploads.append((name, content))
        return {"data": {key: f"upload-{len(self.zalo.uploads)}"}, "error": 0, "message": "Success"}

    def _v2_0_oa_upload_image(self, query: dict[str, list[str]], body: bytes) -> Any:
        return self._upload(body, "attachment_id")

    def _v2_0_oa_upload_file(self, query: dict[str, list[str]], body: bytes) -> Any:
        return self._upload(body, "token")

    def _v3_0_oa_user_detail(self, query: dict[str, list[str]], body: bytes) -> Any:
        user_id = json.loads(query["data"][0])["user_id"]
        person = self.zalo.people.get(user_id)
        return {"data": person, "error": 0} if person else {"error": -201, "message": "user_id is invalid"}

    def _v2_0_oa_getoa(self, query: dict[str, list[str]], body: bytes) -> Any:
        return {"data": {"oa_id": "388613280878808645", "name": "Ban Quản lý KCN Mẫu"}, "error": 0}

    def _v3_0_oa_quota_message(self, query: dict[str, list[str]], body: bytes) -> Any:
        return {"data": [{"quota_type": "sub_quota", "remain": "480", "total": "500"}], "error": 0}

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """Clients that go away are part of the tests."""


@contextmanager
def running() -> Iterator[Zalo]:
    """The server on a free port, for as long as the block lasts."""
    zalo = Zalo()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.zalo = zalo  # type: ignore[attr-defined]
    zalo.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield zalo
    finally:
        zalo.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
