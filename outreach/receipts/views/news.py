"""The switch for news of results."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.accounts.models import Role
from outreach.i18n import gettext as _
from outreach.receipts import actions
from outreach.receipts import news as wishes
from outreach.receipts.rules.news import WISH


@guards.allow(Role.BUSINESS)
@web.commits
def news() -> ResponseReturnValue:
    """Whether one wants to be told when dossiers are returned, need a supplement or are late."""
    form = web.Form()
    if form.validate_on_submit():
        wanted = request.form.get("wanted") == "1"
        actions.set_wish(user_id=current_user.id, business_id=current_user.business_id, wanted=wanted)
        flash(_("Đã bật báo tin hồ sơ.") if wanted else _("Đã tắt báo tin hồ sơ."), "good")
        return web.redirect(url_for("receipts.news"))
    return web.render(
        "receipts/news.html", form=form, wanted=wishes.wants(current_user.id), wish=WISH,
        by_email=wishes.addresses_of(current_user.id),
    )  # fmt: skip
