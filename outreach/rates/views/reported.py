"""Totals that a report gives without their split: the list, and writing them down."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.guards import officers, staff
from outreach.i18n import gettext as _
from outreach.rates import wording
from outreach.rates.actions import reported as actions
from outreach.rates.forms import ReportedForm
from outreach.rates.models import ReportedTotal
from outreach.rates.queries import reported as queries
from outreach.rates.reported import Reported
from outreach.rates.wording import totals

PER_PAGE = 10


@staff
def reported() -> ResponseReturnValue:
    """Every recorded total with what follows from it; a file with ?format=json."""
    if request.args.get("format") == "json":
        return _file([Reported(row) for row in queries.all_reported_totals()])
    address = partial(url_for, "rates.reported")
    pages = lists.paged(queries.reported_totals, request.args, size=PER_PAGE, address=address)
    shown = [Reported(row) for row in pages.rows]
    return web.render("rates/reported.html", pages=pages, shown=shown, wording=wording, totals=totals)


@officers
@web.commits
def create_reported() -> ResponseReturnValue:
    """Write down the totals of a report; a summary form's page says what it knows of them."""
    form = ReportedForm(data=_offered(request.args))
    if form.validate_on_submit():
        total = form.carry_out(actions.record_total, recorded_by_id=current_user.id, **form.values())
        if total is not None:
            flash(_("Đã ghi tổng số “%(title)s”.", title=total.title), "good")
            return web.redirect(_place(total))
    return web.render("rates/reported_edit.html", form=form, total=None)


@officers
@web.commits
def edit_reported(total_id: int) -> ResponseReturnValue:
    """Correct a recorded total."""
    total = web.found(queries.get_reported_total(total_id))
    form = ReportedForm(obj=total)
    if form.validate_on_submit() and form.carry_out(actions.change_total, total=total, **form.values()):
        flash(_("Đã lưu tổng số “%(title)s”.", title=total.title), "good")
        return web.redirect(_place(total))
    return web.render("rates/reported_edit.html", form=form, total=total)


@officers
@web.commits
def delete_reported(total_id: int) -> ResponseReturnValue:
    """Ask, then take a recorded total out."""
    total = web.found(queries.get_reported_total(total_id))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(actions.delete_total, total=total)
        flash(_("Đã xóa tổng số “%(title)s”.", title=total.title), "good")
        return web.redirect(url_for("rates.reported"))
    return web.render("rates/reported_delete.html", form=form, total=total, wording=wording)


def _offered(args: Mapping[str, str]) -> dict[str, Any]:
    """What an address says of the totals, to be looked through and completed."""
    return {
        **{name: lists.words(args, name) for name in ("title", "source")},
        **{name: lists.day(args, name) for name in ("first", "last")},
        **{name: lists.number(args, name) for name in ("received", "online")},
    }


def _place(total: ReportedTotal) -> str:
    return url_for("rates.reported", _anchor=f"tong-so-{total.id}")


def _file(shown: list[Reported]) -> Response:
    body = json.dumps({"totals": [one.as_json() for one in shown]}, ensure_ascii=False)
    saved = {"Content-Disposition": 'attachment; filename="tong-so.json"'}
    return Response(body, content_type="application/json", headers=saved)
