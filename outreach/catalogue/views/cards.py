"""What officers write of a procedure: how it is filed, the lines of the national record, what it rests on."""

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts import guards
from outreach.catalogue import actions, queries, rules
from outreach.catalogue.actions.cards import CARD_FIELDS, FACT_FIELDS
from outreach.catalogue.forms import BasisForm, CardForm, FactForm
from outreach.documents import queries as documents
from outreach.dossiers.models import Procedure
from outreach.dossiers.queries import get_procedure
from outreach.i18n import gettext as _


@guards.officers
@web.commits
def edit(procedure_id: int) -> ResponseReturnValue:
    """Its card; below, its facts and what it rests on."""
    procedure = web.found(get_procedure(procedure_id))
    card = queries.card(procedure_id)
    form = CardForm(obj=card, data={"seen": actions.card_mark(card)})
    if form.validate_on_submit():
        saved = form.carry_out(
            actions.change_card, procedure=procedure, seen=form.seen.data or "", **_values(form, CARD_FIELDS)
        )
        if saved is not None:
            flash(_("Đã lưu cách nộp của thủ tục."), "good")
            return web.redirect(url_for("catalogue.show", procedure_id=procedure_id))
    return _page(procedure, form)


@guards.officers
@web.commits
def fact_create(procedure_id: int) -> ResponseReturnValue:
    """A line of the national record."""
    procedure = web.found(get_procedure(procedure_id))
    form = FactForm()
    if form.validate_on_submit():
        fact = form.carry_out(actions.add_fact, procedure=procedure, **_values(form, FACT_FIELDS))
        if fact is not None:
            flash(_("Đã thêm nội dung."), "good")
            return web.redirect(url_for("catalogue.edit", procedure_id=procedure_id, _anchor="facts"))
    return web.render("catalogue/fact.html", procedure=procedure, fact=None, form=form)


@guards.officers
@web.commits
def fact_edit(procedure_id: int, fact_id: int) -> ResponseReturnValue:
    """Correct one."""
    procedure = web.found(get_procedure(procedure_id))
    fact = web.found(queries.get_fact(procedure_id, fact_id))
    form = FactForm(obj=fact, data={"seen": actions.fact_mark(fact)})
    if form.validate_on_submit():
        done = form.carry_out(
            actions.change_fact, fact=fact, seen=form.seen.data or "", **_values(form, FACT_FIELDS)
        )
        if done is not None:
            flash(_("Đã lưu nội dung."), "good")
            return web.redirect(url_for("catalogue.edit", procedure_id=procedure_id, _anchor="facts"))
    return web.render("catalogue/fact.html", procedure=procedure, fact=fact, form=form)


@guards.officers
@web.commits
def fact_delete(procedure_id: int, fact_id: int) -> ResponseReturnValue:
    """Take one back."""
    actions.delete_fact(fact=web.found(queries.get_fact(procedure_id, fact_id)))
    flash(_("Đã xóa nội dung; mục này nay dẫn người đọc sang Cổng."), "good")
    return web.redirect(url_for("catalogue.edit", procedure_id=procedure_id, _anchor="facts"))


@guards.officers
@web.commits
def basis_add(procedure_id: int) -> ResponseReturnValue:
    """A document it rests on."""
    procedure = web.found(get_procedure(procedure_id))
    form = BasisForm()
    if form.validate_on_submit():
        basis = form.carry_out(actions.add_basis, procedure=procedure, number=form.number.data)
        if basis is not None:
            flash(_("Đã thêm căn cứ pháp lý."), "good")
            return web.redirect(url_for("catalogue.edit", procedure_id=procedure_id, _anchor="bases"))
    return _page(procedure, form)


@guards.officers
@web.commits
def basis_remove(procedure_id: int, document_id: int) -> ResponseReturnValue:
    """Take that back."""
    actions.remove_basis(procedure=web.found(get_procedure(procedure_id)), document_id=document_id)
    flash(_("Đã bỏ căn cứ pháp lý."), "good")
    return web.redirect(url_for("catalogue.edit", procedure_id=procedure_id, _anchor="bases"))


def _page(procedure: Procedure, form: Any) -> ResponseReturnValue:
    """The page with the form that came back in its place, the other fresh."""
    card = form
    if isinstance(form, BasisForm):
        stored = queries.card(procedure.id)
        card = CardForm(formdata=None, obj=stored, data={"seen": actions.card_mark(stored)})
    return web.render(
        "catalogue/edit.html",
        procedure=procedure, form=form, card=card,
        basis=form if isinstance(form, BasisForm) else BasisForm(formdata=None),
        facts=queries.facts(procedure.id), bases=queries.bases(procedure.id), rules=rules,
        numbers=documents.numbers(),
    )  # fmt: skip


def _values(form: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: form[name].data or None for name in names}
