"""Times in which the portal did not work: the register, and noting them."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.dossiers import actions, queries
from outreach.dossiers.forms import OutageForm
from outreach.dossiers.rules import PORTAL_SYSTEMS, lasted
from outreach.i18n import gettext as _
from outreach.refusals import Refused

PER_PAGE = 20


@guards.staff
def outages() -> ResponseReturnValue:
    """What did not work when, newest first."""
    years = queries.outage_years()
    asked = lists.number(request.args, "year")
    year = asked if asked in years else None
    pages = lists.paged(
        partial(queries.list_outages, year=year), request.args, size=PER_PAGE,
        address=partial(url_for, "dossiers.outages", year=year),
    )  # fmt: skip
    return web.render(
        "dossiers/outages.html", "dossiers/_outage_list.html",
        pages=pages, years=years, year=year, lasted=lasted,
    )  # fmt: skip


@guards.counter
@web.commits
def outage_record() -> ResponseReturnValue:
    """Note one; mostly it has just begun."""
    form = OutageForm(data={"started_at": clock.now()})
    if form.validate_on_submit():
        done = form.carry_out(actions.record_outage, recorded_by_id=current_user.id, **_values(form))
        if done is not None:
            flash(_("Đã ghi lần gián đoạn."), "good")
            return web.redirect(url_for("dossiers.outages"))
    return web.render("dossiers/outage_edit.html", form=form, outage=None, systems=_systems())


@guards.counter
@web.commits
def outage_edit(outage_id: int) -> ResponseReturnValue:
    """Correct one."""
    outage = web.found(queries.get_outage(outage_id))
    form = OutageForm(obj=outage)
    if form.validate_on_submit():
        done = form.carry_out(actions.change_outage, outage=outage, **_values(form))
        if done is not None:
            flash(_("Đã lưu lần gián đoạn."), "good")
            return web.redirect(url_for("dossiers.outages"))
    return web.render("dossiers/outage_edit.html", form=form, outage=outage, systems=_systems())


@guards.counter
@web.commits
def outage_end(outage_id: int) -> ResponseReturnValue:
    """It works again, from now."""
    outage = web.found(queries.get_outage(outage_id))
    try:
        actions.end_outage(outage=outage, ended_at=clock.now())
        flash(_("Đã ghi: %(system)s hoạt động lại từ bây giờ.", system=outage.system), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(url_for("dossiers.outages"))


@guards.counter
@web.commits
def outage_delete(outage_id: int) -> ResponseReturnValue:
    """Ask, then take back what was noted by mistake."""
    outage = web.found(queries.get_outage(outage_id))
    form = web.Form()
    if form.validate_on_submit():
        actions.delete_outage(outage=outage)
        flash(_("Đã xóa lần gián đoạn."), "good")
        return web.redirect(url_for("dossiers.outages"))
    return web.render("dossiers/outage_delete.html", form=form, outage=outage)


def _values(form: OutageForm) -> dict[str, Any]:
    fields = (form.system, form.started_at, form.ended_at, form.note)
    return {field.short_name: field.data for field in fields}


def _systems() -> list[str]:
    """What the field proposes: what was noted before, then what boards usually have."""
    return list(dict.fromkeys([*queries.known_systems(), *map(str, PORTAL_SYSTEMS)]))
