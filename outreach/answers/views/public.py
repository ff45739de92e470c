"""Questions and answers for everybody, without signing in."""

from functools import partial

from flask import abort, flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, visitors, web
from outreach.accounts import guards, throttle
from outreach.accounts.sessions import network
from outreach.accounts.waiting import wait_words
from outreach.answers import actions, queries, rules
from outreach.i18n import gettext as _
from outreach.i18n import locale
from outreach.tutorials.rules import render_markdown

PER_PAGE = 20
LONGEST_DESCRIPTION = 155  # characters: what search engines show
VOTES, OPENED = "answer votes", "answers opened"  # what this browser has said and read
MOST_KEPT = 40  # a cookie holds no more


@guards.everyone
def questions() -> ResponseReturnValue:
    """What was asked and answered: what helped most first, or what was searched for."""
    words, procedure_id = lists.words(request.args), lists.number(request.args, "procedure")
    address = partial(url_for, "answers.questions", q=words or None, procedure=procedure_id)
    rows = partial(queries.list_public, words=words, procedure_id=procedure_id, language=locale())
    return web.render(
        "answers/questions.html", "answers/_question_list.html",
        pages=lists.paged(rows, request.args, size=PER_PAGE, address=address), words=words,
        procedure=procedure_id, procedures=queries.procedures_answered(), languages=rules.LANGUAGES,
        description=_("Câu hỏi thường gặp khi nộp hồ sơ trực tuyến, kèm câu trả lời và căn cứ."),
        canonical=web.whole_url(url_for("answers.questions")),
    )  # fmt: skip


@guards.everyone
def question(answer_slug: str) -> ResponseReturnValue:
    """One question with its answer and the law it rests on; held back while that law is replaced."""
    shown = web.found(queries.get_public(answer_slug))
    if not shown.withheld:
        _count(shown.id)
    response = web.render(
        "answers/question.html", answer=shown, render_markdown=render_markdown,
        bases=queries.answer_bases([shown.id], clock.today()).get(shown.id, []),
        others=queries.in_other_languages(shown), languages=rules.LANGUAGES,
        vote=session.get(VOTES, {}).get(str(shown.id)),
        description=_short(shown.question if shown.withheld else shown.answer),
        canonical=web.whole_url(request.path),
    )  # fmt: skip
    if shown.withheld:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@guards.everyone
def vote(answer_slug: str) -> ResponseReturnValue:
    """Whether it helped; one voice for each browser, which may change its mind."""
    said = lists.one_of(request.form, "vote", (actions.YES, actions.NO)) or abort(400)
    votes = dict(session.get(VOTES, {}))
    try:
        throttle.take("answer", f"{network()} {answer_slug}")
    except throttle.TooManyTries as refusal:
        flash(_("Anh/Chị đợi %(wait)s rồi bấm lại.", wait=wait_words(refusal.seconds)), "warn")
        return web.redirect(url_for("answers.question", answer_slug=answer_slug))
    answer_id = web.found(actions.note_vote(slug=answer_slug, vote=said, before=votes))
    votes.pop(str(answer_id), None)
    session[VOTES] = {**dict(list(votes.items())[-MOST_KEPT + 1 :]), str(answer_id): said}
    flash(_("Cảm ơn Anh/Chị đã cho biết."), "good")
    return web.redirect(url_for("answers.question", answer_slug=answer_slug))


def _count(answer_id: int) -> None:
    """Once for each browser; robots, previews and the board's own people are not counted."""
    opened = list(session.get(OPENED, []))
    own = current_user.is_authenticated and current_user.is_staff
    if request.method != "GET" or own or answer_id in opened or not visitors.counts(dict(request.headers)):
        return
    actions.note_opened(answer_id)
    session[OPENED] = [*opened, answer_id][-MOST_KEPT:]


def _short(text: str) -> str:
    plain = rules.plain(text)
    if len(plain) <= LONGEST_DESCRIPTION:
        return plain
    return plain[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + "…"
