"""What browsers and watchers ask for without anybody signing in."""

from flask import Response, current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import escape

from outreach import web
from outreach.accounts import guards
from outreach.answers import queries as answers
from outreach.catalogue import queries as catalogue
from outreach.desks.queries.health import ask_database
from outreach.i18n import LOCALES
from outreach.tutorials import queries as tutorials

PUBLIC = (
    "/huong-dan", "/hoi-dap$", "/hoi-dap/", "/thu-tuc-truc-tuyen", "/so-do-thu-tuc", "/bien-nhan$",
    "/bien-nhan/truoc-khi-nop", "/dang-nhap", "/static/",
)  # fmt: skip
OPEN_LISTS = ("answers.questions", "catalogue.index", "catalogue.map")
MOST_ADDRESSES = 50_000  # of one sitemap


@guards.everyone
def robots() -> ResponseReturnValue:
    """Search engines may read what needs no sign-in."""
    lines = ["User-agent: *", *(f"Allow: {path}" for path in PUBLIC), "Disallow: /"]
    lines.append(f"Sitemap: {web.whole_url(url_for('desks.sitemap'))}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@guards.everyone
def sitemap() -> ResponseReturnValue:
    """The addresses of all public pages: guides with their steps, and what other rooms open to everybody."""
    paths = [url_for(name) for name in ("tutorials.index", *OPEN_LISTS) if name in current_app.view_functions]
    paths += [url_for("catalogue.show", procedure_id=id) for id in catalogue.public_ids()]
    for slug, keys in tutorials.shown_addresses():
        paths.append(url_for("tutorials.show", slug=slug))
        paths += [url_for("tutorials.step", slug=slug, step_key=key) for key in keys]
    paths += [url_for("answers.question", answer_slug=slug) for slug in answers.public_slugs()]
    shown = "".join(f"<url><loc>{escape(web.whole_url(path))}</loc></url>" for path in paths[:MOST_ADDRESSES])
    urlset = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{shown}</urlset>'
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{urlset}', mimetype="application/xml")


@guards.everyone
def favicon() -> ResponseReturnValue:
    """Where browsers look by themselves."""
    return redirect(web.static_url("img/favicon.svg"), 301)


@guards.everyone
def health() -> ResponseReturnValue:
    """Whether pages and database answer."""
    ask_database()
    return Response("ok\n", mimetype="text/plain")


@guards.everyone
def stencils(language: str) -> ResponseReturnValue:
    """What app.js copies when it needs words: the same for everybody, so that no page carries it."""
    web.found(language if language in LOCALES else None)
    with force_locale(language):
        response = make_response(render_template("layouts/_stencils.html"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
