"""Writing into a conversation, and saying how far one has read it."""

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.models import Role
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.chat import Reader, chat_of
from outreach.helpdesk.forms import DraftForm, SendForm
from outreach.helpdesk.models import Message
from outreach.helpdesk.queries import Head
from outreach.helpdesk.views.conversation import home_of, page
from outreach.helpdesk.views.files import attached, taken_in
from outreach.helpdesk.views.opening import found, look, opened
from outreach.helpdesk.views.slowing import may_write, writes_too_much
from outreach.i18n import gettext as _


@guards.everyone
@web.commits
def send(conversation_key: str) -> ResponseReturnValue | web.Afterwards:
    """A message: stored once under its client id, however often it comes."""
    form = SendForm()
    heard = form.validate_on_submit() and may_write(form, conversation_key)
    guards.recognise()
    with queries.reading_ahead():
        asked, by = found(conversation_key)
        heard = heard and not writes_too_much(form, by)
        head = queries.where_it_went(asked) if not by.key else asked
    if head.state == rules.MERGED:
        form.refuse(_("Cuộc trao đổi này đã gộp; Anh/Chị đăng nhập để viết tiếp."), "text")
    files = _files(form, head, by) if heard and not form.errors else None
    message = form.carry_out(_said, head=head, by=by, form=form, files=files) if files is not None else None
    if files is None:
        look(head, by)
    if message is None:
        return page(head, by, form=form, part="helpdesk/refused.html")
    if web.wants_part() and message.conversation_id == asked.id:
        after = min(form.seen.data or 0, message.id - 1)
        return web.Afterwards(lambda: page(head, by, chat=chat_of(head, by, after=after)))
    return web.redirect(web.safe_next(form.next.data, home_of(head, by)) + "#composer")


@guards.everyone
@web.commits
def mark(conversation_key: str) -> ResponseReturnValue:
    """How far the reader's device, or their eyes, have come."""
    guards.recognise()
    with queries.reading_ahead():
        head, by = found(conversation_key)
    look(head, by)
    if current_user.role == Role.LEADER:  # nobody who answers has seen it
        return Response(status=204) if web.wants_part() else web.redirect(home_of(head, by))
    who: dict[str, Any] = {"conversation_id": head.id, **_person(by)}
    if received := lists.number(request.form, "received"):
        actions.mark_received(up_to=received, **who)
    if seen := lists.number(request.form, "seen"):
        actions.mark_seen(up_to=seen, **who)
    return Response(status=204) if web.wants_part() else web.redirect(home_of(head, by))


@guards.everyone
@web.commits
def take_back(conversation_key: str, message_key: str) -> ResponseReturnValue:
    """Take one's own message back; its words are gone for everybody."""
    head, by = opened(conversation_key)
    message_id = web.found(queries.find_message(head.id, message_key, side=by.side))
    form = web.Form()
    values = {"conversation_id": head.id, "message_id": message_id, "side": by.side, "user_id": by.user_id}
    if not (form.validate_on_submit() and form.carry_out(actions.take_back, **values)):
        return page(head, by, form=form, part="helpdesk/refused.html")
    if web.wants_part():
        return page(head, by, chat=chat_of(head, by, after=message_id))
    return web.redirect(web.safe_next(request.form.get("next"), home_of(head, by)))


@guards.signed_in
@web.commits
def draft(conversation_key: str) -> ResponseReturnValue:
    """What is being typed, kept for a reload and for another device."""
    with queries.reading_ahead():
        head, by = found(conversation_key)
    look(head, by)
    form = DraftForm()
    if form.validate_on_submit() and by.user_id is not None:
        actions.save_draft(conversation_id=head.id, user_id=by.user_id, text=form.text.data or "")
    return Response(status=204) if web.wants_part() else web.redirect(home_of(head, by))


def _files(form: SendForm, head: Head, by: Reader) -> list[int] | None:
    """Files uploaded before, and those that came with the form itself; None when one was refused."""
    keys = (form.files.data or "").split(",")
    if any(sent.filename for sent in request.files.getlist("upload")):
        taken = taken_in(form)
        made = attached(form, head, by, taken, [f"{form.client_id.data}-{n}" for n in range(len(taken))])
        if made is None:
            return None
        keys += made
    return actions.waiting_files(conversation_id=head.id, public_ids=filter(None, keys), user_id=by.user_id)


def _said(*, head: Head, by: Reader, form: SendForm, files: list[int]) -> Message:
    look(head, by)
    quoted = queries.find_message(head.id, form.quoted.data, side=by.side) if form.quoted.data else None
    staff = by.side == rules.STAFF
    message = actions.say(
        conversation_id=head.id, client_id=form.client_id.data or "", side=by.side, text=form.words,
        kind=rules.NOTE if staff and form.note.data == "1" else rules.TEXT, user_id=by.user_id,
        person=by.name, quoted_id=quoted, attachment_ids=files,
        saved_reply_id=form.saved_reply.data if staff else None,
        of_business=head.business_id if by.side == rules.BUSINESS else None,
    )  # fmt: skip
    actions.drop_draft(conversation_id=head.id, user_id=by.user_id)
    actions.mark_own(message, who=by.who)
    return message


def _person(by: Reader) -> dict[str, Any]:
    return {"who": by.who, "side": by.side, "user_id": by.user_id}
