"""Those who did not come, and the way to invite them to the next session."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import officers
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.trainings.actions import following_up as actions
from outreach.trainings.models import Session
from outreach.trainings.queries import registrations as queries
from outreach.trainings.queries import sessions as session_queries
from outreach.trainings.views.reading import facts, session_of


@officers
@web.commits
def follow_up(session_key: str) -> ResponseReturnValue:
    """Registered and not there, without a seat, invited and silent: those chosen are invited to another."""
    session = session_of(session_key)
    form = web.Form()
    if form.validate_on_submit():
        target = session_queries.get_session(lists.words(request.form, "into"))
        absent = {row.business_id for rows in _absent(session).values() for row in rows}
        chosen = {id for text in request.form.getlist("business") if (id := _id(text)) in absent}
        if target is None or not chosen:
            form.refuse(_("Anh/Chị chọn doanh nghiệp và buổi sẽ mời."))
        else:
            sent = form.carry_out(
                actions.invite_again, session=session, target=target, business_ids=chosen, by=current_user.id
            )
            if sent is not None:
                return _invited(target, sent.businesses)
    note_access(
        what="registration.contacts", object_type="session", object_id=session.id, purpose="follow_up"
    )
    return web.render(
        "trainings/follow_up.html", form=form, absent=_absent(session),
        chosen=request.form.getlist("business"), nexts=session_queries.next_sessions(session),
        **facts(session),
    )  # fmt: skip


def _absent(session: Session) -> dict[str, list[queries.Absent]]:
    return {
        "registered": queries.registered_absent(session.id),
        "waiting": queries.waiting_absent(session.id),
        "silent": queries.invited_silent(session.id),
    }


def _invited(target: Session, number: int) -> ResponseReturnValue:
    said = ngettext("Đã mời %(num)s doanh nghiệp.", "Đã mời %(num)s doanh nghiệp.", number)
    flash(said, "good" if number else "info")
    return web.redirect(url_for("trainings.invited", session_key=target.public_id))


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
