"""Asking at a step without an account, the private link with the answer, and the list of those who answer."""

from typing import Any
from uuid import uuid4

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.accounts.waiting import may_ask
from outreach.i18n import gettext as _
from outreach.i18n import locale
from outreach.identifiers import mask_phone, spell_phone
from outreach.tutorials import actions, notes, queries, rules, talks
from outreach.tutorials.forms.reports import AnswerForm, ReportForm, StrangersReportForm
from outreach.tutorials.queries import Report
from outreach.tutorials.views.words import words
from outreach.web.links import secret_of

PAGE = 50
PURPOSE = "answer_question"  # why a phone is looked at here


@guards.everyone
@web.commits
def stuck(slug: str, step_key: str) -> ResponseReturnValue:
    """What helps most people first; then a question that knows step, version and, if signed in, person."""
    form = _report_form()
    heard = form.validate_on_submit() and may_ask(form)  # counted before this request's own transaction
    read = web.found(queries.seen_version_with(slug, lists.number(request.values, "version"), step_key))
    if heard:
        report, secret = actions.report_step(
            tutorial_id=read.tutorial_id, version_id=read.id, step_key=step_key, **_asked(form)
        )
        return web.redirect(_way_to(report.id, report.public_id, secret))
    content = web.found(queries.content_of(read.id))
    return web.render(
        "tutorials/stuck.html", form=form, slug=slug, content=content, version_id=read.id,
        client_id=form.client_id.data or str(uuid4()),
        step=next(one for one in content.steps if one.key == step_key),
        answers=queries.answers_at(read.tutorial_id, step_key),
        notes=notes.at(read.tutorial_id, step_key, locale()), **words(),
    )  # fmt: skip


@guards.everyone
def question(question_id: str, secret: str) -> ResponseReturnValue:
    """A question and its answer, for whoever has its link; it needs neither account nor cookie."""
    asked = queries.find_report(question_id)
    opened = web.found(asked if asked and queries.opens(asked, secret) else None)
    return _question_page(opened, talks.way_to(opened.id, secret), address=web.whole_url(request.path))


@guards.signed_in
def own_question(question_id: str) -> ResponseReturnValue:
    """The same for whoever asked it while signed in, for their colleagues, and for who answers."""
    asked = web.found(queries.find_report(question_id))
    answers = current_user.is_counter or (not current_user.is_staff and asked.business_id is not None)
    own = asked.user_id == current_user.id or (answers and guards.may_see_business(asked.business_id))
    mine = web.found(asked if own else None)
    if current_user.is_staff:
        _note_look(mine.id)
    return _question_page(mine, talks.way_to(mine.id, None))


@guards.counter
def reports() -> ResponseReturnValue:
    """What waits for an answer, by step."""
    state = lists.one_of(request.args, "state", (*rules.REPORT_STATES, "all")) or "open"
    asked: dict[str, Any] = {"state": state, "kind": lists.one_of(request.args, "kind", rules.KINDS)}
    pages = lists.paged(
        lambda *, offset, limit: queries.list_reports(
            state=None if state == "all" else state, kind=asked["kind"], offset=offset, limit=limit
        ),
        request.args, size=PAGE, address=lambda *, page: url_for("tutorials.reports", **asked, page=page),
    )  # fmt: skip
    return web.render(
        "tutorials/reports.html", "tutorials/_report_list.html", pages=pages, asked=asked, kinds=rules.KINDS,
        states=rules.REPORT_STATES, mask_phone=mask_phone,
    )  # fmt: skip


@guards.counter
@web.commits
def report(report_id: int) -> ResponseReturnValue:
    """One question: read, and answered."""
    asked = web.found(queries.get_report(report_id))
    form = AnswerForm(answer=asked.answer, shown=asked.shown)
    if form.validate_on_submit():
        values = {"answer": form.answer.data, "shown": form.shown.data}
        if form.carry_out(actions.answer_report, report_id=report_id, by=current_user.id, **values):
            flash(_("Đã trả lời. Người hỏi đọc câu trả lời ở liên kết riêng của mình."), "good")
            return web.redirect(url_for("tutorials.reports"))
    return _report_page(asked, form)


