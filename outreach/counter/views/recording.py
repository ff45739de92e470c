"""Two taps at the counter: the business, then the procedure with one of three buttons."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.businesses.models import Business
from outreach.businesses.queries import get_business
from outreach.counter import actions, queries, rules
from outreach.counter.forms import HelpForm
from outreach.i18n import gettext as _
from outreach.refusals import Refused


@guards.counter
def index() -> ResponseReturnValue:
    """Find the business; below it what was recorded today."""
    term, today = lists.words(request.args), clock.today()
    return web.render(
        "counter/index.html", "counter/_business_list.html",
        term=term, rules=rules, today=today, helps=queries.today_helps(today),
        businesses=queries.find_businesses(term, today) if term else queries.recent_businesses(today),
        to_complete=queries.count_to_complete(), may_undo=True,
    )  # fmt: skip


@guards.counter
@web.commits
def record(business_id: int) -> ResponseReturnValue:
    """The procedure and how it was filed, in one tap."""
    business = web.found(get_business(business_id))
    form = HelpForm.new()
    if form.validate_on_submit() and _recorded(form, business):
        return web.redirect(url_for("counter.index"))
    term = lists.words(request.args)
    return web.render(
        "counter/record.html", "counter/_procedure_list.html",
        form=form, business=business, term=term, rules=rules,
        procedures=queries.offered_procedures(business.id, term),
    )  # fmt: skip


def _recorded(form: HelpForm, business: Business) -> bool:
    said = form.said()
    if said is None:
        return False
    help = form.carry_out(
        actions.record_help, client_id=form.client_id.data, business_id=business.id, said=said,
        by=current_user.id,
    )  # fmt: skip
    if help is None:
        form.client_id.data = HelpForm.new_id()  # pressed again it is another help
        return False
    words = rules.KINDS[help.assistance]
    flash(_("Đã ghi: %(name)s · %(kind)s.", name=business.name, kind=words), "good")
    return True


@guards.counter
@web.commits
def undo(help_id: int) -> ResponseReturnValue:
    """Take one of today's back."""
    help = web.found(queries.get_help(help_id))
    try:
        actions.undo_help(help=help)
        flash(_("Đã bỏ lần hỗ trợ vừa ghi."), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(url_for("counter.index"))
