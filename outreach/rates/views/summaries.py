"""Summary forms: which there are, and each beside the register."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts.guards import officers, staff
from outreach.dossiers.queries import find_import, register_days
from outreach.i18n import gettext as _
from outreach.rates import wording
from outreach.rates.actions import summaries as actions
from outreach.rates.compared import Compared, compared
from outreach.rates.queries import summaries as queries
from outreach.rates.rules.periods import Period
from outreach.rates.summary_file import summary_file
from outreach.rates.wording import summaries as words

PER_PAGE = 30
ROWS_PER_PAGE = 15
CHOSEN: dict[str, Callable[[Compared], bool]] = {
    "broken": lambda row: bool(row.broken),
    "differing": lambda row: row.differs,
}


@staff
def summaries() -> ResponseReturnValue:
    """Every form that was taken in. Where the address names an import, its form; a list where it has many."""
    public_id = lists.words(request.args, "import")
    run = find_import(public_id) if public_id else None
    of_import: dict[str, Any] = {"import": public_id} if run else {}
    address = partial(url_for, "rates.summaries", **of_import)
    listed = partial(queries.list_forms, import_id=run.id if run else None)
    pages = lists.paged(listed, request.args, size=PER_PAGE, address=address)
    if run and len(pages.rows) == pages.total == 1:
        return web.redirect(url_for("rates.summary", form_id=pages.rows[0].id))
    return web.render("rates/summaries.html", pages=pages, run=run, wording=wording)


@staff
def summary(form_id: int) -> ResponseReturnValue:
    """One source and period: the form, the register, and their difference; a file with ?format=csv|xlsx."""
    form = web.found(queries.get_form(form_id))
    rows = queries.rows_of(form)
    register = queries.Register(form, board=current_app.config["BOARD_NAME"])
    every = compared(rows, register)
    if kind := lists.one_of(request.args, "format", ("csv", "xlsx")):
        return summary_file(form, every, kind)
    only = lists.one_of(request.args, "only", CHOSEN)
    shown = [row for row in every if CHOSEN[only](row)] if only else every
    address = partial(url_for, "rates.summary", form_id=form_id, only=only)
    pages = lists.paged(partial(lists.cut, shown), request.args, size=ROWS_PER_PAGE, address=address)
    return web.render(
        "rates/summary.html",
        form=form, period=Period(form.first, form.last), pages=pages, only=only, counts=_counts(every),
        register=register, days=register_days(), origins=queries.origins_of(rows), wording=wording,
        words=words,
    )  # fmt: skip


@officers
@web.commits
def delete_summary(form_id: int) -> ResponseReturnValue:
    """Ask, then take a form out: its file may be imported again, for the right period."""
    found, form = web.found(queries.get_form(form_id)), web.Form()
    period = Period(found.first, found.last)
    if form.validate_on_submit():
        form.carry_out(actions.delete_form, form=found)
        flash(_("Đã xóa biểu %(period)s.", period=wording.period_days(period)), "good")
        return web.redirect(url_for("rates.summaries"))
    return web.render("rates/summary_delete.html", form=form, summary=found, period=period, wording=wording)


def _counts(rows: list[Compared]) -> dict[str, int]:
    counts = {name: sum(map(wanted, rows)) for name, wanted in CHOSEN.items()}
    return {**counts, "rows": len(rows), "unknown": sum(row.counted is None for row in rows)}
