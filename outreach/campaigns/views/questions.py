"""Questions of dialogues: those of one, those of all, answering; a business finds its own."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, signed_in, staff
from outreach.campaigns import queries
from outreach.campaigns.actions import questions as actions
from outreach.campaigns.forms.proving import QuestionForm
from outreach.campaigns.models import Question
from outreach.campaigns.queries import evidence
from outreach.campaigns.queries.evidence import QUESTION_STATES, QuestionFilter
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

PER_PAGE = 20
STATES = {"open": _l("Chưa trả lời"), "overdue": _l("Quá hẹn"), "answered": _l("Đã trả lời")}


@signed_in
def questions() -> ResponseReturnValue:
    """The questions of all dialogues; a person of a business finds those of that business only."""
    own = None if current_user.is_staff else current_user.business_id
    if own is None and not current_user.is_staff:
        web.found(None)
    wanted = QuestionFilter(
        state=lists.one_of(request.args, "state", QUESTION_STATES), business_id=own,
        owner_id=current_user.id if own is None and request.args.get("owner") == "me" else None,
    )  # fmt: skip
    query: dict[str, Any] = {"state": wanted.state, "owner": "me" if wanted.owner_id else None}
    pages = lists.paged(
        partial(evidence.list_questions, wanted), request.args, size=PER_PAGE,
        address=partial(url_for, "campaigns.questions", **query),
    )  # fmt: skip
    page = "campaigns/questions.html" if own is None else "campaigns/own_questions.html"
    return web.render(
        page, "campaigns/_question_list.html", pages=pages, query=query, states=STATES, today=clock.today()
    )


@staff
def dialogue(intervention_id: int) -> ResponseReturnValue:
    """The questions of one dialogue, to work on and to print."""
    intervention = web.found(queries.get_intervention(intervention_id))
    rows, _total = evidence.list_questions(QuestionFilter(intervention_id=intervention.id))
    return web.render("campaigns/dialogue.html", intervention=intervention, rows=rows, today=clock.today())


@officers
@web.commits
def ask(intervention_id: int) -> ResponseReturnValue:
    """Write a question down; the next one is a button away."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = QuestionForm()
    if form.validate_on_submit():
        made = form.carry_out(
            actions.ask, intervention=intervention, recorded_by_id=current_user.id, **form.values()
        )
        if made is not None:
            flash(_("Đã ghi câu hỏi."), "good")
            again = "campaigns.ask" if "again" in request.form else "campaigns.dialogue"
            return web.redirect(url_for(again, intervention_id=intervention.id))
    return _edit(form, intervention, None)


@officers
@web.commits
def question(asked_id: int) -> ResponseReturnValue:
    """Answer a question, or correct it."""
    found = web.found(evidence.get_question(asked_id))
    intervention = web.found(queries.get_intervention(found.intervention_id))
    form = QuestionForm(found)
    if form.validate_on_submit() and form.carry_out(actions.update_question, question=found, **form.values()):
        flash(_("Đã lưu câu hỏi."), "good")
        return web.redirect(url_for("campaigns.dialogue", intervention_id=intervention.id))
    return _edit(form, intervention, found)


@officers
@web.commits
def delete_question(asked_id: int) -> ResponseReturnValue:
    """Ask, then take a question away."""
    found = web.found(evidence.get_question(asked_id))
    home = url_for("campaigns.dialogue", intervention_id=found.intervention_id)
    form = web.Form()
    if form.validate_on_submit():
        actions.delete_question(question=found)
        flash(_("Đã xóa câu hỏi."), "good")
        return web.redirect(home)
    return web.render(
        "campaigns/sure.html", form=form, heading=_("Xóa câu hỏi?"), thing=found.text,
        text=_("Xóa rồi thì không lấy lại được."), label=_("Xóa câu hỏi"), home=home,
    )  # fmt: skip


def _edit(form: QuestionForm, intervention: Any, found: Question | None) -> ResponseReturnValue:
    return web.render(
        "campaigns/question.html", form=form, intervention=intervention, question=found,
        fresh=found is None,
    )  # fmt: skip
