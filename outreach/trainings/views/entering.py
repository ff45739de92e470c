"""Typing the signed sheets: part of a name or a tax code, Enter, how many, Enter. It needs no script."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.guards import counter
from outreach.businesses.models import Business
from outreach.businesses.queries import get_business
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.trainings.actions import coming as actions
from outreach.trainings.forms.people import EntryForm
from outreach.trainings.models import Session
from outreach.trainings.queries import people as queries
from outreach.trainings.views.reading import facts, session_of


@counter
@web.commits
def enter(session_key: str) -> ResponseReturnValue:
    """One field at a time, with the focus in it; who was entered last stands below."""
    session = session_of(session_key)
    words = lists.words(request.args, "who")
    found = queries.find_businesses(session.id, words) if words else []
    chosen = get_business(lists.number(request.values, "business") or 0)
    if chosen is None and len(found) == 1:
        chosen = get_business(found[0].id)
    form = EntryForm(data={"people": _usual(session, chosen)})
    if chosen is not None and form.validate_on_submit():
        before = form.carry_out(
            actions.enter_people, session=session, business_id=chosen.id, people=form.people.data or 0,
            named=form.named(), by=current_user.id,
        )  # fmt: skip
        if before is not None:
            flash(_said(chosen, form.people.data or 0, before), "good")
            return web.redirect(url_for("trainings.enter", session_key=session.public_id))
    return web.render(
        "trainings/enter.html", form=form, words=words, found=found, chosen=chosen,
        named=queries.named_people(session.id, chosen.id) if chosen else [], came=queries.came(session.id),
        latest=queries.latest(session.id), **facts(session),
    )  # fmt: skip


def _usual(session: Session, business: Business | None) -> int:
    """As many as are ticked, else as many as registered, else one."""
    if business is None:
        return 1
    rows = [row for row in queries.people(session.id) if row.business_id == business.id]
    return sum(row.present for row in rows) or len(rows) or 1


def _said(business: Business, people: int, before: int) -> str:
    said = ngettext("%(name)s: %(num)s người có mặt.", "%(name)s: %(num)s người có mặt.", people,
                    name=business.name)  # fmt: skip
    return said + (_(" Trước đó ghi %(before)s.", before=before) if before and before != people else "")
