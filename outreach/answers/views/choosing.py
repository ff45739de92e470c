"""Short lists for whoever is writing: replies, the step that fits, answers that are there."""

from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.answers import queries
from outreach.answers.sources import NOBODY, Talk, talk
from outreach.i18n import locale
from outreach.text import squeeze
from outreach.tutorials import queries as tutorials
from outreach.tutorials import rules as tutorial_rules

LONGEST = 1_000  # characters of what is being written that are looked at


@guards.staff
def choose_reply() -> ResponseReturnValue:
    """Replies for a conversation, filled with what is known of it, to be inserted by a key from 1 to 9."""
    here = _talk()
    found = queries.find_replies(
        lists.words(request.args), talk=here, clerk=current_user.name,
        hotline=current_app.config["HOTLINE"],
    )  # fmt: skip
    return web.render(
        "answers/choose_reply.html", "answers/_reply_choice.html",
        replies=found, words=lists.words(request.args), conversation=here.public_id,
    )  # fmt: skip


@guards.staff
def choose_step() -> ResponseReturnValue:
    """The steps of published guides that fit what is being written."""
    queries.only_read()
    here = _talk()
    procedure_id = lists.number(request.values, "procedure") or here.procedure_id
    at = (here.tutorial_id, here.step_key) if here.tutorial_id and here.step_key else None
    found = queries.steps_for(_text() or here.asked, procedure_id, at=at)
    steps = [
        (one, _said(one), web.whole_url(url_for("tutorials.step", slug=one.slug, step_key=one.key)))
        for one in found
    ]
    return web.render(
        "answers/choose_step.html", "answers/_step_choice.html", steps=steps, text=_text(),
        conversation=here.public_id,
    )  # fmt: skip


@guards.everyone
def likely() -> ResponseReturnValue:
    """What is published already and may answer what is being written; sent by POST it stands in no log."""
    queries.only_read()
    found = queries.likely(_text(), language=locale(), **_about())
    return web.render("answers/likely.html", "answers/_likely.html", likely=found, text=_text())


def _talk() -> Talk:
    return talk(lists.words(request.values, "conversation")) or NOBODY


def _text() -> str:
    return squeeze("".join(c if c.isprintable() else " " for c in request.values.get("text", "")[:LONGEST]))


def _about() -> dict[str, Any]:
    slug, key = lists.words(request.values, "guide"), lists.words(request.values, "step")
    tutorial = tutorials.get_tutorial(slug) if slug and key else None
    return {
        "procedure_id": lists.number(request.values, "procedure"),
        "step": (tutorial.id, key) if tutorial else None,
    }


def _said(one: queries.StepFound) -> str:
    return tutorial_rules.said(one.title, one.title_en, locale()).text