@guards.counter
def report_phone(report_id: int) -> ResponseReturnValue:
    """The number to call back, looked at with a record."""
    asked = web.found(queries.get_report(report_id))
    note_access(
        what="step_report.phone", object_type="step_report", object_id=report_id, purpose=PURPOSE
    )  # fmt: skip
    return _report_page(asked, AnswerForm(answer=asked.answer, shown=asked.shown), phone=asked.phone)


@guards.counter
@web.commits
def close_report(report_id: int) -> ResponseReturnValue:
    """Nothing more is to be done."""
    web.found(queries.get_report(report_id))
    actions.close_report(report_id=report_id, by=current_user.id)
    flash(_("Đã đóng câu hỏi."), "good")
    return web.redirect(url_for("tutorials.reports"))


@guards.counter
@web.commits
def attach_report(report_id: int) -> ResponseReturnValue:
    """Give the question to the business of its tax code, once staff are sure whose it is."""
    asked = web.found(queries.get_report(report_id))
    form = web.Form()
    if form.validate_on_submit() and form.carry_out(
        actions.attach_report, report_id=report_id, by=current_user.id
    ):
        flash(_("Đã gắn câu hỏi với doanh nghiệp."), "good")
        return web.redirect(url_for("tutorials.report", report_id=report_id))
    return _report_page(asked, form)


def _note_look(report_id: int) -> None:
    """Staff read the words of a business, as in a conversation."""
    note_access(
        what="step_report.view", object_type="step_report", object_id=report_id, purpose=PURPOSE, shown=True
    )  # fmt: skip


def _report_page(asked: Report, form: web.Form, phone: str | None = None) -> ResponseReturnValue:
    _note_look(asked.id)
    answer = (
        form if isinstance(form, AnswerForm) else AnswerForm(None, answer=asked.answer, shown=asked.shown)
    )
    return web.render(
        "tutorials/report.html", report=asked, form=form, answer_form=answer, kinds=rules.KINDS,
        states=rules.REPORT_STATES, phone=spell_phone(phone) if phone else None, mask_phone=mask_phone,
        whose=None if asked.business_id else queries.claimed(asked.tax_code, asked.phone),
        stuck=queries.stuck_lately(asked.tutorial_id).get(asked.step_key, 0),
    )  # fmt: skip


def _report_form() -> ReportForm:
    kind = lists.one_of(request.args, "kind", rules.KINDS) or "stuck"
    return ReportForm(kind=kind) if current_user.is_authenticated else StrangersReportForm(kind=kind)


def _asked(form: ReportForm) -> dict[str, Any]:
    who = {"user_id": current_user.id, "business_id": current_user.business_id}
    if isinstance(form, StrangersReportForm):
        who |= {"tax_code": form.tax_code.data, "phone": form.phone.data}
    said = {"kind": form.kind.data, "question": form.message.data, **who}
    sent_as = form.client_id.data
    return {**said, "secret": secret_of("question", sent_as, *said.values()) if sent_as else None}


def _way_to(report_id: int, question_id: str, secret: str) -> str:
    """Who has signed in finds it again by themselves; anybody else by the link alone."""
    talk = talks.way_to(report_id, None if current_user.is_authenticated else secret)
    if talk is not None:
        return talk
    if current_user.is_authenticated:
        return url_for("tutorials.own_question", question_id=question_id)
    return url_for("tutorials.question", question_id=question_id, secret=secret)


def _question_page(report: Report, talk: str | None, address: str | None = None) -> ResponseReturnValue:
    page = web.render("tutorials/question.html", report=report, kinds=rules.KINDS, address=address, talk=talk)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
