"""The list of sessions, one of them, and planning it."""

from datetime import datetime, time, timedelta
from functools import partial

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, signed_in
from outreach.campaigns import clashing
from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import get_intervention
from outreach.i18n import gettext as _
from outreach.identifiers import mask_phone
from outreach.trainings import rules
from outreach.trainings.actions import sessions as actions
from outreach.trainings.actions.registering import opening
from outreach.trainings.forms.sessions import CancelForm, MaterialForm, SessionForm
from outreach.trainings.models import Session
from outreach.trainings.queries import people, registrations
from outreach.trainings.queries import sessions as queries
from outreach.trainings.rules.seats import free_seats, is_open
from outreach.trainings.views.reading import facts, session_of

PER_PAGE = 30


@signed_in
def index() -> ResponseReturnValue:
    """Sessions to come, or past ones; for a business with what it registered for."""
    past = lists.one_of(request.args, "show", ("past",))
    business_id = None if current_user.is_staff else current_user.business_id
    pages = lists.paged(
        partial(queries.coming, business_id=business_id, past=bool(past)), request.args, size=PER_PAGE,
        address=partial(url_for, "trainings.index", show=past),
    )  # fmt: skip
    return web.render(
        "trainings/index.html", "trainings/_session_list.html", pages=pages, past=past, rules=rules
    )


@officers
@web.commits
def create_session(intervention_id: int) -> ResponseReturnValue:
    """Plan a session of an intervention."""
    intervention = web.found(get_intervention(intervention_id))
    form, warned = SessionForm(data=_usual(intervention)), None
    if form.validate_on_submit() and not (warned := _warned(form, intervention)):
        session = form.carry_out(
            actions.create_session, intervention=intervention, created_by_id=current_user.id, **form.values()
        )
        if session is not None:
            flash(_("Đã lập buổi ngày %(day)s.", day=f"{clock.local(session.starts_at):%d/%m/%Y}"), "good")
            return web.redirect(_address(session))
    return web.render(
        "trainings/edit.html", form=form, session=None, intervention=intervention, warned=warned,
        others=queries.of_intervention(intervention.id),
    )  # fmt: skip


@signed_in
def show_session(session_key: str) -> ResponseReturnValue:
    """One session: for staff who comes, for a business its own seats."""
    session = session_of(session_key)
    context = facts(session) | {"materials": queries.materials(session.id), "rules": rules}
    if current_user.is_staff:
        return web.render(
            "trainings/show.html", rows=registrations.registrations(session.id),
            came=people.came(session.id), free=free_seats(session.capacity, session.seats_taken),
            mask_phone=mask_phone, **context,
        )  # fmt: skip
    mine = registrations.of_business(session.id, current_user.business_id)
    return web.render(
        "trainings/for_business.html", mine=mine, open=is_open(opening(session), clock.now()),
        place=registrations.place_in_line(mine) if mine and mine.state == rules.WAITING else None, **context,
    )  # fmt: skip


@officers
@web.commits
def edit_session(session_key: str) -> ResponseReturnValue:
    """Change a session; whoever registered is told when the appointment changes."""
    session = session_of(session_key)
    form, warned = SessionForm(obj=session), None
    moved = any(field.data != field.object_data for field in (form.starts_at, form.ends_at, form.trainers))
    if form.validate_on_submit() and not (warned := _warned(form, session.intervention) if moved else None):
        form.carry_out(actions.update_session, session=session, **form.values())
        if not form.errors:
            flash(_("Đã lưu thay đổi."), "good")
            return web.redirect(_address(session))
    return web.render(
        "trainings/edit.html", form=form, session=session, intervention=session.intervention, others=[],
        warned=warned,
    )  # fmt: skip


@officers
@web.commits
def cancel_session(session_key: str) -> ResponseReturnValue:
    """Ask why, then call a session off."""
    session = session_of(session_key)
    form = CancelForm()
    if form.validate_on_submit():
        form.carry_out(actions.cancel_session, session=session, because=form.because.data)
        if not form.errors:
            flash(_("Đã hủy buổi này."), "good")
            return web.redirect(_address(session))
    return web.render("trainings/cancel.html", form=form, **facts(session))


@officers
@web.commits
def restore_session(session_key: str) -> ResponseReturnValue:
    """It takes place after all."""
    session = session_of(session_key)
    actions.restore_session(session=session)
    flash(_("Buổi này lại diễn ra như đã hẹn."), "good")
    return web.redirect(_address(session))


@officers
@web.commits
def edit_materials(session_key: str) -> ResponseReturnValue:
    """What there is to read for a session."""
    session = session_of(session_key)
    form = MaterialForm()
    if form.validate_on_submit():
        actions.add_material(session=session, title=form.title.data or "", url=form.url.data or "")
        flash(_("Đã thêm tài liệu."), "good")
        return web.redirect(url_for("trainings.edit_materials", session_key=session.public_id))
    return web.render(
        "trainings/materials.html", form=form, materials=queries.materials(session.id), **facts(session)
    )


@officers
@web.commits
def remove_material(session_key: str, material_id: int) -> ResponseReturnValue:
    """Take something to read off again."""
    session = session_of(session_key)
    actions.remove_material(session=session, material_id=material_id)
    return web.redirect(url_for("trainings.edit_materials", session_key=session.public_id))


def _warned(form: SessionForm, intervention: Intervention) -> clashing.Warned | None:
    """What speaks against these hours and has not been shown yet."""
    assert form.starts_at.data
    assert form.ends_at.data
    when = clashing.on_day(intervention.id, intervention.title, form.starts_at.data, form.ends_at.data)
    return clashing.unseen(form, when._replace(people=form.trainers.data))


def _address(session: Session) -> str:
    return url_for("trainings.show_session", session_key=session.public_id)


def _usual(intervention: Intervention) -> dict[str, object]:
    """A morning on the intervention's day."""
    begin = datetime.combine(intervention.held_on, time(8, 30), clock.LOCAL)
    return {
        "starts_at": begin, "ends_at": begin + timedelta(hours=3), "place": intervention.place,
        "trainers": intervention.partners, "seats_per_business": 3, "open_to_all": True,
    }  # fmt: skip
