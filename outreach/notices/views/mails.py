"""The e-mails of the portal: what became of each, and what a person decides about those that did not go."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import counter, staff
from outreach.i18n import gettext as _
from outreach.identifiers import mask_email
from outreach.outbox import actions, queries, rules

PER_PAGE = 30
TONES = {"waiting": "info", "sending": "info", "unknown": "warn", "sent": "good", "failed": "bad"}


@staff
def mails() -> ResponseReturnValue:
    """The list, the newest first, by state; addresses are masked and texts never shown."""
    state = lists.one_of(request.args, "state", rules.STATES)
    counts = queries.mail_counts()
    pages = lists.paged(
        partial(queries.mail_rows, state, counts), request.args, size=PER_PAGE,
        address=partial(url_for, "notices.mails", state=state),
    )  # fmt: skip
    return web.render(
        "notices/mails.html", "notices/_mail_list.html",
        pages=pages, state=state, states=rules.STATES, counts=counts, tones=TONES,
        mask_email=mask_email, set_up=bool(current_app.config["SMTP_URL"]),
    )  # fmt: skip


@counter
@web.commits
def send_again(message_id: int) -> ResponseReturnValue:
    """Try a failed or unknown one again."""
    return _decided(message_id, actions.send_again, "mail.again", _("Thư được xếp lại để gửi."))


@counter
@web.commits
def take_as_sent(message_id: int) -> ResponseReturnValue:
    """Somebody asked, and it arrived."""
    return _decided(message_id, actions.take_as_sent, "mail.arrived", _("Đã ghi là thư đã đến."))


def _decided(message_id: int, deed: Callable[..., Any], what: str, said: str) -> ResponseReturnValue:
    message = web.found(queries.get_message(message_id))
    form = web.Form()
    form.carry_out(deed, message=message)
    if form.form_errors:
        flash(" ".join(map(str, form.form_errors)), "bad")
    else:
        note_access(what=what, object_type="mail", object_id=message.id)
        flash(said, "good")
    return web.redirect(url_for("notices.mails", state=lists.one_of(request.args, "state", rules.STATES)))
