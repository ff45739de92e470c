"""What browsers and watchers ask for without anybody signing in."""

from flask import Response, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from outreach import web
from outreach.accounts import guards
from outreach.database import reading
from outreach.desks.views import bp


@bp.get("/robots.txt")
@guards.everyone
def robots() -> ResponseReturnValue:
    """Search engines may read what needs no sign-in, which is the sign-in page."""
    return Response("User-agent: *\nAllow: /dang-nhap\nAllow: /static/\nDisallow: /\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@guards.everyone
def favicon() -> ResponseReturnValue:
    """Where browsers look by themselves."""
    return redirect(web.static_url("img/favicon.svg"), 301)


@bp.get("/healthz")
@guards.everyone
def health() -> ResponseReturnValue:
    """Whether pages and database answer."""
    with reading() as connection:
        connection.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
