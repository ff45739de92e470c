"""What is done with a paste besides confirming it, and replies copied back to Zalo by hand."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.helpdesk import queries as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.actions import handling
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.zalo import queries
from outreach.zalo.actions import confirming, copying, pasting, undoing
from outreach.zalo.forms.pasting import DayForm
from outreach.zalo.queries import pastes


@guards.counter
@web.commits
def paste_again(paste_key: str) -> ResponseReturnValue:
    """Read the same text as copied on another day."""
    form, read = DayForm(), None
    with queries.reading_ahead():
        found = web.found(pastes.find_paste(paste_key))
        if form.validate_on_submit():
            read = form.carry_out(pasting.prepare_again, paste=found, day=form.day.data)
    if read is not None:
        found = web.found(pastes.find_paste(paste_key))
        form.carry_out(pasting.store_again, paste=found, prepared=read)
    return _back(paste_key, form, _("Đã đọc lại theo ngày chép mới."))


@guards.counter
@web.commits
def drop_paste(paste_key: str) -> ResponseReturnValue:
    """Throw it away unconfirmed."""
    found = web.found(pastes.find_paste(paste_key))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(confirming.drop, paste=found)
    if form.errors:
        return _back(paste_key, form, "")
    flash(_("Đã bỏ đoạn chép. Không có tin nào vào sổ."), "good")
    return web.redirect(url_for("zalo.paste_in"))


@guards.counter
@web.commits
def undo_paste(paste_key: str) -> ResponseReturnValue:
    """Take all of a paste out again, except where somebody went on in the conversation."""
    found = web.found(pastes.find_paste(paste_key))
    form = web.Form()
    done = form.carry_out(undoing.undo, paste=found) if form.validate_on_submit() else None
    if done is not None and done.kept:
        words = ngettext(
            "%(num)s cuộc trao đổi được giữ lại vì đã có người viết tiếp.",
            "%(num)s cuộc trao đổi được giữ lại vì đã có người viết tiếp.", done.kept,
        )  # fmt: skip
        flash(words, "warn")
    deleted = done.deleted if done else 0
    words = ngettext("Đã xóa %(num)s tin của đoạn chép.", "Đã xóa %(num)s tin của đoạn chép.", deleted)
    return _back(paste_key, form, words)


@guards.counter
@web.commits
def release_paste(paste_key: str) -> ResponseReturnValue:
    """Let a business read its conversations of this paste."""
    found = web.found(pastes.find_paste(paste_key))
    form = web.Form()
    wanted = request.form.get("business", "")
    if form.validate_on_submit():
        for one in pastes.outcomes(found.id):
            if str(one.business_id) == wanted and not one.released:
                form.carry_out(handling.release, conversation_id=one.id, by=current_user.id)
    return _back(paste_key, form, _("Doanh nghiệp đã xem được các cuộc trao đổi này."))


@guards.counter
@web.commits
def copy_message(conversation_key: str, message_key: str) -> ResponseReturnValue:
    """A reply was copied to Zalo by hand: who, when."""
    head = web.found(helpdesk.find_conversation(conversation_key))
    message_id = web.found(helpdesk.find_message(head.id, message_key, side=helpdesk_rules.STAFF))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(copying.note_copied, message_id=message_id, by=current_user.id)
    if web.from_htmx() and not form.errors:
        return web.render("zalo/paste_copied.html", "zalo/paste_copied.html")
    for refusals in form.errors.values():
        flash(" ".join(map(str, refusals)), "warn")
    return web.redirect(url_for("desks.desk_conversation", conversation_key=conversation_key))


def _back(paste_key: str, form: web.Form, words: str) -> ResponseReturnValue:
    """To the paste, with what was refused said above it."""
    for refusals in form.errors.values():
        flash(" ".join(map(str, refusals)), "warn")
    if not form.errors:
        flash(words, "good")
    return web.redirect(url_for("zalo.paste", paste_key=paste_key))
