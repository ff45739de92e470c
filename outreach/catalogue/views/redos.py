"""Why dossiers come back: the reasons of a procedure, and noting them for a dossier."""

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, web
from outreach.accounts import guards
from outreach.catalogue import actions, queries
from outreach.catalogue.forms import ReasonForm, RedoForm
from outreach.clock import months_between
from outreach.dossiers.models import Procedure
from outreach.dossiers.queries import get_dossier, get_procedure
from outreach.i18n import gettext as _
from outreach.refusals import Refused

FIELDS = ("label", "label_en", "question", "question_en", "step_key")
SHOWN_MONTHS = 12


@guards.officers
@web.commits
def reasons(procedure_id: int) -> ResponseReturnValue:
    """The reasons of a procedure with how often each was noted, month by month; and a new one."""
    procedure = web.found(get_procedure(procedure_id))
    form = ReasonForm(prefix="reason-")
    if form.validate_on_submit():
        reason = form.carry_out(actions.create_reason, procedure=procedure, **_values(form))
        if reason is not None:
            flash(_("Đã thêm lý do “%(label)s”.", label=reason.label), "good")
            return web.redirect(url_for("catalogue.reasons", procedure_id=procedure_id))
    return _page(procedure, form)


@guards.officers
@web.commits
def reason_edit(procedure_id: int, reason_id: int) -> ResponseReturnValue:
    """Word one anew."""
    procedure = web.found(get_procedure(procedure_id))
    reason = web.found(queries.get_reason(procedure_id, reason_id))
    form = ReasonForm(prefix="reason-", obj=reason, data={"seen": actions.reason_mark(reason)})
    if form.validate_on_submit():
        done = form.carry_out(
            actions.change_reason, reason=reason, seen=form.seen.data or "", **_values(form)
        )
        if done is not None:
            flash(_("Đã lưu lý do."), "good")
            return web.redirect(url_for("catalogue.reasons", procedure_id=procedure_id))
    return web.render("catalogue/reason.html", procedure=procedure, reason=reason, form=form)


@guards.officers
@web.commits
def reason_delete(procedure_id: int, reason_id: int) -> ResponseReturnValue:
    """Take one back that no dossier was noted for."""
    try:
        actions.delete_reason(reason=web.found(queries.get_reason(procedure_id, reason_id)))
        flash(_("Đã xóa lý do."), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(url_for("catalogue.reasons", procedure_id=procedure_id))


@guards.counter
@web.commits
def redo(dossier_id: int) -> ResponseReturnValue:
    """Whoever helps at the counter, and officers, say why a dossier came back."""
    dossier = web.found(get_dossier(dossier_id))
    form = RedoForm(reasons=sorted(queries.coded(dossier.id)), noted_on=clock.today())
    known = queries.list_reasons(dossier.procedure_id) if dossier.procedure_id else []
    form.reasons.choices = [(reason.id, reason.label) for reason in known]
    if form.validate_on_submit():
        try:
            actions.code_redo(
                dossier=dossier, reason_ids=form.reasons.data or [],
                noted_on=form.noted_on.data or clock.today(), noted_by_id=current_user.id,
            )  # fmt: skip
            flash(_("Đã ghi lý do làm lại của hồ sơ %(code)s.", code=dossier.code), "good")
            return web.redirect(url_for("dossiers.show", dossier_id=dossier.id))
        except Refused as refusal:
            form.refuse(str(refusal), refusal.field)
    return web.render("catalogue/redo.html", dossier=dossier, form=form)


def _page(procedure: Procedure, form: ReasonForm) -> ResponseReturnValue:
    noted = queries.months(procedure.id)
    months = months_between(min(noted), max(noted))[-SHOWN_MONTHS:] if noted else []
    return web.render(
        "catalogue/reasons.html",
        procedure=procedure, form=form, reasons=queries.list_reasons(procedure.id),
        months=[(month, noted.get(month, {})) for month in reversed(months)],
    )  # fmt: skip


def _values(form: ReasonForm) -> dict[str, Any]:
    return {name: form[name].data or None for name in FIELDS}
