"""What the board tells a business, for its people."""

from functools import partial

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.guards import allow
from outreach.accounts.models import Role
from outreach.notices import actions, queries

PER_PAGE = 20


@allow(Role.BUSINESS)
def index() -> ResponseReturnValue:
    """All notices that hold, the newest first; those on the page count as seen from now on."""
    pages = lists.paged(
        partial(queries.list_notices, current_user.business_id, current_user.id), request.args,
        size=PER_PAGE, address=partial(url_for, "notices.index"),
    )  # fmt: skip
    actions.mark_seen([row.id for row in pages.rows if not row.seen], current_user.id)
    return web.render("notices/index.html", pages=pages)


@allow(Role.BUSINESS)
def show(notice_id: int) -> ResponseReturnValue:
    """On to the page that a notice leads to; it counts as seen."""
    notice = web.found(queries.get_notice(notice_id, current_user.business_id))
    actions.mark_seen([notice.id], current_user.id)
    return web.redirect(web.safe_next(notice.path, url_for("notices.index")))
