"""The steps of an answer from names removed to everybody, and back."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.accounts.models import OFFICERS, Role
from outreach.answers import actions, queries, rules
from outreach.answers.forms import WithdrawForm
from outreach.answers.views.showing import answer_page
from outreach.i18n import gettext as _
from outreach.refusals import Refused

APPROVERS = (*OFFICERS, Role.LEADER)
approvers = guards.allow(*APPROVERS)


@approvers
@web.commits
def approve(answer_id: int) -> ResponseReturnValue:
    """Somebody else than its writer stands for it."""
    return _deed(actions.approve, answer_id, _("Đã duyệt."))


@approvers
@web.commits
def publish(answer_id: int) -> ResponseReturnValue:
    """Show it to everybody."""
    return _deed(actions.publish, answer_id, _("Đã đăng cho mọi người."))


@guards.staff
@web.commits
def step_back(answer_id: int) -> ResponseReturnValue:
    """Take the last step back."""
    return _deed(actions.step_back, answer_id, _("Đã lùi một bước."))


@guards.staff
@web.commits
def restore(answer_id: int) -> ResponseReturnValue:
    """Take up again what was withdrawn."""
    return _deed(actions.restore, answer_id, _("Đã lấy lại thành bản nháp."))


@guards.officers
@web.commits
def review(answer_id: int) -> ResponseReturnValue:
    """It still stands, although a document was replaced."""
    return _deed(actions.review, answer_id, _("Đã ghi: câu này còn đúng."))


@guards.staff
@web.commits
def withdraw(answer_id: int) -> ResponseReturnValue:
    """Take it off, with a reason; what everybody reads only by those who may publish."""
    row = web.found(queries.get_answer(answer_id))
    if row.state == rules.PUBLISHED and current_user.role not in APPROVERS:
        abort(403)
    form = WithdrawForm()
    if form.validate_on_submit() and form.carry_out(
        actions.withdraw, answer_id=answer_id, because=form.because.data, by=current_user.id
    ):
        flash(_("Đã gỡ. Cần dùng lại thì bấm “Lấy lại”."), "good")
        return web.redirect(url_for("answers.answer", answer_id=answer_id))
    return answer_page(answer_id, form)


@guards.officers
@web.commits
def into_version(answer_id: int) -> ResponseReturnValue:
    """To the editor of the guide's next version, where the text stands beside the step."""
    row = web.found(queries.get_answer(answer_id))
    try:
        version = actions.into_version(answer_id=answer_id, by=current_user.id)
    except Refused as refusal:
        flash(str(refusal), "warn")
        return web.redirect(url_for("answers.answer", answer_id=answer_id))
    values: dict[str, Any] = {"tutorial_id": version.tutorial_id, "number": version.number}
    flash(_("Anh/Chị sửa bước; nội dung cần đưa vào nằm ở đầu trang."), "info")
    if row.step_key and any(step.key == row.step_key for step in version.steps):
        return web.redirect(url_for("tutorials.edit_step", step_key=row.step_key, **values))
    return web.redirect(url_for("tutorials.editor", **values))


def _deed(action: Callable[..., Any], answer_id: int, done: str) -> ResponseReturnValue:
    web.found(queries.get_answer(answer_id))
    form = web.Form()
    if form.validate_on_submit() and form.carry_out(action, answer_id=answer_id, by=current_user.id):
        flash(done, "good")
    for sentence in form.form_errors:
        flash(sentence, "warn")
    return web.redirect(url_for("answers.answer", answer_id=answer_id))
