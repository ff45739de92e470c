"""One answer on its way, as staff see it."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from outreach import clock, web
from outreach.answers import queries, rules, sources
from outreach.answers.actions.writing import mark
from outreach.answers.forms import WithdrawForm
from outreach.answers.views import known
from outreach.tutorials.rules import FEWEST_STARTS, render_markdown


def answer_page(answer_id: int, form: WithdrawForm) -> ResponseReturnValue:
    """What it says, with what tells who asked marked; where it stands, what may be done, what it changed."""
    today = clock.today()
    line = web.found(queries.show_answer(answer_id, today))
    row = web.found(queries.get_answer(answer_id))
    names = sources.known(row.source)
    found = {name: _marked(getattr(row, name), names) for name in ("question", "answer")}
    return web.render(
        "answers/answer.html", answer=line, form=form, seen=mark(row), marked=found,
        certain=any(one and one.sure for pieces in found.values() for _words, one in pieces),
        doubtful=any(one and not one.sure for pieces in found.values() for _words, one in pieces),
        bases=queries.answer_bases([answer_id], today).get(answer_id, []), may=rules.may,
        states=rules.STATES, kinds=rules.ANSWER_KINDS, finding_kinds=rules.KINDS,
        translations=queries.translations(answer_id), gain=_gain(line),
        published_by=queries.who_published(answer_id) if line.published_at else None, fewest=FEWEST_STARTS,
        render_markdown=render_markdown, asking=request.endpoint == "answers.withdraw",
    )  # fmt: skip


def known_of(answer_id: int) -> dict[str, Any]:
    """What is known of who asked, and which numbers may stand, as the actions want it."""
    row = web.found(queries.get_answer(answer_id))
    return {"known": sources.known(row.source), "allowed": known.own_numbers()}


def _marked(text: str, names: rules.Known) -> list[tuple[str, rules.Finding | None]]:
    return rules.pieces(text, rules.find(text, names, allowed=known.own_numbers()))


def _gain(line: queries.AnswerLine) -> rules.Gain | None:
    if line.published_at is None or line.tutorial_id is None or line.kind == rules.ENTRY:
        return None
    return queries.gain(
        tutorial_id=line.tutorial_id, step_key=line.step_key,
        published_on=clock.local(line.published_at).date(), today=clock.today(),
    )  # fmt: skip
