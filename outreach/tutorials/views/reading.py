"""What a clerk reads, without signing in: the list of guides, a guide, one step of it."""

from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts import guards
from outreach.tutorials.views import bp


@bp.get("/huong-dan")
@guards.everyone
def index() -> ResponseReturnValue:
    """All guides that readers see."""
    return web.render("tutorials/index.html")
