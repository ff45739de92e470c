"""What every request passes on its way in, and every answer on its way out."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from outreach.database import db
from outreach.i18n import gettext as _
from outreach.web import bodies

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no address is told to other hosts; without any, no form is taken
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONE_YEAR = 31_536_000
LARGEST_ID = 2**31 - 1

csrf = CSRFProtect()
compress = Compress()


def init_app(app: Flask) -> None:
    """Attach CSRF, compression, the checks and the headers."""
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    # files go out as streams; its own order there would prefer zstd, a fifth larger for ours
    app.config.setdefault("COMPRESS_ALGORITHM_STREAMING", ["br", "deflate"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 5)
    app.config.setdefault("COMPRESS_MIN_SIZE", 500)
    app.url_map.converters["int"] = RowId
    app.url_map.converters["string"] = app.url_map.converters["default"] = Word
    app.before_request(_refuse_foreign_sites)
    bodies.init_app(app)
    app.before_request(_refuse_unguarded)
    csrf.init_app(app)
    compress.init_app(app)
    app.after_request(_set_headers)
    app.teardown_request(_close_session)


class RowId(IntegerConverter):
    """An id in an address: what no row can have is no address, rather than a fault of the database."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=LARGEST_ID)


class Word(UnicodeConverter):
    """A word in an address; with a NUL it is none, since PostgreSQL holds no such text."""

    def __init__(self, map: Map, **limits: Any) -> None:
        super().__init__(map, **limits)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


def everyone_may(view: Any) -> Any:
    """Mark a view that needs no sign-in."""
    view.allowed = "everyone"
    return view


def _refuse_foreign_sites() -> None:
    """A second layer behind the CSRF token: no unsafe request that another site made the browser send."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "cross-origin"):
        raise BadRequest(_("Yêu cầu đến từ một trang khác nên không được nhận."))


def _refuse_unguarded() -> None:
    """An endpoint that does not say who may use it is nobody's."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not is_guarded(view):
        raise RuntimeError(f"endpoint {request.endpoint} has no guard")


def is_guarded(view: Any) -> bool:
    """Whether a guard of `outreach.accounts.guards` (or `everyone_may`) stands on the view."""
    return getattr(view, "allowed", None) is not None


def _set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():  # what a view says itself, like a file's stricter policy, stays
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}; includeSubDomains")
    if request.endpoint == "static":
        _cache_static(response)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _cache_static(response: Response) -> None:
    marked = request.args.get("v") is not None and response.status_code == 200
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if marked else "no-cache"


def _close_session(error: BaseException | None) -> None:
    if error is not None:
        db.session.rollback()
