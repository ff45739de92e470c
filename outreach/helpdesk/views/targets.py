"""The board's promises: how fast a question is answered, in its own working time."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.forms.targets import TargetsForm
from outreach.i18n import gettext as _
from outreach.i18n import ngettext


@guards.officers
@web.commits
def targets() -> ResponseReturnValue:
    """Say what is promised from now on; open conversations are due anew at once."""
    form = TargetsForm()
    if form.validate_on_submit():
        changed = form.carry_out(actions.set_targets, minutes=form.minutes(), by=current_user.id)
        if changed is not None:
            again = ngettext(
                "Hạn của %(num)s cuộc đang mở đã tính lại.",
                "Hạn của %(num)s cuộc đang mở đã tính lại.",
                changed,
            )
            flash(_("Đã ghi mục tiêu.") + " " + again, "good")
            return web.redirect(url_for("helpdesk.targets"))
    elif not form.is_submitted():
        form = TargetsForm.of(queries.targets())
    return web.render("helpdesk/targets.html", form=form, day=rules.minutes_words(form.day))
