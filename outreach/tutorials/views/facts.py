"""Writing what a version says as a whole: names, what to have ready, days, legal documents, sources."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, web
from outreach.accounts import guards
from outreach.documents import queries as documents
from outreach.fields import choices
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials import queries
from outreach.tutorials.actions import editing
from outreach.tutorials.forms.editing import FactsForm, write_sources
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.queries.contents import VERSION_FIELDS
from outreach.tutorials.rules import authoring
from outreach.tutorials.views.authoring import editor_url, frame, version_of
from outreach.tutorials.views.overtaken import differences, fresh


@guards.officers
@web.commits
def edit_facts(tutorial_id: int, number: int) -> ResponseReturnValue:
    """Everything but steps and questions; what another author saved meanwhile is shown beside."""
    version = version_of(tutorial_id, number)
    form = FactsForm(data=_known(version))
    theirs: list[tuple[str, str, str]] = []
    if form.is_submitted() and request.form.get("do") == "cite":
        _cite(form)
    elif form.validate_on_submit():
        if form.carry_out(_save, version=version, form=form) is not None:
            flash(_("Đã lưu thông tin chung."), "good")
            return web.redirect(editor_url(version))
        version = fresh(version)
        theirs = _overtaken(form, version)
    _name_cited(form)
    return web.render(
        "tutorials/editor/facts.html", **frame(version), form=form, theirs=theirs,
        numbers=documents.numbers(), today=clock.today(),
    )  # fmt: skip


def _known(version: TutorialVersion) -> dict[str, Any]:
    content, cites = queries.content_from(version), queries.cited_ids(version.id)
    return {
        **{name: getattr(version, name) for name in VERSION_FIELDS},
        "seen": authoring.mark_of_facts(content, cites),
        "cites": cites,
        "sources": write_sources(content.sources),
    }


def _save(version: TutorialVersion, form: FactsForm) -> TutorialVersion:
    if form.add_document.data:
        _cite(form)
        if form.add_document.errors:
            raise Refused(str(form.add_document.errors[0]))
    known = documents.lines(form.cites.data or [])
    return editing.save_facts(
        version, seen=form.seen.data or "", facts=form.facts(), cites=list(known), by=current_user.id
    )


def _cite(form: FactsForm) -> None:
    """Add the document whose number was typed to those that are ticked."""
    words = form.add_document.data or ""
    try:
        document = documents.find(words)
    except Refused as refusal:
        form.refuse(str(refusal), "add_document")
        return
    if document is None:
        said = _("Danh mục chưa có văn bản số này; Anh/Chị thêm ở trang Văn bản pháp lý rồi quay lại.")
        form.refuse(said if words else _("Anh/Chị ghi số văn bản."), "add_document")
        return
    form.cites.data = sorted({*(form.cites.data or []), document.id})
    form.add_document.data = ""


def _name_cited(form: FactsForm) -> None:
    known = documents.lines(form.cites.data or [])
    form.cites.choices = choices({one.id: f"{one.number} · {one.title}" for one in known.values()})


def _overtaken(form: FactsForm, version: TutorialVersion) -> list[tuple[str, str, str]]:
    known = _known(version)
    if known["seen"] == form.seen.data:
        return []
    form.seen.data = known["seen"]  # the next save is by hand, with both texts in sight
    other = FactsForm(formdata=None, data=known)
    _name_cited(form)
    _name_cited(other)
    return differences(form, other)
