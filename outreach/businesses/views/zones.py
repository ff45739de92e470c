"""Zones: their names as the board writes them, and the spellings that files brought."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import officers, staff
from outreach.businesses import actions, queries
from outreach.businesses.forms import MergeZoneForm, ZoneForm
from outreach.businesses.rules import ZONE_KINDS
from outreach.i18n import gettext as _


@staff
def zones() -> ResponseReturnValue:
    """All zones with how many businesses they hold."""
    return web.render("businesses/zones.html", zones=queries.zone_lines(), kinds=ZONE_KINDS)


@officers
@web.commits
def create_zone() -> ResponseReturnValue:
    """Add a zone."""
    form = ZoneForm()
    if form.validate_on_submit():
        zone = form.carry_out(actions.create_zone, **form.values())
        if zone is not None:
            return _done(_("Đã thêm %(name)s.", name=zone.name))
    return web.render("businesses/edit_zone.html", form=form, zone=None)


@officers
@web.commits
def edit_zone(zone_id: int) -> ResponseReturnValue:
    """Rename a zone or set its kind."""
    zone = web.found(queries.get_zone(zone_id))
    form = ZoneForm(zone)
    if form.validate_on_submit() and form.carry_out(actions.update_zone, zone=zone, **form.values()):
        return _done(_("Đã lưu %(name)s.", name=zone.name))
    return web.render("businesses/edit_zone.html", form=form, zone=zone)


@officers
@web.commits
def merge_zone(zone_id: int) -> ResponseReturnValue:
    """Ask, then move all businesses of a zone into another one."""
    zone = web.found(queries.get_zone(zone_id))
    form = MergeZoneForm(zone)
    if form.validate_on_submit():
        old = zone.name
        into = form.carry_out(actions.merge_zone, zone=zone, into=web.found(queries.get_zone(form.into.data)))
        if into is not None:
            return _done(_("Đã gộp %(old)s vào %(name)s.", old=old, name=into.name))
    count = queries.count_businesses(zone.id)
    return web.render("businesses/merge_zone.html", form=form, zone=zone, count=count)


def _done(message: str) -> ResponseReturnValue:
    flash(message, "good")
    return web.redirect(url_for("businesses.zones"))
