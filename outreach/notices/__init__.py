"""Notices that a business finds in the portal."""

from typing import Any

from flask import Flask
from flask_login import current_user


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and the number in the header."""
    from outreach.businesses import merging
    from outreach.notices.routes import LEAVE, routes
    from outreach.web.checks import csrf

    routes.attach(app)
    csrf.exempt(LEAVE)  # mail programs send no token of ours: the signed address allows it
    merging.register("notices")
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    return {"unseen_notices": _unseen}


def _unseen() -> int:
    """How many notices wait for the signed-in person; nobody but people of a business is asked about."""
    if current_user.business_id is None:
        return 0
    from outreach.notices import queries

    return queries.unseen(current_user.business_id, current_user.id)
