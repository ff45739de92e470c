"""Messages on their way to Zalo: what became of each, and what a person decides."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import counter
from outreach.i18n import gettext as _
from outreach.zalo import queries
from outreach.zalo.actions import queueing
from outreach.zalo.rules import sending

PER_PAGE = 30
TONES = {
    sending.WAITING: "info", sending.CONFIRM: "warn", sending.CLAIMED: "info", sending.SENT: "good",
    sending.FAILED: "bad", sending.UNKNOWN: "warn",
}  # fmt: skip


@counter
def sendings() -> ResponseReturnValue:
    """The list, the newest first, by state."""
    state = lists.one_of(request.args, "state", sending.STATES)
    pages = lists.paged(
        partial(queries.sendings, state), request.args, size=PER_PAGE,
        address=partial(url_for, "zalo.sendings", state=state),
    )  # fmt: skip
    return web.render(
        "zalo/sendings.html", "zalo/_sending_list.html",
        pages=pages, state=state, states=sending.STATES, counts=queries.sending_counts(), tones=TONES,
        words_of=sending.words_of,
    )  # fmt: skip


@counter
@web.commits
def confirm_cost(zalo_sending_id: int) -> ResponseReturnValue:
    """It may cost money, and goes all the same."""
    deed = partial(queueing.confirm_cost, by=current_user.id)
    return _decided(zalo_sending_id, deed, "zalo.cost", _("Tin được xếp để gửi; Zalo có thể tính phí."))


@counter
@web.commits
def send_again(zalo_sending_id: int) -> ResponseReturnValue:
    """Try once more."""
    return _decided(zalo_sending_id, queueing.send_again, "zalo.again", _("Tin được xếp lại để gửi."))


@counter
@web.commits
def take_as_sent(zalo_sending_id: int) -> ResponseReturnValue:
    """Somebody looked into Zalo, and it is there."""
    return _decided(zalo_sending_id, queueing.take_as_sent, "zalo.arrived", _("Đã ghi là tin đã đến."))


@counter
@web.commits
def stop(zalo_sending_id: int) -> ResponseReturnValue:
    """It is not to go."""
    return _decided(zalo_sending_id, queueing.stop, "zalo.stop", _("Tin này sẽ không gửi qua Zalo."))


def _decided(sending_id: int, deed: Callable[..., Any], what: str, said: str) -> ResponseReturnValue:
    """Do it, and go back to where the button was: the list, or the desk."""
    on_its_way, form = web.found(queries.get_sending(sending_id)), web.Form()
    form.carry_out(deed, on_its_way=on_its_way)
    if form.form_errors:
        flash(" ".join(map(str, form.form_errors)), "bad")
    else:
        note_access(what=what, object_type="zalo_sending", object_id=sending_id)
        flash(said, "good")
    state = lists.one_of(request.args, "state", sending.STATES)
    return web.redirect(web.safe_next(request.args.get("next"), url_for("zalo.sendings", state=state)))
