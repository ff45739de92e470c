"""Pages of the register of legal documents: staff read it, officers keep it."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.documents import actions, citations, queries, rules
from outreach.documents.forms import DocumentForm, ReplacementForm
from outreach.documents.models import LegalDocument
from outreach.i18n import gettext as _
from outreach.refusals import Refused

PER_PAGE = 30


@guards.staff
def index() -> ResponseReturnValue:
    """All documents, newest first, with how many things cite each."""
    asked: dict[str, Any] = {
        "q": lists.words(request.args) or None,
        "kind": lists.one_of(request.args, "kind", rules.KINDS),
        "state": lists.one_of(request.args, "state", rules.STATES),
    }
    rows = partial(
        queries.list_documents,
        words=asked["q"], kind=asked["kind"], state=asked["state"], today=clock.today(),
    )  # fmt: skip
    address = partial(url_for, "documents.index", **asked)
    pages = lists.paged(rows, request.args, size=PER_PAGE, address=address)
    return web.render(
        "documents/index.html", "documents/_document_list.html",
        asked=asked, pages=pages, rules=rules, today=clock.today(),
        cited=citations.of([row.id for row in pages.rows]),
    )  # fmt: skip


@guards.staff
def show(document_id: int) -> ResponseReturnValue:
    """One document, what replaced it, what it replaced, and what cites it."""
    return _page(web.found(queries.get(document_id)))


@guards.officers
@web.commits
def create() -> ResponseReturnValue:
    """A document the register does not have."""
    form = DocumentForm()
    if form.validate_on_submit():
        document = form.carry_out(actions.create_document, **_values(form))
        if document is not None:
            flash(_("Đã thêm văn bản %(number)s.", number=document.number), "good")
            return web.redirect(url_for("documents.show", document_id=document.id))
    return web.render("documents/edit.html", form=form, document=None)


@guards.officers
@web.commits
def edit(document_id: int) -> ResponseReturnValue:
    """Correct what is known of one."""
    document = web.found(queries.get(document_id))
    form = DocumentForm(obj=document, data={"seen": actions.mark(document)})
    if form.validate_on_submit():
        done = form.carry_out(
            actions.change_document, document=document, seen=form.seen.data or "", **_values(form)
        )
        if done is not None:
            flash(_("Đã lưu văn bản %(number)s.", number=done.number), "good")
            return web.redirect(url_for("documents.show", document_id=done.id))
    return web.render("documents/edit.html", form=form, document=document)


@guards.officers
@web.commits
def replace(document_id: int) -> ResponseReturnValue:
    """Say what stands in its place."""
    document = web.found(queries.get(document_id))
    form = ReplacementForm()
    if form.validate_on_submit():
        done = form.carry_out(actions.replace_document, document=document, number=form.number.data)
        if done is not None:
            flash(_("Đã ghi: văn bản này được thay thế. Những nơi dẫn nó nay cần rà soát."), "good")
            return web.redirect(url_for("documents.show", document_id=document.id))
    return _page(document, form)


@guards.officers
@web.commits
def undo_replacement(document_id: int) -> ResponseReturnValue:
    """Take that back."""
    actions.undo_replacement(document=web.found(queries.get(document_id)))
    flash(_("Đã bỏ ghi thay thế."), "good")
    return web.redirect(url_for("documents.show", document_id=document_id))


@guards.officers
@web.commits
def delete(document_id: int) -> ResponseReturnValue:
    """Ask, then take back what was entered by mistake; not while anything cites it."""
    document = web.found(queries.get(document_id))
    form = web.Form()
    if form.validate_on_submit():
        try:
            actions.delete_document(document=document)
        except Refused as refusal:
            flash(str(refusal), "warn")
            return web.redirect(url_for("documents.show", document_id=document_id))
        flash(_("Đã xóa văn bản %(number)s.", number=document.number), "good")
        return web.redirect(url_for("documents.index"))
    return web.render("documents/delete.html", form=form, document=document)


def _page(document: LegalDocument, form: ReplacementForm | None = None) -> ResponseReturnValue:
    line = queries.lines([document.id])[document.id]
    return web.render(
        "documents/show.html",
        document=line, form=form or ReplacementForm(formdata=None), rules=rules, today=clock.today(),
        replaces=queries.replaces(document.id), cited=citations.of([document.id]).get(document.id, []),
        numbers=queries.numbers(without=document.id),
    )  # fmt: skip


def _values(form: DocumentForm) -> dict[str, Any]:
    return {name: form[name].data or None for name in actions.FIELDS}
