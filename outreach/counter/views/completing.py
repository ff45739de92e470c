"""One help: its code added later, or that nothing was filed."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, web
from outreach.accounts import guards
from outreach.counter import actions, queries, rules
from outreach.counter.forms import CodeForm
from outreach.counter.models import CounterHelp
from outreach.i18n import gettext as _
from outreach.refusals import Refused


@guards.counter
@web.commits
def complete(help_id: int) -> ResponseReturnValue:
    """What was recorded, and the dossier's code."""
    help = web.found(queries.get_help(help_id))
    form = CodeForm(code=help.dossier_code)
    if form.validate_on_submit():
        form.carry_out(actions.give_code, help=help, code=form.code.data or "")
        if not form.errors:
            flash(_told(help), "good")
            return web.redirect(_came_from() or url_for("counter.helps", state="to_complete"))
    line = web.found(queries.get_line(help_id))
    return web.render(
        "counter/complete.html", form=form, row=line, rules=rules, today=clock.today(), came_from=_came_from()
    )  # fmt: skip


def _came_from() -> str | None:
    """The list that somebody came by, if not the counter's own."""
    return web.safe_next(request.args.get("next"), "") or None


def _told(help: CounterHelp) -> str:
    if help.dossier_id is not None:
        return _("Đã khớp với hồ sơ %(code)s trong sổ.", code=help.dossier_code)
    return _("Đã ghi mã; sẽ tự khớp khi sổ có hồ sơ này.")


@guards.counter
@web.commits
def without_dossier(help_id: int) -> ResponseReturnValue:
    """Nothing was filed."""
    help = web.found(queries.get_help(help_id))
    try:
        actions.say_without_dossier(help=help)
        flash(_("Đã ghi: lần hỗ trợ này không có hồ sơ."), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(_came_from() or url_for("counter.helps", state="to_complete"))
