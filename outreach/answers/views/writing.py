"""Answers on their way: listed, copied from a conversation, changed, names removed."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.answers import actions, queries, rules
from outreach.answers.actions.writing import mark
from outreach.answers.forms import AnswerForm, WithdrawForm
from outreach.answers.models import Answer
from outreach.answers.sources import NOBODY, copied, talk
from outreach.answers.views import known
from outreach.answers.views.showing import answer_page, known_of
from outreach.documents import queries as documents
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused

PER_PAGE = 30
SHOWN = {**rules.STATES, queries.WITHHELD: _l("Tạm giữ vì văn bản đã thay")}


@guards.staff
def answers() -> ResponseReturnValue:
    """All of them, what waits for somebody first."""
    words, show = lists.words(request.args), lists.one_of(request.args, "show", SHOWN)
    today = clock.today()
    rows = partial(queries.list_answers, words=words, show=show, today=today)
    address = partial(url_for, "answers.answers", q=words or None, show=show)
    return web.render(
        "answers/answers.html", "answers/_answer_list.html",
        pages=lists.paged(rows, request.args, size=PER_PAGE, address=address), words=words, show=show,
        held_replies=queries.count_replies(today)["withheld"] if show == queries.WITHHELD else 0,
        shown=SHOWN, counts=queries.count_answers(today), states=rules.STATES, kinds=rules.ANSWER_KINDS,
    )  # fmt: skip


@guards.staff
def answer(answer_id: int) -> ResponseReturnValue:
    """One: what it says, with what tells who asked marked; where it stands, and what may be done next."""
    return answer_page(answer_id, WithdrawForm(formdata=None))


@guards.staff
@web.commits
def answer_create() -> ResponseReturnValue:
    """A new one; a conversation names its `source` and `message`, or sends the texts along (`copy`)."""
    if request.method == "GET" or "copy" in request.form:
        return _page(AnswerForm(formdata=None, data=_copied()), None)
    form = AnswerForm()
    form.offer(known.offered_steps())
    if form.validate_on_submit() and (made := form.carry_out(_write, form=form)) is not None:
        flash(_("Đã chép thành bản nháp. Bước tiếp theo: bỏ tên và số."), "good")
        return web.redirect(url_for("answers.answer", answer_id=made.id))
    return _page(form, None)


@guards.staff
@web.commits
def answer_edit(answer_id: int) -> ResponseReturnValue:
    """Change one; whoever approved it is asked again."""
    old = web.found(queries.get_answer(answer_id))
    form = AnswerForm(data=_as_typed(old))
    form.offer(known.offered_steps())
    if form.validate_on_submit() and form.carry_out(_write, form=form, answer_id=answer_id) is not None:
        flash(_("Đã lưu; câu này trở về bước đang viết."), "good")
        return web.redirect(url_for("answers.answer", answer_id=answer_id))
    return _page(form, old)


@guards.staff
@web.commits
def remove_names(answer_id: int) -> ResponseReturnValue:
    """Replace everything that certainly says who asked."""
    web.found(queries.get_answer(answer_id))
    try:
        actions.remove_names(answer_id=answer_id, by=current_user.id, **known_of(answer_id))
        flash(_("Đã thay những chỗ chắc chắn. Anh/Chị đọc lại một lượt."), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(url_for("answers.answer", answer_id=answer_id))


@guards.staff
@web.commits
def call_redacted(answer_id: int) -> ResponseReturnValue:
    """Nothing is left that says who asked."""
    web.found(queries.get_answer(answer_id))
    form = WithdrawForm(formdata=None)
    done = form.carry_out(
        actions.call_redacted, answer_id=answer_id, seen=request.form.get("seen"), by=current_user.id,
        **known_of(answer_id),
    )  # fmt: skip
    for sentence in form.form_errors:
        flash(sentence, "warn")
    if done is not None:
        flash(_("Đã ghi: không còn tên và số. Nay chờ người khác duyệt."), "good")
    return web.redirect(url_for("answers.answer", answer_id=answer_id))


def _write(*, form: AnswerForm, answer_id: int | None = None) -> Answer:
    said = actions.Said(
        form.question.data or "", form.answer.data or "", form.kind.data, form.language.data,
        known.procedure_of(form.procedure.data), known.step_of(form.step.data), form.needs_no_basis.data,
    )  # fmt: skip
    bases = actions.found_bases(rules.read_bases(form.bases.data or ""))
    if answer_id is not None:
        seen = form.seen.data or ""
        return actions.change_answer(
            answer_id=answer_id, seen=seen, said=said, bases=bases, by=current_user.id
        )
    original = queries.get_answer(lists.number(request.form, "original") or 0)
    return actions.write_answer(
        said=said, bases=bases, source=form.source.data, version_id=known.version_of(said.step),
        original_id=original.id if original else None, by=current_user.id,
    )  # fmt: skip


def _copied() -> dict[str, Any]:
    """What a conversation, or another language's answer, gives to begin with."""
    original = queries.get_answer(lists.number(request.values, "original") or 0)
    if original is not None:
        other = "en" if original.language == "vi" else "vi"
        return {**_as_typed(original), "seen": "", "language": other, "question": "", "answer": ""}
    source = lists.words(request.values, "source")
    here = talk(source) or NOBODY
    said, sent = ("", ""), request.form
    if request.method == "GET":  # what is shown of a conversation is written down as looked at
        said = copied(source, lists.words(request.args, "message")) or (here.asked, "")
    return {
        "source": here.public_id, "question": sent.get("question", said[0])[: rules.LONGEST_QUESTION],
        "answer": sent.get("answer", said[1]), "procedure": known.procedure_words(here.procedure_id),
        "step": known.step_words(here.tutorial_id, here.step_key),
        "kind": rules.STEP_NOTE if here.step_key else rules.ENTRY,
    }  # fmt: skip


def _as_typed(old: Answer) -> dict[str, Any]:
    bases = queries.answer_bases([old.id], clock.today()).get(old.id, [])
    return {
        "seen": mark(old), "source": old.source or "", "question": old.question, "answer": old.answer,
        "kind": old.kind, "language": old.language, "procedure": known.procedure_words(old.procedure_id),
        "step": known.step_words(old.tutorial_id, old.step_key), "needs_no_basis": old.needs_no_basis,
        "bases": rules.write_bases([rules.Cited(one.number, one.place) for one in bases]),
    }  # fmt: skip


def _page(form: AnswerForm, old: Answer | None) -> ResponseReturnValue:
    form.offer(known.offered_steps())
    original = old.original_id if old else lists.number(request.values, "original")
    return web.render(
        "answers/answer_edit.html", form=form, answer=old,
        original=queries.get_answer(original) if original else None, procedures=known.procedures(),
        numbers=documents.numbers(),
    )  # fmt: skip
