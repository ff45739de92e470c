"""A server that publishes registers on 127.0.0.1, and misbehaves in every way that servers do.

It speaks through a bare socket: what no well-behaved library would send is what has to be tried.
"""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache

SIGN_IN_PAGE = (
    b'<!DOCTYPE html><html><head><title>Dang nhap</title></head><body><form method="post" action="/login">'
    b'<input name="user"><input type="password" name="pass"></form></body></html>'
)
LONGEST_REQUEST = 64 * 1024


@dataclass
class Server:
    """What it publishes and how it behaves; `asked` are the requests, each with its headers in lower case."""

    content: bytes = b""
    etag: str | None = None
    modified: str | None = None
    way: str = "well"
    token: str | None = None  # wanted as `Authorization: Bearer …`
    more: dict[str, str] = field(default_factory=dict)  # headers
    asked: list[dict[str, str]] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def answer(self, headers: dict[str, str], client: socket.socket) -> None:
        """One request, in the way of the moment."""
        self.asked.append(headers)
        self.reached.set()
        if self.token is not None and headers.get("authorization") != f"Bearer {self.token}":
            client.sendall(_head(401, "Unauthorized", {"Content-Length": "0"}))
            return
        WAYS[self.way](self, headers, client)


def _head(status: int, reason: str, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {reason}", "Connection: close"]
    return (
        "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items())]).encode() + b"\r\n\r\n"
    )


def _file(server: Server, **headers: str) -> bytes:
    marks = {"ETag": server.etag, "Last-Modified": server.modified}
    said = {name: value for name, value in marks.items() if value}
    usual = {"Content-Type": "text/csv", "Content-Length": str(len(server.content))}
    return _head(200, "OK", {**usual, **said, **server.more, **headers})


def _well(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    known = server.etag is not None and headers.get("if-none-match") == server.etag
    same_day = server.modified is not None and headers.get("if-modified-since") == server.modified
    if known or same_day:
        client.sendall(_head(304, "Not Modified", {}))
        return
    client.sendall(_file(server) + server.content)


def _status(status: int, **more: str) -> "Way":
    def say(server: Server, headers: dict[str, str], client: socket.socket) -> None:
        client.sendall(_head(status, "Said", {"Content-Length": "4", **more}) + b"no\r\n")

    return say


def _cut(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(_file(server) + server.content[: len(server.content) // 2])


def _cut_chunks(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    head = _head(200, "OK", {"Transfer-Encoding": "chunked"})
    client.sendall(head + b"%x\r\n" % len(server.content) + server.content + b"\r\n")  # and no last one


def _chunks(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    head = _head(200, "OK", {"Transfer-Encoding": "chunked"})
    client.sendall(head + b"%x\r\n" % len(server.content) + server.content + b"\r\n0\r\n\r\n")


def _without_length(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(_head(200, "OK", {"Content-Type": "text/csv"}) + server.content)


def _too_long(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(_file(server, **{"Content-Length": str(len(server.content) + 1000)}) + server.content)


def _wrong_number(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(_file(server, **{"Content-Length": "-5"}) + server.content)


def _drip(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    """Each byte comes before anybody's patience between two of them ends."""
    client.sendall(_file(server))
    for byte in server.content:
        client.sendall(bytes([byte]))
        if server.go_on.wait(0.05):
            return


def _drip_chunks(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(_head(200, "OK", {"Transfer-Encoding": "chunked"}))
    for byte in server.content:
        client.sendall(b"1\r\n" + bytes([byte]) + b"\r\n")
        if server.go_on.wait(0.05):
            return


def _drip_headers(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not server.go_on.wait(0.05):
        client.sendall(b"a")


def _silent(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    server.go_on.wait(30)


def _closed(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    """It hangs up without a word."""


def _endless(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(_head(200, "OK", {"Content-Type": "text/csv"}))
    while not server.go_on.is_set():
        client.sendall(b"a;b;c\r\n" * 10_000)


def _bomb(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    packed = _packed_bomb()
    said = {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    client.sendall(_head(200, "OK", said) + packed)


@cache
def _packed_bomb() -> bytes:
    """60 KB that become 60 MB."""
    return gzip.compress(bytes(60 * 1024 * 1024), 9)


def _gzip(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    packed = gzip.compress(server.content)
    said = {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    client.sendall(_head(200, "OK", said) + packed)


def _gzip_cut(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    packed = gzip.compress(server.content)[:-20]
    said = {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    client.sendall(_head(200, "OK", said) + packed)


def _gzip_damaged(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    said = {"Content-Encoding": "gzip", "Content-Length": "11"}
    client.sendall(_head(200, "OK", said) + b"not packed!")


def _packed_oddly(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(_file(server, **{"Content-Encoding": "gzip, gzip"}) + server.content)


def _sign_in(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(SIGN_IN_PAGE))}
    client.sendall(_head(200, "OK", said) + SIGN_IN_PAGE)


def _garbage(server: Server, headers: dict[str, str], client: socket.socket) -> None:
    client.sendall(b"SSH-2.0-OpenSSH_9.2\r\n" + b"\x00" * 100)


Way = Callable[[Server, dict[str, str], socket.socket], None]
WAYS: dict[str, Way] = {
    "well": _well, "cut": _cut, "chunks": _chunks, "cut chunks": _cut_chunks, "too long": _too_long,
    "wrong number": _wrong_number, "without length": _without_length, "drip": _drip, "silent": _silent,
    "drip chunks": _drip_chunks, "drip headers": _drip_headers, "closed": _closed,
    "endless": _endless, "bomb": _bomb, "gzip": _gzip,
    "gzip cut": _gzip_cut, "gzip damaged": _gzip_damaged, "packed oddly": _packed_oddly,
    "sign in": _sign_in, "garbage": _garbage, "moved": _status(302, Location="http://127.0.0.1:1/"),
    "busy": _status(429, **{"Retry-After": "7200"}),
    **{str(status): _status(status) for status in (204, 206, 304, 401, 403, 404, 410, 418, 500, 502, 503)},
}  # fmt: skip


def _serve(server: Server, client: socket.socket) -> None:
    with client, suppress(OSError):
        client.settimeout(30)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        said = b""
        while b"\r\n\r\n" not in said and len(said) < LONGEST_REQUEST:
            piece = client.recv(4096)
            if not piece:
                return
            said += piece
        lines = said.decode("latin-1").split("\r\n")
        headers = {"": lines[0]}
        headers |= {
            n.strip().lower(): v.strip() for n, _c, v in (line.partition(":") for line in lines[1:]) if n
        }
        server.answer(headers, client)
        with suppress(OSError):
            client.shutdown(socket.SHUT_WR)


@contextmanager
def running(content: bytes = b"", **values: object) -> Iterator[Server]:
    """A server at some port until the end of the block."""
    server = Server(content, **values)  # type: ignore[arg-type]
    listener = socket.create_server(("127.0.0.1", 0))
    server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=_serve, args=(server, client), daemon=True)
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        server.go_on.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(5)
        end = time.monotonic() + 5
        for thread in threads:
            thread.join(max(0, end - time.monotonic()))
