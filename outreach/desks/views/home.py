"""The first page of each role: what that person does next."""

from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts import guards
from outreach.desks.views import bp


@bp.get("/")
@guards.signed_in
def home() -> ResponseReturnValue:
    """The home of the signed-in role."""
    return web.render("desks/home.html")
