"""What somebody is told who tried a secret too often."""

from flask import Response, make_response, render_template

from outreach import web
from outreach.accounts.throttle import TooManyTries
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.i18n import ngettext


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
