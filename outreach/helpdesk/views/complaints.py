"""The register of complaints, for leaders and administrators; every look says what for."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import allow
from outreach.accounts.models import Role
from outreach.helpdesk.actions import complaining
from outreach.helpdesk.forms.complaints import DueForm, OutcomeForm
from outreach.helpdesk.queries import complaints as queries
from outreach.helpdesk.rules import complaints as rules
from outreach.helpdesk.views.files import given_out
from outreach.i18n import gettext as _

register_keepers = allow(Role.LEADER, Role.ADMINISTRATOR)
PER_PAGE = 30


@register_keepers
def complaints() -> ResponseReturnValue:
    """The register, open ones first."""
    state = lists.one_of(request.args, "state", rules.COMPLAINT_STATES)
    pages = lists.paged(
        lambda *, offset, limit: queries.list_complaints(state=state, offset=offset, limit=limit),
        request.args, size=PER_PAGE,
        address=lambda *, page: url_for("helpdesk.complaints", state=state, page=page),
    )  # fmt: skip
    return web.render(
        "helpdesk/complaints.html", pages=pages, state=state, counts=queries.count_by_state(), rules=rules,
        today=clock.today(),
    )  # fmt: skip


@register_keepers
def complaint(complaint_key: str) -> ResponseReturnValue:
    """One of them, once it is said what for; the look is recorded."""
    return _sheet(complaint_key)


@register_keepers
def complaint_file(complaint_key: str, file_key: str) -> ResponseReturnValue:
    """A file of what was moved, for who may know whose it is; each look is recorded with its purpose."""
    sheet = web.found(queries.complaint_sheet(complaint_key, reader_id=current_user.id))
    purpose = _purpose()
    if purpose is None:
        return web.redirect(url_for("helpdesk.complaint", complaint_key=complaint_key))
    stored = web.found(next((one.stored for one in sheet.files if one.public_id == file_key), None))
    note_access(what="complaint.file", object_type="complaint", object_id=sheet.public_id, purpose=purpose)
    return given_out(stored)


@register_keepers
@web.commits
def complaint_take(complaint_key: str) -> ResponseReturnValue:
    """Deal with it from now on."""
    return _done(complaint_key, web.Form(), complaining.take, dict)


@register_keepers
@web.commits
def complaint_due(complaint_key: str) -> ResponseReturnValue:
    """Say by when."""
    form = DueForm()
    return _done(
        complaint_key, form, complaining.set_due_day, lambda: {"due_on": form.due_on.data}, due_form=form
    )  # fmt: skip


@register_keepers
@web.commits
def complaint_end(complaint_key: str) -> ResponseReturnValue:
    """Say how it ended."""
    form = OutcomeForm()
    return _done(
        complaint_key, form, complaining.end,
        lambda: {"state": form.state.data, "outcome": form.outcome.data}, end_form=form,
    )  # fmt: skip


def _done(
    complaint_key: str, form: web.Form, deed: Callable[..., Any], values: Callable[[], dict[str, Any]],
    **shown: Any,
) -> ResponseReturnValue:  # fmt: skip
    found = web.found(queries.find_complaint(complaint_key))
    if form.validate_on_submit():
        form.carry_out(deed, complaint=found, by=current_user.id, **values())
        if not form.errors:
            flash(_("Đã ghi vào sổ."), "good")
            return web.redirect(
                url_for("helpdesk.complaint", complaint_key=complaint_key, purpose=_purpose() or "take_up")
            )
    return _sheet(complaint_key, form=form, **shown)


def _sheet(complaint_key: str, **shown: Any) -> Response:
    sheet = web.found(queries.complaint_sheet(complaint_key, reader_id=current_user.id))
    purpose = _purpose()
    if purpose:
        note_access(
            what="complaint.view", object_type="complaint", object_id=sheet.public_id, purpose=purpose,
            shown=True,
        )  # fmt: skip
    response = web.render(
        "helpdesk/complaint.html", one=sheet, purpose=purpose, rules=rules, today=clock.today(),
        **{"due_form": DueForm(None, due_on=sheet.due_on), "end_form": OutcomeForm(None), **shown},
    )  # fmt: skip
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _purpose() -> str | None:
    return lists.one_of(request.args, "purpose", rules.PURPOSES)
