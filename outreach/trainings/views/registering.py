"""A business registers, changes and cancels; or staff do it for whoever calls."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import allow, counter
from outreach.accounts.models import Role
from outreach.businesses.queries import get_business
from outreach.i18n import gettext as _
from outreach.trainings import rules
from outreach.trainings.actions import registering as actions
from outreach.trainings.forms.people import RegisterForm, StaffRegisterForm
from outreach.trainings.models import Registration, Session
from outreach.trainings.queries import people as people_queries
from outreach.trainings.queries import registrations as queries
from outreach.trainings.rules.people import Person, write_people
from outreach.trainings.rules.seats import free_seats, is_open
from outreach.trainings.views.reading import facts, session_of


@allow(Role.BUSINESS)
@web.commits
def register(session_key: str) -> ResponseReturnValue:
    """The form of a business for itself."""
    session = session_of(session_key)
    mine = queries.of_business(session.id, current_user.business_id)
    form = RegisterForm(data=typed(session, mine))
    if form.validate_on_submit():
        done = form.carry_out(
            actions.register, session=session, business_id=current_user.business_id,
            seats=form.seats.data or 0, names=form.people(), how="portal", contact=form.contact(),
            registered_by_id=current_user.id,
        )  # fmt: skip
        if done is not None:
            flash(said(done), "good")
            return web.redirect(url_for("trainings.show_session", session_key=session.public_id))
    return web.render(
        "trainings/register.html", form=form, mine=mine, rules=rules,
        free=free_seats(session.capacity, session.seats_taken),
        open=is_open(actions.opening(session), clock.now()), **facts(session),
    )  # fmt: skip


@allow(Role.BUSINESS)
@web.commits
def cancel_registration(session_key: str) -> ResponseReturnValue:
    """A business gives its own seats back."""
    session = session_of(session_key)
    mine = web.found(queries.of_business(session.id, current_user.business_id))
    form = web.Form()
    form.carry_out(actions.cancel, session=session, registration=mine, how="portal")
    if form.errors:
        flash(" ".join(map(str, form.form_errors)), "bad")
    else:
        flash(_("Đã hủy đăng ký. Anh/Chị có thể đăng ký lại khi còn hạn."), "good")
    return web.redirect(url_for("trainings.show_session", session_key=session.public_id))


@counter
@web.commits
def register_for(session_key: str) -> ResponseReturnValue:
    """Somebody called: staff find the business, then register it."""
    session = session_of(session_key)
    words = lists.words(request.values, "who")
    business = get_business(lists.number(request.values, "business") or 0)
    mine = queries.of_business(session.id, business.id) if business else None
    if mine is not None:  # its people and their phones stand in the form
        note_access(
            what="registration.view", object_type="registration", object_id=mine.id, purpose="registration"
        )
    form = StaffRegisterForm(data=typed(session, mine) | {"business": business.id if business else None})
    if business is not None and form.validate_on_submit():
        done = form.carry_out(
            actions.register, session=session, business_id=business.id, seats=form.seats.data or 0,
            names=form.people(), how=rules.STAFF, contact=form.contact(), registered_by_id=current_user.id,
        )  # fmt: skip
        if done is not None:
            flash(said(done), "good")
            return web.redirect(url_for("trainings.show_session", session_key=session.public_id))
    found = people_queries.find_businesses(session.id, words) if words and business is None else []
    return web.render(
        "trainings/register_for.html", form=form, words=words, found=found, business=business, mine=mine,
        **facts(session),
    )  # fmt: skip


@counter
@web.commits
def cancel_for(session_key: str, registration_key: str) -> ResponseReturnValue:
    """Staff cancel for a business that called."""
    session = session_of(session_key)
    registration = web.found(queries.get_registration(registration_key))
    web.found(registration if registration.session_id == session.id else None)
    actions.cancel(session=session, registration=registration, how=rules.STAFF)
    flash(_("Đã hủy đăng ký của %(name)s.", name=registration.business.name), "good")
    return web.redirect(url_for("trainings.show_session", session_key=session.public_id))


def typed(session: Session, registration: Registration | None) -> dict[str, object]:
    """What the form shows at first: the registration as it is, or one seat and who is signed in."""
    if registration is None or registration.state == rules.CANCELLED:
        if current_user.is_staff:
            return {"seats": 1}
        phone = queries.phone_of(current_user.id)
        return {"seats": 1, "contact_name": current_user.name, "contact_phone": phone}
    rows = people_queries.named_people(session.id, registration.business_id)
    named = [Person(row.name, row.job, row.phone) for row in rows if row.name and not row.walk_in]
    return {
        "seats": registration.seats, "names": write_people(named), "contact_name": registration.contact_name,
        "contact_phone": registration.contact_phone, "contact_email": registration.contact_email,
    }  # fmt: skip


def said(registration: Registration) -> str:
    """What became of a registration."""
    if registration.state == rules.WAITING:
        return _(
            "Buổi này đã đủ chỗ. Doanh nghiệp đang trong danh sách chờ; có chỗ sẽ tự được xếp và báo ngay."
        )
    return _("Đã giữ %(seats)s chỗ.", seats=registration.seats)
