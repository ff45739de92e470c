"""The counter's morning: codes that did not confirm themselves, and the day's list."""

from functools import partial

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.i18n import ngettext
from outreach.receipts import actions, queries, rules
from outreach.receipts.forms import ListForm
from outreach.workdays import queries as workdays
from outreach.workdays.rules import working_days

PER_PAGE = 30


@guards.counter
def waiting() -> ResponseReturnValue:
    """Codes nobody has seen yet, oldest first."""
    shown = lists.one_of(request.args, "show", rules.SHOWN) or "waiting"
    pages = lists.paged(
        partial(queries.to_look_at, shown), request.args, size=PER_PAGE,
        address=partial(url_for, "receipts.waiting", show=shown if shown != "waiting" else None),
    )  # fmt: skip
    today, special = clock.today(), workdays.special_days()
    ages = {
        row.public_id: working_days(clock.local(row.entered_at).date(), today, special) for row in pages.rows
    }
    return web.render(
        "receipts/waiting.html", "receipts/_waiting_list.html",
        shown=shown, pages=pages, ages=ages, rules=rules, last_list=queries.last_list(),
    )  # fmt: skip


@guards.counter
@web.commits
def paste() -> ResponseReturnValue:
    """Paste a day's list; what it confirms is told at once and can be taken back."""
    form = ListForm(seen_on=clock.today())
    pasted = None
    if form.validate_on_submit():
        pasted = form.carry_out(
            actions.paste_list, text=form.text.data, seen_on=form.seen_on.data, by=current_user.id
        )
        if pasted is not None:
            form = ListForm(formdata=None, seen_on=clock.today())
    return web.render("receipts/paste.html", form=form, pasted=pasted, batches=queries.batches())


@guards.counter
@web.commits
def undo_list(batch: str) -> ResponseReturnValue:
    """Take a paste back."""
    gone = actions.undo_list(batch=batch)
    web.found(gone or None)
    flash(ngettext("Đã bỏ %(num)s mã của danh sách.", "Đã bỏ %(num)s mã của danh sách.", gone), "good")
    return web.redirect(url_for("receipts.paste"))
