"""Asking a person once per channel, and hearing a no at any time."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.models import Role
from outreach.businesses import actions, rules
from outreach.businesses.forms import ConsentForm
from outreach.businesses.views import contact_keepers, found_contact
from outreach.i18n import gettext as _


@contact_keepers
@web.commits
def answer(contact_id: int, channel: str) -> ResponseReturnValue:
    """Record an answer to a channel's question, word for word."""
    person, label = found_contact(contact_id), _channel(channel)
    form = ConsentForm(by_the_person=current_user.role == Role.BUSINESS)
    if form.validate_on_submit():
        values = form.values()
        if form.carry_out(
            actions.record_consent, contact=person, channel=channel, by=current_user.id, **values
        ):
            flash(_("Đã ghi câu trả lời về kênh %(channel)s.", channel=label), "good")
            return web.redirect(url_for("businesses.contact", contact_id=person.id))
    return web.render(
        "businesses/answer.html", form=form, contact=person, channel=label, wording=rules.WORDINGS[channel]
    )


@contact_keepers
@web.commits
def withdraw(contact_id: int, channel: str) -> ResponseReturnValue:
    """The person wants no more of this channel."""
    person, label = found_contact(contact_id), _channel(channel)
    how = "form" if current_user.role == Role.BUSINESS else "spoken"
    actions.withdraw_consent(contact=person, channel=channel, how=how, by=current_user.id)
    flash(
        _("Từ bây giờ không liên hệ %(name)s qua kênh %(channel)s nữa.", name=person.name, channel=label),
        "good",
    )
    return web.redirect(url_for("businesses.contact", contact_id=person.id))


def _channel(channel: str) -> str:
    return str(web.found(rules.CHANNELS.get(channel)))
