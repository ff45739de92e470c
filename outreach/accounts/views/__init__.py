"""Pages of accounts; each module adds its own to the blueprint."""

from typing import Any

from flask import Response, make_response, render_template, session
from flask_login import current_user

from outreach import web
from outreach.accounts import rules
from outreach.accounts.models import Role, User
from outreach.accounts.throttle import TooManyTries
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.i18n import ngettext

HANDED_OVER = "link"  # where the browser's session keeps a fresh link until it is shown, once


def too_many_tries(refusal: TooManyTries) -> Response:
    """How long to wait; the secret was not even looked at."""
    db.session.rollback()
    wait = wait_words(refusal.seconds)
    if web.wants_part():
        response = web.error_page(429, _("Anh/Chị vui lòng đợi %(wait)s rồi thử lại.", wait=wait))
    else:
        response = make_response(render_template("accounts/wait.html", wait=wait), 429)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


def wait_words(seconds: int) -> str:
    """'30 giây' below two minutes, '5 phút' above."""
    if seconds < 120:
        return str(ngettext("%(num)s giây", "%(num)s giây", seconds))
    return str(ngettext("%(num)s phút", "%(num)s phút", -(-seconds // 60)))


def managed_roles() -> list[Role]:
    """Whom the signed-in person looks after."""
    return [role for role in Role if rules.may_manage(current_user.role, role)]


def keep_for_showing(user: User, token: str) -> None:
    """Put a fresh link where the next page shows it once: its hash alone is in the database."""
    session[HANDED_OVER] = {"token": token, "user_id": user.id}


def taken_for_showing() -> dict[str, Any] | None:
    """The link kept for this page, forgotten by looking at it."""
    kept: dict[str, Any] | None = session.pop(HANDED_OVER, None)
    return kept
