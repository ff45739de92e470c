"""The form of one stop: filled in at the gate, sent until it arrives, then on to the next business."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.campaigns.actions import evidence
from outreach.i18n import gettext as _
from outreach.visits import actions, queries, rules
from outreach.visits.forms import Photo, StopForm, sent_photo
from outreach.visits.models import VisitDay, VisitStop


@guards.counter
@web.commits
def stop(visit_id: str, stop_id: str) -> ResponseReturnValue:
    """Who was met, procedures, barriers, promises, note; then the next business in one tap."""
    photo = sent_photo()
    day, here, photos = web.found(queries.day_and_stop(visit_id, stop_id))
    form = StopForm.of(here).offer(queries.owners())
    if photo.fault:
        form.refuse(photo.fault, "photo")
    elif form.validate_on_submit() and _kept(form, day, here, photo):
        return web.redirect(_onwards(day, here))
    return _page(form, day, here, photos)


def _kept(form: StopForm, day: VisitDay, stop: VisitStop, photo: Photo) -> bool:
    """Record the stop, and its photo as evidence of the day's intervention; the same photo twice is one."""
    recorded = form.recorded()
    if form.errors:
        return False
    form.carry_out(
        actions.record_stop, day=day, stop=stop, recorded=recorded, client_id=form.client_id.data or "-",
        seen=form.seen_at(), by=current_user.id,
    )  # fmt: skip
    if photo.taken is not None and not form.errors:
        form.carry_out(
            evidence.add_file, intervention=day.intervention, taken=photo.taken, kind="photo",
            title=stop.business.name, business_id=stop.business_id, added_by_id=current_user.id,
            file_name=photo.name,
        )  # fmt: skip
    return not form.errors


def _onwards(day: VisitDay, here: VisitStop) -> str:
    """To the next business nobody has been to; to the day's page when there is none."""
    stops = [(one.public_id, one.outcome) for one in queries.stop_lines(day.id)]
    onwards = rules.next_open(stops, here.public_id)
    flash(_("Đã lưu %(name)s.", name=here.business.name), "good")
    if onwards is None:
        return url_for("visits.show", visit_id=day.public_id)
    return url_for("visits.stop", visit_id=day.public_id, stop_id=onwards)


def _page(form: StopForm, day: VisitDay, here: VisitStop, photos: int) -> ResponseReturnValue:
    stops = queries.stop_lines(day.id)
    ids = [one.public_id for one in stops]
    next_id = rules.next_open([(one.public_id, one.outcome) for one in stops], here.public_id)
    onwards = next((one for one in stops if one.public_id == next_id), None)
    return web.render(
        "visits/stop.html",
        form=form, day=day, stop=here, totals=queries.totals_of(stops),
        number=ids.index(here.public_id) + 1, onwards=onwards,
        procedures=queries.discussable(here.business_id, form.chosen_procedures), rules=rules,
        photos=photos,
        made=[one for one in queries.promises_of(here.business_id) if one.stop_id == here.public_id],
    )  # fmt: skip
