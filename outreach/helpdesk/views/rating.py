"""Satisfaction: asked of the business once a conversation is closed."""

from flask import abort, flash
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts import guards
from outreach.helpdesk import actions, rules
from outreach.helpdesk.forms.rating import RatingForm
from outreach.helpdesk.views.conversation import home_of, page
from outreach.helpdesk.views.opening import opened
from outreach.i18n import gettext as _


@guards.everyone
@web.commits
def rate(conversation_key: str) -> ResponseReturnValue:
    """Say how it was, once; what is said is kept without the conversation."""
    head, by = opened(conversation_key)
    if by.side != rules.BUSINESS:
        abort(403)
    form = RatingForm()
    if not form.validate_on_submit():
        return page(head, by, form=form)
    taken = actions.rate(
        conversation_id=head.id, level=form.level.data or "", reason=form.reason.data,
        words=form.own_words.data,
    )  # fmt: skip
    if taken:
        flash(_("Cảm ơn Anh/Chị đã đánh giá."), "good")
    else:
        flash(_("Cuộc trao đổi này đã được đánh giá hoặc đang mở lại."), "info")
    return web.redirect(home_of(head, by))
