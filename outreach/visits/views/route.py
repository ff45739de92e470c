"""The route of a day: who is on it, in which order, and who goes to another day."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.businesses.queries import list_zones
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import ngettext, show_date
from outreach.refusals import Refused
from outreach.visits import actions, queries
from outreach.visits.forms import AddForm, MoveForm
from outreach.visits.models import VisitDay
from outreach.visits.views import found_day, found_stop
from outreach.visits.views.days import day_page

SOURCES = {
    "reach": _l("Nên gặp trước"),
    "promises": _l("Còn cam kết chưa xong"),
    "zone": _l("Mọi doanh nghiệp"),
}
PER_PAGE = 40


@guards.officers
@web.commits
def add(visit_id: str) -> ResponseReturnValue:
    """Choose businesses: from those to reach next, from open promises, from a zone's list."""
    day, form = found_day(visit_id), AddForm()
    source = lists.one_of(request.args, "source", SOURCES) or "reach"
    zone_id = day.zone_id if "zone" not in request.args else lists.number(request.args, "zone") or None
    term = lists.words(request.args)
    rows = partial(queries.choices, source, day.id, zone_id=zone_id, term=term)
    here: dict[str, Any] = {"visit_id": visit_id, "source": source, "zone": zone_id or 0, "q": term or None}
    pages = lists.paged(rows, request.args, size=PER_PAGE, address=partial(url_for, "visits.add", **here))
    if form.validate_on_submit():
        reasons = {row.business_id: row.reason for row in pages.rows}
        if _add(form, day, reasons):
            return web.redirect(url_for("visits.show", visit_id=visit_id))
    return web.render(
        "visits/add.html", "visits/_choice_list.html",
        form=form, day=day, source=source, sources=SOURCES, zone_id=zone_id, term=term, pages=pages,
        zones=[(zone.id, zone.name) for zone in list_zones()], here=url_for("visits.add", **here),
    )  # fmt: skip


def _add(form: AddForm, day: VisitDay, reasons: dict[int, str | None]) -> bool:
    chosen = [(id, reasons.get(id)) for id in form.ticked()]
    if not chosen:
        form.refuse(_("Anh/Chị chọn ít nhất một doanh nghiệp."))
        return False
    added = form.carry_out(actions.add_stops, day=day, businesses=chosen)
    if added is None:
        return False
    flash(ngettext("Đã thêm %(num)s doanh nghiệp.", "Đã thêm %(num)s doanh nghiệp.", added), "good")
    return True


@guards.officers
@web.commits
def arrange(visit_id: str, stop_id: str) -> ResponseReturnValue:
    """Move a stop a place up or down; htmx gets the list anew, with the focus where it was."""
    day = found_day(visit_id)
    stop = found_stop(day, stop_id)
    way = lists.one_of(request.form, "way", ("up", "down"))
    if web.Form().validate_on_submit() and way:
        actions.arrange(day=day, stop=stop, by=-1 if way == "up" else 1)
    if web.wants_part():
        return day_page(found_day(visit_id))
    return web.redirect(url_for("visits.show", visit_id=visit_id, _anchor=f"stop-{stop_id}"))


@guards.officers
@web.commits
def remove(visit_id: str, stop_id: str) -> ResponseReturnValue:
    """Take a business off the route."""
    day = found_day(visit_id)
    stop = found_stop(day, stop_id)
    name = stop.business.name
    try:
        if web.Form().validate_on_submit():
            actions.remove_stop(stop=stop)
            flash(_("Đã bỏ %(name)s khỏi lộ trình.", name=name), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(url_for("visits.show", visit_id=visit_id))


@guards.officers
@web.commits
def move(visit_id: str, stop_id: str) -> ResponseReturnValue:
    """Choose the day that a stop goes to."""
    day = found_day(visit_id)
    stop = found_stop(day, stop_id)
    days = queries.coming_days(today=clock.today(), except_id=day.id)
    form = MoveForm().offer([(id, f"{show_date(when)} · {title}") for id, when, title in days])
    if form.validate_on_submit():
        to = queries.get_day(form.to.data or "")
        if to is None:
            form.refuse(_("Anh/Chị chọn một ngày."), "to")
        elif form.carry_out(actions.to_another_day, stop=stop, to=to):
            flash(_("Đã chuyển sang ngày %(day)s.", day=show_date(to.day)), "good")
            return web.redirect(url_for("visits.show", visit_id=to.public_id))
    return web.render("visits/move.html", form=form, day=day, stop=stop, days=days)
