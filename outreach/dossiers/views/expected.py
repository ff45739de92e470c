"""Files that should come every month: how they stand, and what was agreed on."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.dossiers import importing
from outreach.dossiers.actions import expected as actions
from outreach.dossiers.expected_form import ExpectedFileForm
from outreach.dossiers.queries import expected as queries
from outreach.dossiers.queries import import_sources
from outreach.dossiers.rules import source_name
from outreach.i18n import gettext as _

MONTHS = 12


@guards.officers
def expected_files() -> ResponseReturnValue:
    """Each with its latest months, and what could be expected too."""
    return web.render(
        "dossiers/expected_files.html",
        lines=queries.list_expected(months=MONTHS), proposals=queries.proposals(), kinds=importing.KINDS,
        source_name=source_name,
    )  # fmt: skip


@guards.officers
@web.commits
def expected_create() -> ResponseReturnValue:
    """Expect one; the address may say which."""
    form = ExpectedFileForm(data=_proposed()) if request.method == "GET" else ExpectedFileForm()
    if form.validate_on_submit():
        file = form.carry_out(actions.expect_file, **_values(form))
        if file is not None:
            flash(_("Đã ghi: chờ tệp này hằng tháng."), "good")
            return web.redirect(url_for("dossiers.expected_files"))
    return web.render("dossiers/expected_edit.html", form=form, file=None, sources=import_sources())


@guards.officers
@web.commits
def expected_edit(expected_id: int) -> ResponseReturnValue:
    """Agree on something else."""
    file = web.found(queries.get_expected(expected_id))
    form = ExpectedFileForm(obj=file)
    if form.validate_on_submit():
        done = form.carry_out(actions.change_expected, file=file, **_values(form))
        if done is not None:
            flash(_("Đã lưu."), "good")
            return web.redirect(url_for("dossiers.expected_files"))
    return web.render("dossiers/expected_edit.html", form=form, file=file, sources=import_sources())


@guards.officers
@web.commits
def expected_delete(expected_id: int) -> ResponseReturnValue:
    """Ask, then expect it no more."""
    file = web.found(queries.get_expected(expected_id))
    form = web.Form()
    if form.validate_on_submit():
        actions.expect_no_more(file=file)
        flash(_("Đã thôi chờ tệp này."), "good")
        return web.redirect(url_for("dossiers.expected_files"))
    return web.render(
        "dossiers/expected_delete.html", form=form, file=file, kinds=importing.KINDS, source_name=source_name
    )


def _proposed() -> dict[str, Any]:
    """What a new one begins with."""
    kind = lists.one_of(request.args, "kind", importing.KINDS) or "dossiers"
    due = lists.number(request.args, "due")
    return {
        "kind": kind, "source": lists.words(request.args, "source") or "main",
        "due_on_day": due if due and due <= 28 else 5, "since": clock.month_of(clock.today()),
    }  # fmt: skip


def _values(form: ExpectedFileForm) -> dict[str, Any]:
    names = ("kind", "source", "closes_on_day", "due_on_day", "since", "owner_id")
    return {name: form[name].data for name in names}
