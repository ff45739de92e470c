"""What an import would change, row by row; and the rows it does not take, to be mended."""

from functools import partial
from pathlib import PurePath

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.dossiers import importing, queries, rules
from outreach.dossiers.importing.refused_file import refused_workbook
from outreach.dossiers.models import ImportRun
from outreach.i18n import gettext as _
from outreach.sheets.cells import FileFault

PER_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guards.officers
def import_changes(public_id: str) -> ResponseReturnValue:
    """The dossiers that would change, each value as it is and as it would be."""
    run = _found(public_id)
    if run.state != "uploaded" or run.kind != "dossiers" or run.marked_at is None:
        return web.redirect(url_for("dossiers.import_show", public_id=public_id))
    pages = lists.paged(
        partial(importing.coming, run), request.args, size=PER_PAGE,
        address=partial(url_for, "dossiers.import_changes", public_id=public_id),
    )  # fmt: skip
    return web.render(
        "dossiers/import_changes.html", "dossiers/_import_changes.html", run=run, pages=pages, rules=rules
    )


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
    name = f"{PurePath(run.filename).stem} - {_('không nhận')}.xlsx"
    response = send_file(out, mimetype=XLSX, as_attachment=True, download_name=name, max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(public_id: str) -> ImportRun:
    """The import, or 404: also when it was thrown away."""
    run = queries.find_import(public_id) if "\x00" not in public_id else None
    return web.found(run if run and run.state != "discarded" else None)
