"""What a view answers with: a page or one of its parts, or the way to another page."""

import functools
import hashlib
from pathlib import Path
from typing import Any

from flask import (
    Response,
    current_app,
    has_request_context,
    make_response,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup
from werkzeug.urls import iri_to_uri
from werkzeug.utils import redirect as http_redirect

THIS_MACHINE = "http://127.0.0.1:5000"  # as `flask serve` listens by itself


def wants_part() -> bool:
    """Whether htmx asks for a region rather than a whole page."""
    return from_htmx() and request.headers.get("HX-Request-Type") != "full"


def from_htmx() -> bool:
    """Whether htmx sent the request, for a region or a page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def render(page: str, part: str | None = None, **context: Any) -> Response:
    """The page, or only its part file when htmx asked for one; 422 when the posted form has errors."""
    template = part if part and wants_part() else page
    form = context.get("form")
    failed = request.method == "POST" and form is not None and bool(form.errors)
    response = make_response(render_template(template, **context), 422 if failed else 200)
    if part:
        response.vary.update(("HX-Request", "HX-Request-Type"))
    return response


def redirect(url: str) -> Response:
    """303 to a URL of ours, so that forms work without JavaScript; htmx is told to go there as a page."""
    if from_htmx():
        return Response(status=204, headers={"HX-Redirect": iri_to_uri(url)})  # headers are ASCII
    return make_response(http_redirect(url, 303))


def safe_next(target: str | None, otherwise: str) -> str:
    """`target` when it is a path on this host, else `otherwise`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    if any(ord(char) < 33 for char in target) or "\\" in target:
        return otherwise
    return target


def whole_url(path: str) -> str:
    """A path of ours with where the portal is: PUBLIC_URL, where the request came to, or a trusted host."""
    base = str(current_app.config["PUBLIC_URL"])
    if not base and has_request_context():
        base = request.host_url.rstrip("/")
    if not base:
        hosts = current_app.config["TRUSTED_HOSTS"]
        base = f"https://{hosts[0]}" if hosts else THIS_MACHINE
    return base + path


def whole_url_for(endpoint: str, **values: Any) -> str:
    """The whole address of a page of ours, asked by a view, a job or a command alike."""
    if has_request_context():
        return whole_url(url_for(endpoint, **values))
    return whole_url(current_app.url_map.bind("").build(endpoint, values))


def static_url(filename: str) -> str:
    """The address of a static file with its content's mark, so that it may be cached for a year."""
    return f"{current_app.static_url_path}/{filename}?v={_mark(filename)}"


@functools.cache
def icon(name: str) -> Markup:
    """One symbol of static/img/icons.svg; decoration, so the words stand beside it."""
    use = Markup('<use href="{}#{}"></use>').format(static_url("img/icons.svg"), name)
    return Markup('<svg class="icon" aria-hidden="true">{}</svg>').format(use)


@functools.lru_cache(maxsize=256)
def _mark(filename: str) -> str:
    path = Path(str(current_app.static_folder)) / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
