"""What somebody is told who tried a secret, or asked, too often."""

from flask import Response, make_response, render_template
from flask_login import current_user

from outreach import web
from outreach.accounts import throttle
from outreach.accounts.sessions import network
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


def may_ask(form: web.Form) -> bool:
    """Whether one more question is heard now; what was typed stays in the form when it is not.

    Tax codes are public, so strangers count by network: their questions do not silence the clerk's.
    """
    stranger = f"{network()} {form['tax_code'].data}" if "tax_code" in form else None
    try:
        throttle.take("question", stranger or f"user {current_user.id}")
    except TooManyTries as refusal:
        wait = wait_words(refusal.seconds)
        form.refuse(
            _("Vừa có nhiều câu hỏi gửi đến. Anh/Chị đợi %(wait)s rồi bấm gửi lại; nội dung vẫn còn ở đây.",
              wait=wait)
        )  # fmt: skip
        return False
    return True


def wait_words(seconds: int) -> str:
    """'30 giây' below two minutes, '5 phút' above."""
    if seconds < 120:
        return str(ngettext("%(num)s giây", "%(num)s giây", seconds))
    return str(ngettext("%(num)s phút", "%(num)s phút", -(-seconds // 60)))
