"""Writing the check questions at the end of a guide."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.i18n import gettext as _
from outreach.tutorials import queries
from outreach.tutorials.actions import editing
from outreach.tutorials.forms.editing import QuestionsForm
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.rules import authoring
from outreach.tutorials.views.authoring import editor_url, frame, version_of
from outreach.tutorials.views.overtaken import differences, fresh


@guards.officers
@web.commits
def edit_questions(tutorial_id: int, number: int) -> ResponseReturnValue:
    """All questions on one page, with the right option and why."""
    version = version_of(tutorial_id, number)
    form = QuestionsForm()
    theirs: list[tuple[str, str, str]] = []
    if not form.is_submitted():
        _show(form, version)
    elif form.validate_on_submit():
        if form.carry_out(_save, version=version, form=form) is not None:
            flash(_("Đã lưu câu hỏi kiểm tra."), "good")
            return web.redirect(editor_url(version, _anchor="questions"))
        version = fresh(version)
        theirs = _overtaken(form, version)
    return web.render("tutorials/editor/questions.html", **frame(version), form=form, theirs=theirs)


def _save(version: TutorialVersion, form: QuestionsForm) -> TutorialVersion:
    return editing.save_questions(
        version, seen=form.seen.data or "", questions=form.questions(), by=current_user.id
    )


def _show(form: QuestionsForm, version: TutorialVersion) -> None:
    questions = queries.content_from(version).questions
    form.fill(questions)
    form.seen.data = authoring.mark_of_questions(questions)


def _overtaken(form: QuestionsForm, version: TutorialVersion) -> list[tuple[str, str, str]]:
    other = QuestionsForm(formdata=None)
    _show(other, version)
    if other.seen.data == form.seen.data:
        return []
    form.seen.data = other.seen.data  # the next save is by hand, with both texts in sight
    return differences(form, other)
