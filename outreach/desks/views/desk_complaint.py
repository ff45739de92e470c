"""Moving a complaint, a denunciation or criticism out of a chat, into the restricted register."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import DataRequired

from outreach import lists, web
from outreach.accounts import guards
from outreach.desks.views.desk import asked_args
from outreach.fields import choices
from outreach.helpdesk import rules
from outreach.helpdesk.actions import complaining
from outreach.helpdesk.chat import chat_of
from outreach.helpdesk.queries import complaints as queries
from outreach.helpdesk.rules.complaints import KINDS
from outreach.helpdesk.views.opening import opened
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l


class MoveForm(web.Form):
    """What it is; the ticked messages come beside it."""

    kind = RadioField(
        _l("Đây là"), choices=choices(KINDS), validators=[DataRequired(_l("Anh/Chị chọn loại."))]
    )  # fmt: skip


@guards.counter
@web.commits
def desk_complaint(conversation_key: str) -> ResponseReturnValue:
    """Tick the messages that belong into the register."""
    head, by = opened(conversation_key)
    form = MoveForm()
    before = lists.number(request.args, "before") or None
    chat = chat_of(head, by, before=before)
    ticked = {key for key in request.form.getlist("messages") if len(key) < 40}
    can = [
        said for said in chat.thread.bubbles
        if (said.side == rules.BUSINESS or said.kind == rules.NOTE) and said.kind != rules.EVENT
        and not said.moved and not said.taken_back
    ]  # fmt: skip
    if form.validate_on_submit() and form.carry_out(
        complaining.move, conversation_id=head.id, kind=form.kind.data, by=current_user.id,
        message_ids=[said.id for said in can if said.public_id in ticked],
    ):  # fmt: skip
        flash(_("Đã chuyển sang sổ riêng. Nội dung không còn ở đây."), "good")
        return web.redirect(_desk(conversation_key))
    return web.render(
        "desks/desk_complaint.html", form=form, head=head, can=can, ticked=ticked, asked=asked_args(),
        moved=queries.moved_by(head.id, current_user.id), kinds=KINDS, before=before,
        older=chat.thread.bubbles[0].id if chat.thread.has_older else None,
    )  # fmt: skip


@guards.counter
@web.commits
def desk_complaint_undo(conversation_key: str, complaint_key: str) -> ResponseReturnValue:
    """It was no complaint: back into the chat, within a day and until somebody took it."""
    head, _by = opened(conversation_key)
    found = web.found(queries.find_complaint(complaint_key))
    form = web.Form()
    if found.conversation_id != head.id:
        form.refuse(_("Không hoàn tác được nữa: đã có người thụ lý, hoặc đã quá một ngày."))
    elif form.validate_on_submit() and form.carry_out(
        complaining.undo_move, complaint=found, by=current_user.id
    ):
        flash(_("Đã đưa lại vào cuộc trao đổi."), "good")
    for refusals in form.errors.values():
        flash(" ".join(map(str, refusals)), "warn")
    return web.redirect(_desk(conversation_key))


def _desk(conversation_key: str) -> str:
    return url_for("desks.desk_conversation", conversation_key=conversation_key, **asked_args())
