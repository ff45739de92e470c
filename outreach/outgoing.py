"""The only way out to other machines by HTTP: to named hosts, within bounds, and never further than asked.

No redirects, no proxies or passwords from the environment, a new connection for each request, and an answer
that is read up to a size and a time. E-mail has a way of its own (outreach/outbox/smtp.py).
"""

import json
import re
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any, NamedTuple
from urllib.parse import urlsplit

CONNECT_SECONDS = 5
READ_SECONDS = 15  # between two pieces of an answer
WHOLE_SECONDS = 40  # for all of it
MOST_BYTES = 256 * 1024
PIECE = 16 * 1024
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")  # of a host: no address in brackets, nobody's password

File = tuple[str, bytes, str]  # name, content, MIME type


class NotAllowed(Exception):
    """The address is none of the hosts that may be asked."""


class NotReached(Exception):
    """Surely nothing was taken over: the connection failed before a byte of the body went out."""


class Broken(Exception):
    """The request went out and no whole answer came back: nobody knows what became of it."""


class TooLarge(Broken):
    """The answer is larger than whoever asked takes in: asking again would bring the same."""


class TooSlow(Broken):
    """The other side took too long, at once or drop by drop."""


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


class Arrived(NamedTuple):
    """A file that came, or what was said instead: only with status 200 anything is written."""

    status: int
    headers: Mapping[str, str]
    size: int  # bytes written, unpacked
    whole: bool  # whether the other side said where it ends: otherwise a cut looks like an end


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
    host = parts.netloc.lower().partition(":")[0]
    if parts.scheme != "https" or port not in (None, 443) or not _NAME.fullmatch(host):
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
    outgoing = _Watched(body, last_moment) if body is not None else None
    try:
        with _asked(method, url, headers=headers, params=params, data=outgoing, files=files) as response:
            # Each piece as it comes, unpacked to a size: a larger one would be awaited however slow it drips.
            pieces = iter(lambda: response.raw.read1(PIECE, decode_content=True), b"")
            body_of_answer = b"".join(_bounded(pieces, most_bytes, WHOLE_SECONDS))
            return Answer(response.status_code, response.headers, body_of_answer)
    except (NotReached, Broken) as fault:
        if outgoing is not None and not outgoing.begun:
            raise NotReached(*fault.args) from None
        if isinstance(fault, NotReached):  # of what has no body nobody asks whether it was taken
            raise Broken(*fault.args) from None
        raise


def download(
    url: str,
    *,
    hosts: Collection[str],
    into: IO[bytes],
    headers: Mapping[str, str] | None = None,
    most_bytes: int,
    longest_seconds: float,
) -> Arrived:
    """Fetch a file piece by piece, so that its size is no matter of memory.

    Raises NotAllowed, NotReached, or Broken when there is no whole answer (TooSlow, TooLarge: unpacked), and
    whatever `into` raises. What was written by then is of no use.
    """
    if not allowed(url, hosts):
        raise NotAllowed
    plain = {"Accept-Encoding": "identity", **(headers or {})}
    with _asked("GET", url, headers=plain) as response:
        said = response.headers
        if response.status_code != 200:
            return Arrived(response.status_code, said, 0, True)
        size = 0
        pieces = iter(lambda: response.raw.read1(PIECE, decode_content=False), b"")
        unpacked = _unpacked(pieces, said.get("Content-Encoding", "").strip().lower())
        for piece in _bounded(unpacked, most_bytes, longest_seconds):
            into.write(piece)
            size += len(piece)
        counted = said.get("Content-Length", "").strip().isdecimal()
        whole = counted or said.get("Transfer-Encoding", "").strip().lower() == "chunked"
        return Arrived(200, said, size, whole)


@contextmanager
def _asked(method: str, url: str, **values: Any) -> Iterator[Any]:
    """The answer, its body still to come. Every fault of requests is one of ours, without the address."""
    import requests  # 0.1 s and some megabytes that a start need not pay
    from urllib3 import exceptions as faults

    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.request(
                method, url, stream=True, allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS),
                **values,
            ) as response:  # fmt: skip
                yield response
        # Their own words hold the whole address; the kind of fault is enough to know.
        except (requests.Timeout, faults.ReadTimeoutError) as fault:
            reached = not isinstance(fault, requests.ConnectTimeout)
            raise (TooSlow if reached else NotReached)(type(fault).__name__) from None
        except requests.ConnectionError as fault:
            met = fault.args and not isinstance(fault.args[0], faults.MaxRetryError | faults.SSLError)
            raise (Broken if met else NotReached)(type(fault).__name__) from None
        except (requests.RequestException, faults.HTTPError) as fault:
            raise Broken(type(fault).__name__) from None


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


def _bounded(pieces: Iterator[bytes], most_bytes: int, longest_seconds: float) -> Iterator[bytes]:
    """The same pieces, until they are too many or take too long."""
    end, taken = time.monotonic() + longest_seconds, 0
    for piece in pieces:
        taken += len(piece)
        if taken > most_bytes:
            raise TooLarge("too large")
        if time.monotonic() > end:
            raise TooSlow("too slow")
        yield piece


def _unpacked(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """What was packed although nobody asked for it, a piece at a time however much it becomes."""
    if encoding in ("", "identity"):
        yield from pieces
        return
    if encoding not in ("gzip", "x-gzip"):
        raise Broken("packed in a way of its own")
    inflater = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            yield inflater.decompress(piece, PIECE)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, PIECE)
    except zlib.error:
        raise Broken("damaged") from None
    if not inflater.eof or inflater.unused_data:
        raise Broken("cut off, or more than one")
