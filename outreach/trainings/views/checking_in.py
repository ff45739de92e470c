"""The tick list on a phone: each tick sets a state, so it may be sent as often as a bad line needs."""

import secrets

from flask import flash, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.guards import counter
from outreach.businesses.queries import get_business
from outreach.i18n import gettext as _
from outreach.trainings.actions import coming as actions
from outreach.trainings.forms.people import WalkInForm
from outreach.trainings.models import Session
from outreach.trainings.queries import people as queries
from outreach.trainings.views.reading import facts, session_of


@counter
def check_in(session_key: str) -> ResponseReturnValue:
    """Everybody expected, by business; a word finds names without their marks."""
    session = session_of(session_key)
    return web.render(
        "trainings/check_in.html", rows=queries.people(session.id), came=queries.came(session.id),
        **facts(session),
    )  # fmt: skip


@counter
@web.commits
def tick(session_key: str, participant_id: int) -> ResponseReturnValue:
    """Set whether somebody is present; a script is told the counts, a form goes back to the list."""
    session = session_of(session_key)
    participant = web.found(queries.get_participant(session.id, participant_id))
    form = web.Form()
    form.carry_out(
        actions.set_present, session=session, participant=participant, by=current_user.id,
        present=request.form.get("present") == "1", name=lists.words(request.form, "name") or None,
    )  # fmt: skip
    return _answer(session, form, f"person-{participant_id}")


@counter
@web.commits
def add_person(session_key: str) -> ResponseReturnValue:
    """Somebody nobody expected: first of which business, or of which office, then who."""
    session = session_of(session_key)
    words = lists.words(request.values, "who")
    business = get_business(lists.number(request.values, "business") or 0)
    form = WalkInForm(data={"client_id": secrets.token_urlsafe(12)})
    if request.method == "POST" and form.validate_on_submit():
        added = form.carry_out(
            actions.add_person, session=session, person=form.person(), unit=form.unit.data or None,
            business_id=business.id if business else None, client_id=form.client_id.data or None,
            by=current_user.id,
        )  # fmt: skip
        if added is not None:
            return _answer(session, form, f"person-{added.id}")
        form.client_id.data = secrets.token_urlsafe(12)  # sent again it is somebody else
    found = queries.find_businesses(session.id, words) if words and business is None else []
    return web.render(
        "trainings/add_person.html", form=form, words=words, found=found, business=business, **facts(session)
    )


@counter
@web.commits
def remove_person(session_key: str, participant_id: int) -> ResponseReturnValue:
    """Take somebody off again who was added by mistake."""
    session = session_of(session_key)
    participant = web.found(queries.get_participant(session.id, participant_id))
    form = web.Form()
    form.carry_out(actions.remove_person, session=session, participant=participant, by=current_user.id)
    return _answer(session, form, "people")


def _answer(session: Session, form: web.Form, anchor: str) -> ResponseReturnValue:
    refused = " ".join(str(error) for errors in form.errors.values() for error in errors)
    if request.accept_mimetypes.best == "application/json":
        came = queries.came(session.id)
        said = {"people": came.people, "businesses": came.businesses, "refused": refused}
        return jsonify(said), 409 if refused else 200
    flash(refused or _("Đã lưu."), "bad" if refused else "good")
    return web.redirect(url_for("trainings.check_in", session_key=session.public_id) + f"#{anchor}")
