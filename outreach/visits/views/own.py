"""Promises made to one business: for its people and for staff."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, web
from outreach.accounts import guards
from outreach.businesses.models import Business
from outreach.businesses.queries import get_business
from outreach.i18n import gettext as _
from outreach.visits import actions, queries, rules
from outreach.visits.forms import NewPromiseForm


@guards.signed_in
def promises_to(business_id: int) -> ResponseReturnValue:
    """What the board told this business it would do, and how each stands."""
    business = _found(business_id)
    return web.render(
        "visits/promises_to.html", business=business, promises=queries.promises_of(business.id), rules=rules,
        today=clock.today(),
    )  # fmt: skip


@guards.counter
@web.commits
def create_promise(business_id: int) -> ResponseReturnValue:
    """Note a promise made by telephone, at the counter, at a dialogue."""
    business = _found(business_id)
    form = NewPromiseForm(owner_id=current_user.id).offer(queries.owners())
    if form.validate_on_submit():
        promised = rules.Promised(form.text.data or "", form.due_on.data, form.owner_id.data or None)  # type: ignore[arg-type]
        made = form.carry_out(
            actions.make_promise, business_id=business.id, promised=promised, by=current_user.id
        )
        if made is not None:
            flash(_("Đã ghi cam kết."), "good")
            return web.redirect(url_for("visits.promises_to", business_id=business.id))
    return web.render("visits/new_promise.html", form=form, business=business)


def _found(business_id: int) -> Business:
    """The business; another one's page does not exist for a business person."""
    return web.found(get_business(business_id) if guards.may_see_business(business_id) else None)
