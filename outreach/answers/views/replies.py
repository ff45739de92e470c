"""Saved replies: found, written, changed back, retired, reviewed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.answers import actions, queries, rules
from outreach.answers.actions.replies import mark
from outreach.answers.forms import ReplyForm
from outreach.answers.models import SavedReply
from outreach.answers.views import known
from outreach.documents import queries as documents
from outreach.i18n import gettext as _

PER_PAGE = 30
SHOWN = ("use", "withheld", "retired")


@guards.staff
def replies() -> ResponseReturnValue:
    """The replies in use, held back or retired; found without marks and with slips."""
    words, show = lists.words(request.args), lists.one_of(request.args, "show", SHOWN) or "use"
    today = clock.today()
    found = queries.list_replies(words=words, show=show, today=today)
    address = partial(url_for, "answers.replies", q=words or None, show=show if show != "use" else None)
    pages = lists.paged(partial(lists.cut, found), request.args, size=PER_PAGE, address=address)
    return web.render(
        "answers/replies.html", "answers/_reply_list.html",
        pages=pages, words=words, show=show, counts=queries.count_replies(today), fields=rules.FIELDS,
        bases=queries.reply_bases([one.id for one in pages.rows], today),
    )  # fmt: skip


@guards.counter
@web.commits
def reply_create() -> ResponseReturnValue:
    """A new one."""
    form = ReplyForm()
    if form.validate_on_submit() and (reply := form.carry_out(_write, form=form)) is not None:
        flash(_("Đã lưu “%(title)s”.", title=reply.title), "good")
        return web.redirect(url_for("answers.replies"))
    return _page(form, None)


@guards.counter
@web.commits
def reply_edit(reply_id: int) -> ResponseReturnValue:
    """Change one; what it said before can be brought back."""
    reply = web.found(queries.get_reply(reply_id))
    form = ReplyForm(data=_as_typed(reply))
    if form.validate_on_submit() and form.carry_out(_write, form=form, reply_id=reply_id) is not None:
        flash(_("Đã lưu. Cần lấy lại lời cũ thì mở câu này và bấm “Trở lại bản trước”."), "good")
        return web.redirect(url_for("answers.replies"))
    return _page(form, reply)


@guards.counter
@web.commits
def reply_retire(reply_id: int) -> ResponseReturnValue:
    """Propose it no more."""
    return _deed(
        actions.retire_reply, reply_id, _("Đã thôi dùng. Cần dùng lại thì xem ở mục “Đã thôi dùng”.")
    )


@guards.counter
@web.commits
def reply_restore(reply_id: int) -> ResponseReturnValue:
    """Propose it again."""
    return _deed(actions.restore_reply, reply_id, _("Đã dùng lại."))


@guards.counter
@web.commits
def reply_undo(reply_id: int) -> ResponseReturnValue:
    """Back to what it said before the last change."""
    return _deed(actions.undo_change, reply_id, _("Đã trở lại bản trước."))


@guards.officers
@web.commits
def reply_review(reply_id: int) -> ResponseReturnValue:
    """It still stands, although a document was replaced."""
    return _deed(actions.review_reply, reply_id, _("Đã ghi: câu này còn đúng."))


def _deed(action: Callable[..., SavedReply], reply_id: int, done: str) -> ResponseReturnValue:
    web.found(queries.get_reply(reply_id))
    form = web.Form()
    if form.validate_on_submit() and form.carry_out(action, reply_id=reply_id, by=current_user.id):
        flash(done, "good")
    for sentence in form.form_errors:
        flash(sentence, "warn")
    return web.redirect(url_for("answers.reply_edit", reply_id=reply_id))


def _write(*, form: ReplyForm, reply_id: int | None = None) -> SavedReply:
    values: dict[str, Any] = {
        "title": form.title.data or "", "text": form.text.data or "",
        "procedure_id": known.procedure_of(form.procedure.data),
        "bases": actions.found_bases(rules.read_bases(form.bases.data or "")), "by": current_user.id,
    }  # fmt: skip
    if reply_id is None:
        return actions.create_reply(**values)
    return actions.change_reply(reply_id=reply_id, seen=form.seen.data or "", **values)


def _as_typed(reply: SavedReply) -> dict[str, Any]:
    bases = queries.reply_bases([reply.id], clock.today()).get(reply.id, [])
    return {
        "seen": mark(reply), "title": reply.title, "text": reply.text,
        "procedure": known.procedure_words(reply.procedure_id),
        "bases": rules.write_bases([rules.Cited(one.number, None) for one in bases]),
    }  # fmt: skip


def _page(form: ReplyForm, reply: SavedReply | None) -> ResponseReturnValue:
    bases = queries.reply_bases([reply.id], clock.today()).get(reply.id, []) if reply else []
    return web.render(
        "answers/reply.html", form=form, reply=reply, bases=bases, fields=rules.FIELDS,
        procedures=known.procedures(), numbers=documents.numbers(),
    )  # fmt: skip
