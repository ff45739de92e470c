"""Recalling a batch: the list of where copies went, on the screen and on paper, and what came back."""

import re

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, web
from outreach.accounts.guards import officers
from outreach.i18n import gettext as _
from outreach.leaflets import actions, queries, rules
from outreach.leaflets.forms import KeepForm, RecallForm
from outreach.leaflets.models import LeafletBatch

_FIELD = re.compile(r"back-(\d{1,9})")


@officers
@web.commits
def recall(batch_id: int) -> ResponseReturnValue:
    """The list with how many came back; saving it says that the batch is recalled."""
    batch = web.found(queries.get_batch(batch_id))
    due = queries.recall_reasons(batch.id, clock.today())
    because = batch.recalled_because or "; ".join(str(rules.REASONS[reason]) for reason in due)
    form = RecallForm(recalled_on=batch.recalled_on or clock.today(), because=because)
    typed = {int(m[1]): text for name, text in request.form.items() if (m := _FIELD.fullmatch(name))}
    if form.validate_on_submit():
        _carry_out(form, batch, typed)
        if not form.errors:
            flash(_("Đã lưu danh sách thu hồi của đợt %(code)s.", code=batch.code), "good")
            return web.redirect(url_for("leaflets.recall", batch_id=batch.id))
    lines = sorted(queries.handouts_of(batch.id), key=lambda one: (one.zone or "", one.handed_on, one.id))
    return web.render(
        "leaflets/recall.html", form=form, batch=batch, lines=lines, typed=typed, due=due,
        reasons=rules.REASONS, title=rules.read_printed(batch.printed).words.title, today=clock.today(),
    )  # fmt: skip


@officers
@web.commits
def undo_recall(batch_id: int) -> ResponseReturnValue:
    """The batch may go on after all."""
    batch = web.found(queries.get_batch(batch_id))
    if web.Form().validate_on_submit():
        actions.undo_recall(batch=batch)
        flash(_("Đợt %(code)s không còn ghi là đã thu hồi.", code=batch.code), "good")
    return web.redirect(url_for("leaflets.show", batch_id=batch_id))


@officers
@web.commits
def keep(batch_id: int) -> ResponseReturnValue:
    """Ask why the copies may go on, then let the alarm rest until something else changes."""
    batch = web.found(queries.get_batch(batch_id))
    due, form = queries.recall_reasons(batch.id, clock.today()), KeepForm()
    if form.validate_on_submit():
        marks = queries.recall_marks(batch.id, clock.today())
        form.carry_out(
            actions.keep_batch, batch=batch, because=form.because.data or "", marks=marks,
            kept_on=clock.today(),
        )  # fmt: skip
        if not form.errors:
            flash(_("Đã ghi: đợt %(code)s không cần thu hồi.", code=batch.code), "good")
            return web.redirect(url_for("leaflets.show", batch_id=batch.id))
    title = rules.read_printed(batch.printed).words.title
    return web.render(
        "leaflets/keep.html", form=form, batch=batch, due=due, reasons=rules.REASONS, title=title
    )


@officers
@web.commits
def undo_keep(batch_id: int) -> ResponseReturnValue:
    """Let the alarm ring again."""
    batch = web.found(queries.get_batch(batch_id))
    if web.Form().validate_on_submit():
        actions.undo_keep(batch=batch)
        flash(_("Đợt %(code)s lại được xét thu hồi.", code=batch.code), "good")
    return web.redirect(url_for("leaflets.show", batch_id=batch_id))


def _carry_out(form: RecallForm, batch: LeafletBatch, typed: dict[int, str]) -> None:
    taken_back = form.taken_back(typed)
    if not form.errors:
        form.carry_out(
            actions.recall_batch, batch=batch, recalled_on=form.recalled_on.data,
            because=form.because.data or "", taken_back=taken_back,
        )  # fmt: skip
