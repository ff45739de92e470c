"""What is sent to us arrives whole or not at all, and never holds all page threads.

Servers hand a body over while it comes in, cut short without an error, and a read waits as long as the sender
likes. So each body is taken in before anything looks at it, and only so many at once.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO

from flask import Flask, current_app, g, request
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge, ServiceUnavailable

from outreach.i18n import gettext as _

# Of 64 page threads (cli/serve.py): whoever sends a byte a minute must leave some for pages, and one address
# must leave some for others. A hall behind one address sends small forms, which arrive in one piece.
AT_ONCE = 40
OF_ONE_ADDRESS = 16
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024

_coming_in: Counter[str] = Counter()
_lock = Lock()


def init_app(app: Flask) -> None:
    """Take bodies in before everything else that reads them."""
    app.before_request(_take_in)
    app.teardown_request(_let_go)


def _take_in() -> None:
    if request.method in ("GET", "HEAD"):
        return
    if "Transfer-Encoding" in request.headers:
        # Pieces without a total: nobody could tell whether the last ones are missing.
        raise LengthRequired
    announced = request.content_length or 0
    if announced > int(current_app.config["MAX_CONTENT_LENGTH"]):
        raise RequestEntityTooLarge
    if announced:
        with place(request.remote_addr or ""):
            g.body = request.environ["wsgi.input"] = _whole(request.environ["wsgi.input"], announced)


def _whole(stream: IO[bytes], announced: int) -> IO[bytes]:
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed with the request)
    left = announced
    while left and (piece := stream.read(min(left, PIECE))):
        body.write(piece)
        left -= len(piece)
    if left:
        body.close()
        raise BadRequest(_("Nội dung gửi lên bị cắt ngang. Anh/Chị vui lòng gửi lại."))
    body.seek(0)
    return body


@contextmanager
def place(address: str) -> Iterator[None]:
    """One of the places for bodies on their way in; 503 when all, or all of this address, are taken."""
    with _lock:
        if _coming_in.total() >= AT_ONCE or _coming_in[address] >= OF_ONE_ADDRESS:
            raise ServiceUnavailable
        _coming_in[address] += 1
    try:
        yield
    finally:
        with _lock:
            _coming_in[address] -= 1
            if not _coming_in[address]:
                del _coming_in[address]


def _let_go(error: BaseException | None) -> None:
    if "body" in g:
        g.body.close()
