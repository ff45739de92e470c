"""One request: the checks it passes, the commit, forms, the page or part it is answered with, errors.

The only package that knows htmx's headers. Views use it as `web.render`, `web.commits`, `web.Form` and so on.
"""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from flask import Flask, abort, make_response, request
from flask.typing import ResponseReturnValue
from jinja2 import FileSystemBytecodeCache

from outreach.database import db, only_read
from outreach.web import checks, faults
from outreach.web.answers import (
    from_htmx,
    icon,
    redirect,
    render,
    safe_next,
    static_url,
    wants_part,
    whole_url,
    whole_url_for,
)
from outreach.web.checks import CONTENT_SECURITY_POLICY, everyone_may, is_guarded
from outreach.web.faults import error_page
from outreach.web.forms import Form
from outreach.web.plain_calls import PlainCalls, PlainImports, csrf_token, url_for
from outreach.web.routes import LateRule
from outreach.web.spaces import Unindented

__all__ = [
    "CONTENT_SECURITY_POLICY", "Afterwards", "Form", "LateRule",
    "commits", "error_page", "everyone_may", "found", "from_htmx", "icon", "init_app", "is_guarded",
    "keep_compiled_templates", "redirect", "render", "safe_next", "static_url", "url_for", "wants_part",
    "whole_url",
    "whole_url_for",
]  # fmt: skip

T = TypeVar("T")


class Afterwards(NamedTuple):
    """What a view gives whose deed is done: it is committed, and what it answers is made afterwards.

    Nobody who writes waits while a page is read and rendered; who listens is woken before. Should the answer
    fail, the deed stands: only for deeds that change nothing when they come again.
    """

    answer: Callable[[], ResponseReturnValue]


View = Callable[..., ResponseReturnValue]
Deed = Callable[..., ResponseReturnValue | Afterwards]


def init_app(app: Flask) -> None:
    """Attach the checks, error pages and what templates need."""
    checks.init_app(app)
    faults.init_app(app)
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.code_generator_class = PlainCalls
    app.jinja_env.template_class = PlainImports
    app.add_template_global(url_for)
    app.add_template_global(csrf_token)
    app.add_template_global(static_url)
    app.add_template_global(icon)


def keep_compiled_templates(app: Flask) -> None:
    """Keep what templates compile to beside the files, so that a restart answers its first page sooner."""
    folder = Path(app.config["DATA_DIR"]) / "templates"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # named after what shapes them beside their source, so that none is taken from before that was so
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder), "plain_writing_%s.cache")


def commits(view: Deed) -> View:
    """The only commit of a deed: when the view succeeded, never on GET."""

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        done = view(*args, **kwargs)
        if isinstance(done, Afterwards):
            db.session.commit()
            only_read()
            return make_response(done.answer())
        response = make_response(done)
        if request.method not in ("GET", "HEAD") and response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response

    wrapper.commits = True  # type: ignore[attr-defined]
    return wrapper


def found(thing: T | None) -> T:
    """The thing that an address names; 404 when there is none, or none that this person may see."""
    if thing is None:
        abort(404)
    return thing
