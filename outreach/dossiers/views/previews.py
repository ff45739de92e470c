"""What an import would change, row by row; and the rows it does not take, to be mended."""

from functools import partial
from pathlib import PurePath

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.dossiers import importing, queries, rules
from outreach.dossiers.importing.choosing import Chosen
from outreach.dossiers.importing.refused_file import refused_workbook
from outreach.dossiers.models import ImportRun
from outreach.dossiers.queries.mappings import import_to_correct
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.sheets.cells import FileFault

PER_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guards.officers
def import_changes(public_id: str) -> ResponseReturnValue:
    """What would change, each value as it is and as it would be."""
    run = _found(public_id)
    address = partial(url_for, "dossiers.import_changes", public_id=public_id)
    if not importing.may_preview(run):
        return web.redirect(url_for("dossiers.import_show", public_id=public_id))
    try:
        coming = partial(importing.coming, run)
        pages = lists.paged(coming, request.args, size=PER_PAGE, address=address)
    except (FileFault, Refused) as fault:
        flash(str(fault), "warn")
        return web.redirect(url_for("dossiers.import_show", public_id=public_id))
    return web.render(
        "dossiers/import_changes.html", "dossiers/_import_changes.html",
        run=run, pages=pages, rules=rules, kind=importing.KINDS[run.kind],
    )  # fmt: skip


@guards.officers
@web.commits
def import_compare(public_id: str) -> ResponseReturnValue:
    """Compare a file with the register as it is by now: others have written since it was read."""
    run = web.found(import_to_correct(public_id))
    if run.state == "uploaded" and run.kind in importing.KINDS:
        try:
            importing.reread(run, Chosen.kept(run.chosen))
        except (FileFault, Refused) as fault:
            flash(str(fault), "warn")
    return web.redirect(url_for("dossiers.import_show", public_id=public_id))


@guards.officers
def import_refused(public_id: str) -> ResponseReturnValue:
    """Every row that is not taken, as it came, with the reason: to be mended and imported again."""
    run = _found(public_id)
    path = web.found(importing.UPLOADS.path_of(run.stored_as) if run.rejected else None)
    try:
        out = refused_workbook(run, path)
    except FileFault as fault:
        flash(str(fault), "warn")
        return web.redirect(url_for("dossiers.import_show", public_id=public_id))
    note_access(what="import.refused", object_type="import", object_id=run.public_id)
    name = _("%(file)s - không nhận.xlsx", file=PurePath(run.filename).stem)
    response = send_file(out, mimetype=XLSX, as_attachment=True, download_name=name, max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(public_id: str) -> ImportRun:
    """The import, or 404: also when it was thrown away."""
    run = queries.find_import(public_id) if "\x00" not in public_id else None
    return web.found(run if run and run.state != "discarded" else None)
