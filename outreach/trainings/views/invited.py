"""The private link of an invited business: no account, no other data of it, no search engine."""

from typing import Any

from flask import Response, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, web
from outreach.accounts import throttle
from outreach.accounts.guards import everyone
from outreach.i18n import gettext as _
from outreach.trainings import mail_calendar, rules
from outreach.trainings.actions import invitations as actions
from outreach.trainings.actions.registering import Contact, find, opening
from outreach.trainings.forms.invitations import AcceptForm, DeclineForm
from outreach.trainings.models import Session, SessionInvitation
from outreach.trainings.queries import invitations as queries
from outreach.trainings.queries import registrations
from outreach.trainings.rules.seats import free_seats, is_open
from outreach.trainings.views.reading import facts
from outreach.trainings.views.registering import said

TRY = "session link"  # accounts.rules.LIMITS


@everyone
@web.commits
def invitation(invitation_key: str) -> ResponseReturnValue:
    """When and where, how many seats are left, and the business's answer."""
    if _posted():
        throttle.take(TRY, invitation_key)
    own = _found(invitation_key)
    session = queries.session_of(own)
    mine = find(session.id, own.business_id)
    seats = mine.seats if mine is not None and mine.state != rules.CANCELLED else 1
    form = AcceptForm(data={"seats": seats})
    if form.validate_on_submit():
        contact = form.contact()
        if mine is not None and not any(contact):  # only the number changed
            contact = Contact(mine.contact_name, mine.contact_phone, mine.contact_email)
        done = form.carry_out(
            actions.accept, session=session, invitation=own, seats=form.seats.data or 0, names=form.people(),
            contact=contact,
        )  # fmt: skip
        if done is not None:
            flash(said(done), "good")
            return _private(web.redirect(url_for("trainings.invitation", invitation_key=own.public_id)))
    if not _posted() and not getattr(current_user, "is_staff", False):  # those who invite look at it, too
        actions.mark_opened(own.id, own.opened_at)
    return _page(own, session, form)


@everyone
@web.commits
def decline(invitation_key: str) -> ResponseReturnValue:
    """The business cannot come."""
    throttle.take(TRY, invitation_key)
    own = _found(invitation_key)
    session = queries.session_of(own)
    form = DeclineForm()
    if form.validate_on_submit():
        form.carry_out(actions.decline, session=session, invitation=own, because=form.because.data)
        if not form.errors:
            flash(_("Đã ghi là doanh nghiệp không tham dự được. Cảm ơn Anh/Chị đã báo."), "good")
            return _private(web.redirect(url_for("trainings.invitation", invitation_key=own.public_id)))
    return _page(own, session, AcceptForm(formdata=None, data={"seats": 1}), decline_form=form)


@everyone
def invitation_calendar(invitation_key: str) -> ResponseReturnValue:
    """The session for the calendar of a phone or a computer."""
    session = queries.session_of(_found(invitation_key))
    response = make_response(mail_calendar.write(session))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="lich-hen.ics"'
    return _private(response)


def _found(invitation_key: str) -> SessionInvitation:
    """The invitation; a link that is none counts as a try (a post has counted): nobody can look for one."""
    own = queries.get_invitation(invitation_key)
    if own is None and not _posted():
        throttle.take(TRY, invitation_key)
    return web.found(own)


def _page(
    own: SessionInvitation, session: Session, form: AcceptForm, decline_form: DeclineForm | None = None
) -> ResponseReturnValue:
    mine = find(session.id, own.business_id)
    context: dict[str, Any] = facts(session)
    shown = decline_form if decline_form is not None and decline_form.errors else form
    return _private(
        web.render(
            "trainings/invitation.html", invitation=own, accept_form=form, form=shown, mine=mine, rules=rules,
            decline_form=decline_form or DeclineForm(formdata=None), business=own.business.name,
            free=free_seats(session.capacity, session.seats_taken),
            open=is_open(opening(session), clock.now()),
            place=registrations.place_in_line(mine) if mine and mine.state == rules.WAITING else None,
            **context,
        )
    )  # fmt: skip


def _private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _posted() -> bool:
    return request.method == "POST"
