"""The only way out to other machines by HTTP: to named hosts, within bounds, and never further than asked.

No redirects, no proxies or passwords from the environment, a new connection for each request, and an answer
that is read up to a size and a time. E-mail has a way of its own (outreach/outbox/smtp.py).
"""

import json
import time
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

CONNECT_SECONDS = 5
READ_SECONDS = 15  # between two pieces of an answer
WHOLE_SECONDS = 40  # for all of it
MOST_BYTES = 256 * 1024
PIECE = 16 * 1024

File = tuple[str, bytes, str]  # name, content, MIME type


class NotAllowed(Exception):
    """The address is none of the hosts that may be asked."""


class NotReached(Exception):
    """Surely nothing was taken over: the connection failed before a byte of the body went out."""


class Broken(Exception):
    """The request went out and no whole answer came back: nobody knows what became of it."""


class TooLarge(Broken):
    """The answer is larger than whoever asked takes in: asking again would bring the same."""


class Answer(NamedTuple):
    """What came back, whatever it says."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any] | None:
        """The body as a JSON object; None when it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


def allowed(url: str, hosts: Collection[str]) -> bool:
    """Whether an address may be asked.

    `hosts`: 'api.example.vn' (https, usual port), '.example.vn' (any below it), or a whole origin such as
    'http://127.0.0.1:8080', which tests use.
    """
    if not url.isascii() or any(char <= " " or char in '\\"<>^`{|}\x7f' for char in url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return True
    host = parts.hostname or ""
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc or not host:
        return False
    return host in hosts or any(one.startswith(".") and host.endswith(one) for one in hosts)


def ask(
    method: str,
    url: str,
    *,
    hosts: Collection[str],
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    body: bytes | None = None,
    files: Mapping[str, File] | None = None,
    last_moment: Callable[[], None] | None = None,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Send one request and take in its whole answer; NotAllowed, NotReached, or Broken when there is none.

    `last_moment` is called once the connection stands and before the first byte of `body`: until then the
    other side surely has not taken it. What it raises goes through, and nothing was sent.
    """
    if not allowed(url, hosts):
        raise NotAllowed
    import requests  # 0.1 s and some megabytes that a start need not pay

    outgoing = _Watched(body, last_moment) if body is not None else None
    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.request(
                method, url, headers=headers, params=params, data=outgoing, files=files, stream=True,
                allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS),
            ) as response:  # fmt: skip
                return Answer(response.status_code, response.headers, _whole(response, most_bytes))
        except requests.RequestException as fault:
            # Its own words hold the whole address; the kind of fault is enough to know.
            kind = type(fault).__name__
            raise (Broken(kind) if outgoing is None or outgoing.begun else NotReached(kind)) from None


class _Watched(BytesIO):
    """A body that says when its first byte is asked for: by then the connection stands."""

    def __init__(self, content: bytes, last_moment: Callable[[], None] | None) -> None:
        super().__init__(content)
        self.begun = False
        self._last_moment = last_moment

    def read(self, size: int | None = -1, /) -> bytes:
        """A piece of it."""
        if not self.begun:
            if self._last_moment is not None:
                self._last_moment()
            self.begun = True
        return super().read(size)


def _whole(response: Any, most_bytes: int) -> bytes:
    end, taken = time.monotonic() + WHOLE_SECONDS, bytearray()
    for piece in response.iter_content(PIECE):
        taken += piece
        if len(taken) > most_bytes:
            raise TooLarge("too large")
        if time.monotonic() > end:
            raise Broken("too slow")
    return bytes(taken)
