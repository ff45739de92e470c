"""What is sent to us arrives whole or not at all, and never holds all page threads.

Servers hand a body over while it comes in, cut short without an error, and a read waits as long as the sender
likes. So each body is taken in before anything looks at it, and only so many at once.

A register of many years is larger than anything else: the view that takes it says so, only whom it lets in
may send as much, and it waits where files lie, never in a /tmp that may be small, or memory.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO

from flask import Flask, Request, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge, ServiceUnavailable

from outreach.i18n import LazyText
from outreach.i18n import gettext as _

# Of 64 page threads (cli/serve.py): whoever sends a byte a minute must leave some for pages, and one address
# must leave some for others. A hall behind one address sends small forms, which arrive in one piece.
AT_ONCE = 40
OF_ONE_ADDRESS = 16
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024
LARGE_AT_ONCE = 2
# A large body is written as it comes, taken apart, and kept; and the database needs room as well.
COPIES, ROOM_LEFT = 3, 512 * 1024**2

View = Callable[..., ResponseReturnValue]

_coming_in: Counter[str] = Counter()
_large: list[int] = []
_lock = Lock()


class SpaciousRequest(Request):
    """Files of a form wait where files are kept: they may be larger than what /tmp has room for."""

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None, filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:  # fmt: skip
        return _waiting(total_content_length or IN_MEMORY)


def takes(most: int, too_large: LazyText) -> Callable[[View], View]:
    """Let a view take bodies of so many bytes from whom it lets in; `too_large` is said of more."""

    def decorate(view: View) -> View:
        view.largest_body = most, too_large  # type: ignore[attr-defined]
        return view

    return decorate


def init_app(app: Flask) -> None:
    """Take bodies in before everything else that reads them."""
    app.request_class = SpaciousRequest
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
        _may_be_so_large(announced)
        with _place_of_large(announced), place(request.remote_addr or ""):
            g.body = request.environ["wsgi.input"] = _whole(request.environ["wsgi.input"], announced)
    elif announced:
        with place(request.remote_addr or ""):
            g.body = request.environ["wsgi.input"] = _whole(request.environ["wsgi.input"], announced)


def _may_be_so_large(announced: int) -> None:
    """Raises 413 unless the view takes it, from this person, and there is room for it."""
    view = current_app.view_functions.get(request.endpoint or "")
    most, too_large = getattr(view, "largest_body", None) or (0, None)
    roles = getattr(view, "allowed", ())
    if not most or not current_user.is_authenticated or current_user.role not in roles:
        raise RequestEntityTooLarge
    if announced > most:
        raise RequestEntityTooLarge(str(too_large))
    if shutil.disk_usage(_folder()).free < COPIES * announced + ROOM_LEFT:
        raise RequestEntityTooLarge(
            _(
                "Máy chủ không còn đủ chỗ cho tệp lớn như vậy; Anh/Chị báo quản trị viên, "
                "hoặc gửi tệp nhỏ hơn."
            )
        )
    request.max_content_length = most


@contextmanager
def _place_of_large(announced: int) -> Iterator[None]:
    """One of the few places for large bodies; 503 when all are taken."""
    with _lock:
        if len(_large) >= LARGE_AT_ONCE:
            raise ServiceUnavailable
        _large.append(announced)
    try:
        yield
    finally:
        with _lock:
            _large.remove(announced)


def _folder() -> Path:
    folder = Path(current_app.config["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _waiting(size: int) -> IO[bytes]:
    """Where bytes wait: small ones in memory, others in a file without a name."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(_folder()) if size > IN_MEMORY else None)


def _whole(stream: IO[bytes], announced: int) -> IO[bytes]:
    body = _waiting(announced)
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
