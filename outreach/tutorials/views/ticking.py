"""Beginning a guide and ticking its steps; without JavaScript each is a form that leads back to its page."""

from typing import Any

from flask import flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards, throttle
from outreach.accounts.sessions import network
from outreach.i18n import gettext as _
from outreach.tutorials import actions, queries, rules

BEGUN = "begun"  # where a browser keeps which versions it was counted for, and nothing else
MOST_BEGUN = 20


@guards.everyone
@web.commits
def begin(slug: str) -> ResponseReturnValue:
    """Count a start, once per person or browser, and go to the first step that is not ticked."""
    counted = current_user.is_authenticated or _may_count()  # before this request's own transaction
    version = web.found(queries.published(slug))
    ticked: set[str] = set()
    if current_user.is_authenticated:
        ticked = queries.ticked_keys(current_user.id, version.tutorial_id)
    begun = session.get(BEGUN, [])
    known = not current_user.is_authenticated and (version.id in begun or not counted)
    if not known:
        session[BEGUN] = [version.id, *(one for one in begun if one != version.id)][:MOST_BEGUN]
    actions.start(
        version_id=version.id, user_id=current_user.id, business_id=current_user.business_id, counted=known
    )
    keys = [step.key for step in version.steps]
    key = rules.standing(keys, ticked).next_key or keys[0]
    return web.redirect(url_for("tutorials.step", slug=slug, step_key=key))


def _may_count() -> bool:
    """Whether one more start from here is counted: an old cookie sent again would be counted without end."""
    try:
        throttle.take("start", network())
    except throttle.TooManyTries:
        return False
    return True


@guards.signed_in
@web.commits
def tick(slug: str, step_key: str) -> ResponseReturnValue:
    """Tick a step, or untick it; whoever reads a version that was replaced meanwhile loses nothing."""
    read = web.found(queries.seen_version_with(slug, lists.number(request.form, "version"), step_key))
    who: dict[str, Any] = {
        "user_id": current_user.id, "tutorial_id": read.tutorial_id, "step_key": step_key
    }  # fmt: skip
    if request.form.get("done") == "0":
        actions.untick(**who)
    else:
        actions.tick(**who, version_id=read.id, business_id=current_user.business_id)
    version = queries.published(slug)
    if version is None:
        return _taken_off()
    step = version.step(step_key)
    if step is None:  # the new version does without it
        return web.redirect(url_for("tutorials.show", slug=slug))
    if not web.wants_part():
        return web.redirect(url_for("tutorials.step", slug=slug, step_key=step_key, _anchor="tick"))
    ticked = queries.ticked_keys(current_user.id, version.tutorial_id)
    done = {one.key for one in version.steps} & ticked
    return web.render("tutorials/_tick.html", version=version, step=step, done=done)


def _taken_off() -> ResponseReturnValue:
    """The guide was withdrawn while somebody read it: the tick is kept, and its reader told."""
    if web.wants_part():
        return web.render("tutorials/_tick.html", version=None)
    flash(_("Bài hướng dẫn này vừa được gỡ. Những bước Anh/Chị đã đánh dấu vẫn được giữ."), "info")
    return web.redirect(url_for("tutorials.index"))
