"""Whom staff choose to invite, and what an invited business answers by its private link."""

from flask import request
from wtforms import SubmitField, TextAreaField
from wtforms.validators import Length, Optional

from outreach import lists, web
from outreach.i18n import lazy_gettext as _l
from outreach.trainings.actions.invitations import LONGEST_REASON
from outreach.trainings.forms.people import RegisterForm


class InviteForm(web.Form):
    """Businesses to invite: those ticked, or with the button `all_found` all that were found."""

    all_found = SubmitField(_l("Mời tất cả"))

    def chosen(self) -> list[int]:
        """The businesses ticked, each once."""
        read = (lists.number({"id": text}, "id") for text in request.form.getlist("business"))
        return list(dict.fromkeys(number for number in read if number))


class AcceptForm(RegisterForm):
    """Seats for so many people, by the private link."""


class DeclineForm(web.Form):
    """The business cannot come, and may say why."""

    because = TextAreaField(_l("Lý do"), [Optional(), Length(max=LONGEST_REASON)])
