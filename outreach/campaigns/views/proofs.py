"""What proves an intervention: files, links and minutes; giving the files to those who may see them."""

import hashlib
from typing import Any

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from outreach import web
from outreach.accounts import guards
from outreach.accounts.guards import officers, staff
from outreach.campaigns import queries
from outreach.campaigns.actions import evidence as actions
from outreach.campaigns.files import PROOFS
from outreach.campaigns.files.sniffing import WEBP, Taken, take_in
from outreach.campaigns.forms.proving import FileForm, LinkForm, MinutesForm
from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import evidence, proofs
from outreach.campaigns.rules.evidence import EVIDENCE
from outreach.i18n import gettext as _
from outreach.refusals import Refused

ALONE = "default-src 'none'; sandbox"


@staff
def evidence_page(intervention_id: int) -> ResponseReturnValue:
    """What proves an intervention, and what is missing."""
    intervention = web.found(queries.get_intervention(intervention_id))
    return _page(intervention, None)


@officers
@web.commits
def add_file(intervention_id: int) -> ResponseReturnValue:
    """Take a file in. It is read before the database is asked for anything: no transaction waits for it."""
    form = FileForm()
    taken = _taken(form) if form.validate_on_submit() else None
    intervention = web.found(queries.get_intervention(intervention_id))
    kept = taken and form.carry_out(
        actions.add_file, intervention=intervention, taken=taken, added_by_id=current_user.id,
        file_name=form.file.data.filename or "", **form.values(),
    )  # fmt: skip
    if kept:
        flash(_("Đã lưu tệp làm minh chứng."), "good")
        return _back(intervention)
    return _page(intervention, form)


@officers
@web.commits
def add_link(intervention_id: int) -> ResponseReturnValue:
    """Note an address where the proof can be seen."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = LinkForm(prefix="link-")
    if form.validate_on_submit() and form.carry_out(
        actions.add_link, intervention=intervention, url=form.url.data, added_by_id=current_user.id,
        **form.values(),
    ):  # fmt: skip
        flash(_("Đã lưu đường dẫn làm minh chứng."), "good")
        return _back(intervention)
    return _page(intervention, form)


@officers
@web.commits
def write_minutes(intervention_id: int) -> ResponseReturnValue:
    """Write down what happened; refused when somebody else wrote in the meantime."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = MinutesForm()
    if form.validate_on_submit():
        if form.seen.data != mark_of(intervention.minutes):
            form.refuse(_("Có người vừa sửa biên bản này; bản mới nhất ở dưới ô."), "minutes")
        elif not form.errors:
            actions.write_minutes(intervention=intervention, minutes=form.minutes.data)
            flash(_("Đã lưu biên bản."), "good")
            return _back(intervention)
    return _page(intervention, form)


@guards.signed_in
def evidence_file(evidence_id: str) -> ResponseReturnValue:
    """A file: staff see all, a business those about itself. Only pictures are shown, the rest is saved."""
    found = web.found(evidence.get_evidence(evidence_id))
    if not (current_user.is_staff or (found.business_id and guards.may_see_business(found.business_id))):
        web.found(None)
    path = web.found(PROOFS.path_of(found.stored_as))
    response = send_file(
        path, mimetype=found.mime, as_attachment=found.mime != WEBP, download_name=found.file_name
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = ALONE
    return response


@officers
@web.commits
def delete_evidence(evidence_id: str) -> ResponseReturnValue:
    """Ask, then take a proof away."""
    found = web.found(evidence.get_evidence(evidence_id))
    intervention = web.found(queries.get_intervention(found.intervention_id))
    form = web.Form()
    if form.validate_on_submit():
        form.carry_out(actions.delete_evidence, evidence=found)
        if not form.errors:
            flash(_("Đã xóa minh chứng."), "good")
            return _back(intervention)
    thing = found.title or _("Ảnh đã xóa khi hết thời hạn lưu")
    return web.render(
        "campaigns/sure.html", form=form, heading=_("Xóa minh chứng?"), thing=thing,
        text=_("Xóa rồi thì không lấy lại được; khi cần, Anh/Chị tải tệp lên lại."),
        label=_("Xóa minh chứng"),
        home=url_for("campaigns.evidence_page", intervention_id=intervention.id),
    )  # fmt: skip


def mark_of(text: str | None) -> str:
    """What tells one text from another."""
    return hashlib.sha256((text or "").encode()).hexdigest()[:16]


def _taken(form: FileForm) -> Taken | None:
    sent = form.file.data
    try:
        if not isinstance(sent, FileStorage):
            raise Refused(_("Anh/Chị chọn một tệp."), "file")
        return take_in(sent.stream)
    except Refused as refusal:
        form.refuse(str(refusal), refusal.field)
        return None


def _back(intervention: Intervention) -> ResponseReturnValue:
    return web.redirect(url_for("campaigns.evidence_page", intervention_id=intervention.id))


def _page(intervention: Intervention, form: Any) -> ResponseReturnValue:
    """The page, with the form that came back in the place of the empty one of its kind."""
    kind = request.args.get("kind") if request.args.get("kind") in EVIDENCE else None
    fresh = {"minutes": intervention.minutes or "", "seen": mark_of(intervention.minutes)}
    minutes = form if isinstance(form, MinutesForm) else MinutesForm(formdata=None, data=fresh)
    if form is minutes:
        minutes.seen.data = minutes.seen.raw_data = fresh["seen"]
    return web.render(
        "campaigns/evidence.html", form=form, intervention=intervention, kinds=EVIDENCE,
        file_form=form if isinstance(form, FileForm) else FileForm(formdata=None, kind=kind or "photo"),
        link_form=form if isinstance(form, LinkForm) else LinkForm(formdata=None, prefix="link-"),
        minutes_form=minutes, rows=evidence.evidence_of(intervention.id),
        missing=proofs.missing_of(intervention.id),
    )  # fmt: skip
