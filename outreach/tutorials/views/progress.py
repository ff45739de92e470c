"""Finishing a version, its check questions, and what somebody has learned."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.i18n import locale
from outreach.tutorials import actions, queries, rules
from outreach.tutorials.queries import Version
from outreach.tutorials.views.words import words


@guards.signed_in
@web.commits
def finish(slug: str) -> ResponseReturnValue:
    """Somebody who has ticked every step before has looked at what is new, and finishes this version."""
    version = web.found(queries.published(slug))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(
            actions.complete, user_id=current_user.id, business_id=current_user.business_id,
            tutorial_id=version.tutorial_id, version_id=version.id,
        )  # fmt: skip
    return web.redirect(url_for("tutorials.show", slug=slug))


@guards.everyone
def check(slug: str) -> ResponseReturnValue:
    """The check questions; with answers in the address, which were right and why. Nothing is kept."""
    version = web.found(queries.published(slug))
    questions = web.found(version.content.questions or None)
    chosen = [lists.number(request.args, f"q{index}") for index in range(len(questions))]
    answered = any(one is not None for one in chosen)
    return web.render(
        "tutorials/check.html", version=version, questions=questions, chosen=chosen, answered=answered,
        right=rules.right_answers([one.right for one in questions], chosen), **words(),
    )  # fmt: skip


@guards.signed_in
def learned() -> ResponseReturnValue:
    """What the person is at, what they have finished, and what their colleagues have."""
    business_id = current_user.business_id
    return web.render(
        "tutorials/learned.html", under_way=queries.under_way(current_user.id),
        mine=queries.learned_by(current_user.id), ways=rules.WAYS,
        colleagues=queries.learned_in(business_id) if business_id else [],
        questions=queries.reports_of(business_id) if business_id else [],
        kinds=rules.KINDS, states=rules.REPORT_STATES, locale=locale(),
    )  # fmt: skip


def beside(version: Version) -> dict[str, Any]:
    """For the page of a guide: where the signed-in person stands; for staff also where others are stuck."""
    if not current_user.is_authenticated:
        return {"mine": None, "stuck_lately": {}}
    ticked = queries.ticked_keys(current_user.id, version.tutorial_id)
    return {
        "mine": queries.progress_of(current_user.id, version, ticked),
        "stuck_lately": stuck_lately(version),
    }


def stuck_lately(version: Version) -> dict[str, int]:
    """For staff, by step: how many businesses got stuck in the last seven days; nothing for anybody else."""
    if not (current_user.is_authenticated and current_user.is_staff):
        return {}
    return queries.stuck_lately(version.tutorial_id)
