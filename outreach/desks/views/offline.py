"""What lets guides open without a network: the service worker, the manifest, the page for everything else."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts import guards
from outreach.i18n import gettext as _

TEXT = ("vendor/fonts/be-vietnam-pro-{}-400.woff2", "fonts/be-vietnam-pro-{}-600.woff2")
SHELL = [
    "css/app.css", "css/parts.css", "css/tutorials.css", "vendor/htmx.min.js", "js/app.js", "js/offline.js",
    "img/favicon.svg", "img/icons.svg", "fonts/figures-400.woff2", "fonts/figures-600.woff2",
    *(font.format(letters) for font in TEXT for letters in ("latin", "vietnamese")),
]  # fmt: skip


@guards.everyone
def service_worker() -> ResponseReturnValue:
    """At the root, so that it may answer for every page."""
    response = Response(_worker(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@guards.everyone
def manifest() -> ResponseReturnValue:
    """What a phone needs to put the guides on its first screen."""
    described = {
        "name": _("Hướng dẫn nộp hồ sơ trực tuyến"),
        "short_name": _("Hướng dẫn"),
        "start_url": url_for("tutorials.index"),
        "display": "minimal-ui",
        "background_color": "#f7f5f0",
        "theme_color": "#0a3e48",
        "icons": [{"src": web.static_url("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")


@guards.everyone
def offline() -> ResponseReturnValue:
    """What is shown for a page that was not kept; it holds nothing of whoever is signed in."""
    return web.render("desks/offline.html")


@lru_cache(maxsize=1)
def _worker() -> str:
    """The worker with the addresses it keeps; any changed file makes another one of it."""
    script = (Path(str(current_app.static_folder)) / "js/sw.js").read_text(encoding="utf-8")
    shell = [web.static_url(name) for name in SHELL]
    build = hashlib.sha256("".join([script, *shell]).encode()).hexdigest()[:12]
    return f'const BUILD = "{build}";\nconst SHELL = {json.dumps(shell)};\n{script}'
