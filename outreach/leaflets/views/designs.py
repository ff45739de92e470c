"""Designing a leaflet: from a tutorial in one click, then its words beside what they look like on paper."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.guards import officers
from outreach.i18n import gettext as _
from outreach.leaflets import actions, paper, queries, rules
from outreach.leaflets.forms import WordsForm
from outreach.leaflets.models import Leaflet


@officers
@web.commits
def create() -> ResponseReturnValue:
    """Choose a tutorial; its button, here or on its own page, makes the leaflet."""
    form = web.Form()
    if form.validate_on_submit():
        source = web.found(queries.source(request.form.get("slug", "")[:200]))
        language = "en" if request.form.get("language") == "en" else "vi"
        leaflet = form.carry_out(actions.create_leaflet, source=source, language=language, by=current_user.id)
        if leaflet is not None:
            return web.redirect(url_for("leaflets.edit", leaflet_id=leaflet.public_id))
    return web.render("leaflets/create.html", form=form, sources=queries.sources())


@officers
@web.commits
def edit(leaflet_id: str) -> ResponseReturnValue:
    """Shorten the words; what they look like stands beside them."""
    leaflet = web.found(queries.get_leaflet(leaflet_id))
    form = WordsForm() if request.method == "POST" else WordsForm.of(leaflet)
    words = form.words(leaflet.language)
    if request.form.get("do") != "preview" and form.validate_on_submit():
        form.carry_out(actions.save_words, leaflet=leaflet, words=words)
        if not form.errors:
            flash(_("Đã lưu lời của tờ rơi."), "good")
            return web.redirect(url_for("leaflets.edit", leaflet_id=leaflet_id))
    return web.render("leaflets/edit.html", form=form, **_look(leaflet, words))


@officers
def preview(leaflet_id: str) -> ResponseReturnValue:
    """Words that are being typed, as they will be printed; nothing is saved."""
    leaflet = web.found(queries.get_leaflet(leaflet_id))
    words = WordsForm().words(leaflet.language)
    return web.render("leaflets/preview.html", "leaflets/_leaflet_preview.html", **_look(leaflet, words))


@officers
@web.commits
def delete(leaflet_id: str) -> ResponseReturnValue:
    """Throw away a design that was never printed."""
    leaflet = web.found(queries.get_leaflet(leaflet_id))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(actions.delete_leaflet, leaflet=leaflet)
        if not form.errors:
            flash(_("Đã xóa bản thiết kế."), "good")
            return web.redirect(url_for("leaflets.index"))
    flash(" ".join(str(one) for errors in form.errors.values() for one in errors), "warn")
    return web.redirect(url_for("leaflets.edit", leaflet_id=leaflet_id))


def _look(leaflet: Leaflet, words: rules.Words) -> dict[str, Any]:
    version = leaflet.version
    source = queries.source(version.tutorial.slug)
    unchecked = source is not None and source.unchecked
    return {
        "leaflet": leaflet, "version": version, "source": source, "words": words,
        "current": source is not None and source.version_id == leaflet.version_id,
        "fit": rules.fit(words, unchecked=unchecked), "most_steps": rules.MOST_STEPS,
        "most_ready": rules.MOST_READY, "shortened": rules.shortened(words),
        **paper.draft(leaflet, words, unchecked=unchecked),
    }  # fmt: skip
