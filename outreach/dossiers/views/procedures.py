"""Procedures and how far each can be done online."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.dossiers import actions, queries, rules
from outreach.dossiers.forms import EndForm, LevelForm, ProcedureForm
from outreach.dossiers.models import Procedure, ServiceLevel
from outreach.i18n import gettext as _
from outreach.text import fold_words

PER_PAGE = 50
FILTERS = ("q", "field", "level")


@guards.staff
def procedures() -> ResponseReturnValue:
    """All procedures with both vocabularies of levels."""
    asked: dict[str, Any] = {name: lists.words(request.args, name) or None for name in FILTERS}
    rows = partial(
        queries.list_procedures, words=asked["q"], field=fold_words(asked["field"] or "") or None,
        level=asked["level"], today=clock.today(),
    )  # fmt: skip
    address = partial(url_for, "dossiers.procedures", **asked)
    return web.render(
        "dossiers/procedures.html", "dossiers/_procedure_list.html",
        asked=asked, pages=lists.paged(rows, request.args, size=PER_PAGE, address=address),
        fields=queries.list_fields(), to_be_checked=queries.to_be_checked(), rules=rules, today=clock.today(),
    )  # fmt: skip


@guards.officers
@web.commits
def procedure_create() -> ResponseReturnValue:
    """A procedure that no list has."""
    form = ProcedureForm()
    if form.validate_on_submit():
        procedure = form.carry_out(actions.create_procedure, **_named(form))
        if procedure is not None:
            flash(_("Đã thêm thủ tục. Anh/Chị ghi tiếp mức độ dịch vụ công."), "good")
            return web.redirect(url_for("dossiers.procedure_edit", procedure_id=procedure.id))
    return web.render("dossiers/procedure_create.html", form=form, fields=queries.list_fields())


@guards.officers
@web.commits
def procedure_edit(procedure_id: int) -> ResponseReturnValue:
    """Its name and field; below, its levels."""
    procedure = web.found(queries.get_procedure(procedure_id))
    form = ProcedureForm(obj=procedure)
    if form.validate_on_submit():
        done = form.carry_out(actions.edit_procedure, procedure=procedure, **_named(form))
        if done is not None:
            flash(_("Đã lưu thủ tục."), "good")
            return web.redirect(url_for("dossiers.procedures"))
    return _page(procedure, form)


@guards.officers
@web.commits
def procedure_level_add(procedure_id: int) -> ResponseReturnValue:
    """A level from a day on."""
    procedure = web.found(queries.get_procedure(procedure_id))
    form = LevelForm(prefix="level-")
    if form.validate_on_submit():
        vocabulary, _colon, level = form.level.data.partition(":")
        wording = form.wording.data or str(rules.LEVELS[vocabulary, level][0])
        added = form.carry_out(
            actions.add_level, procedure=procedure, vocabulary=vocabulary, level=level, wording=wording,
            valid_from=form.valid_from.data, valid_to=form.valid_to.data,
        )  # fmt: skip
        if added is not None:
            flash(_("Đã ghi mức độ dịch vụ công."), "good")
            return web.redirect(url_for("dossiers.procedure_edit", procedure_id=procedure.id))
    return _page(procedure, form)


@guards.officers
@web.commits
def procedure_level_close(procedure_id: int, level_id: int) -> ResponseReturnValue:
    """The last day of a level."""
    procedure, level = _level(procedure_id, level_id)
    form = EndForm(prefix=f"end-{level.id}-")
    if form.validate_on_submit():
        closed = form.carry_out(actions.close_level, level=level, valid_to=form.valid_to.data)
        if closed is not None:
            flash(_("Đã ghi ngày kết thúc."), "good")
            return web.redirect(url_for("dossiers.procedure_edit", procedure_id=procedure.id))
    return _page(procedure, form)


@guards.officers
@web.commits
def procedure_level_remove(procedure_id: int, level_id: int) -> ResponseReturnValue:
    """Take back a level that was entered by mistake."""
    procedure, level = _level(procedure_id, level_id)
    actions.remove_level(level)
    flash(_("Đã xóa mức độ."), "good")
    return web.redirect(url_for("dossiers.procedure_edit", procedure_id=procedure.id))


def _page(procedure: Procedure, form: Any) -> ResponseReturnValue:
    """The page with the form that came back in its place, the others fresh."""
    named = form if isinstance(form, ProcedureForm) else ProcedureForm(formdata=None, obj=procedure)
    fresh = LevelForm(formdata=None, prefix="level-", valid_from=clock.today())
    ends = {v.id: EndForm(formdata=None, prefix=f"end-{v.id}-") for v in procedure.levels if not v.valid_to}
    if isinstance(form, EndForm):
        ends = {id: form if form._prefix == end._prefix else end for id, end in ends.items()}
    return web.render(
        "dossiers/procedure_edit.html",
        procedure=procedure, form=form, named=named, added=form if isinstance(form, LevelForm) else fresh,
        ends=ends, rules=rules, fields=queries.list_fields(),
    )  # fmt: skip


def _named(form: ProcedureForm) -> dict[str, Any]:
    return {"code": form.code.data or None, "name": form.name.data, "field": form.field.data or None}


def _level(procedure_id: int, level_id: int) -> tuple[Procedure, ServiceLevel]:
    procedure = web.found(queries.get_procedure(procedure_id))
    return procedure, web.found(queries.get_level(procedure, level_id))
