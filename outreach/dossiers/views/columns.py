"""What the columns of an uploaded file mean: shown with samples, corrected, remembered, forgotten."""

from collections.abc import Mapping
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.dossiers import actions, importing, queries
from outreach.dossiers.forms import ColumnsForm, columns_form, either, values_form
from outreach.dossiers.importing.choosing import Chosen, read_as
from outreach.dossiers.importing.other_kind import likelier_kind, receive_as
from outreach.dossiers.importing.rereading import Inspected
from outreach.dossiers.queries.mappings import import_to_correct, was_remembered
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.sheets.cells import FileFault
from outreach.sheets.columns import Column, Recognition
from outreach.sheets.guessing import guesses, holds_days
from outreach.sheets.headings import letter

MOST_COLUMNS = 150  # of a sheet that are shown; nobody reads more, and no list has them


@guards.officers
@web.commits
def import_columns(public_id: str) -> ResponseReturnValue:
    """Say what every column means; the file is read again with that, and still nothing is written."""
    run, seen = _inspected(public_id)
    if seen is None:
        return _back(public_id)
    layout, asking = importing.KINDS[run.kind].layout, run.state == "asking"
    columns = _columns(seen.opened.found)
    guessed = guesses(seen.opened.found, importing.meanings(layout)) if asking else {}
    form = columns_form(columns, layout, guessed)
    if form.validate_on_submit() and form.check(layout) and _reread(run, form, seen):
        return _back(public_id)
    return web.render(
        "dossiers/import_columns.html", "dossiers/_import_columns.html",
        run=run, form=form, seen=seen, asking=asking,
        needed=[either(layout, group) for group in layout.needs],
        columns=[
            (column, letter(column.place), form.choice(column), _hint(column, guessed) if asking else "")
            for column, _meaning in columns
        ],
        remembered=was_remembered(run), fitting=(run.recognised or {}).get("fitting", []) if asking else [],
        likelier=_likelier(run, seen), kinds=importing.KINDS,
    )  # fmt: skip


@guards.officers
@web.commits
def import_columns_forget(public_id: str) -> ResponseReturnValue:
    """Read the file as if none with these headings had come before."""
    run, seen = _inspected(public_id)
    if seen is not None:
        try:
            importing.forget(run, seen)
            importing.reread(run, None)
            note_access(what="import.forget", object_type="import", object_id=run.public_id)
            flash(_("Đã quên cách hiểu trước; các cột được nhận ra lại theo tiêu đề."), "good")
        except (FileFault, Refused) as fault:
            flash(str(fault), "warn")
    return _back(public_id)


@guards.officers
@web.commits
def import_kind(public_id: str) -> ResponseReturnValue:
    """Read a file as the kind of list that it is, when it was uploaded as another; nothing is written."""
    run, kind = web.found(import_to_correct(public_id)), request.form.get("kind", "")
    if run.state != "asking" or kind not in importing.KINDS:
        return _back(public_id)
    try:
        anew = receive_as(run, kind, by=current_user.id)
        note_access(what="import.upload", object_type="import", object_id=anew.public_id)
        former = queries.find_import(public_id)
        importing.UPLOADS.forget(actions.discard_import(former) if former else None)
    except (FileFault, Refused) as fault:
        flash(str(fault), "warn")
        return _back(public_id)
    page = "dossiers.import_columns" if anew.state == "asking" else "dossiers.import_show"
    return web.redirect(url_for(page, public_id=anew.public_id))


@guards.officers
@web.commits
def import_values(public_id: str) -> ResponseReturnValue:
    """Say what unknown values mean; the file is read again with that, and still nothing is written."""
    run = web.found(import_to_correct(public_id))
    form = values_form(importing.unknown_values(run) if run.state in importing.CORRECTABLE else [])
    said = form.said() if form.validate_on_submit() else {}
    if not said:
        flash(_("Anh/Chị chọn nghĩa của ít nhất một giá trị."), "warn")
        return _back(public_id)
    try:
        importing.reread(run, importing.explained(run, said))
        note_access(what="import.columns", object_type="import", object_id=run.public_id)
    except (FileFault, Refused) as fault:
        flash(str(fault), "warn")
    return _back(public_id)


def _likelier(run: Any, seen: Inspected) -> str | None:
    """Which other kind of list this is, by its columns; what is fetched is always of its source's kind."""
    return likelier_kind(seen.opened, run.kind) if run.state == "asking" and not run.fetched_from else None


def _hint(column: Column, guessed: Mapping[int, str]) -> str:
    """What may help whoever chooses."""
    if column.place in guessed:
        return _("Đoán theo nội dung; Anh/Chị xem lại.")
    if column.meaning is None and holds_days(column):
        return _("Có vẻ là ngày; Anh/Chị chọn đó là ngày gì.")
    return ""


def _columns(found: Recognition) -> list[tuple[Column, str]]:
    """The columns that somebody may choose for, and what each is taken for now."""
    taken = read_as(found)
    shown = [column for column in found.offered if column.heading in taken][:MOST_COLUMNS]
    return [(column, taken[column.heading] or "") for column in shown]


def _inspected(public_id: str) -> tuple[Any, Inspected | None]:
    """The import and its columns; without them when nothing may be corrected any more; or 404."""
    run = web.found(import_to_correct(public_id))
    if run.state not in importing.CORRECTABLE or run.kind not in importing.KINDS:
        return run, None
    try:
        sheet, row = request.values.get("sheet") or None, lists.number(request.values, "row")
        return run, importing.inspect(run, sheet=sheet, row=row)
    except (FileFault, Refused) as fault:
        flash(str(fault), "warn")
        return run, None


def _reread(run: Any, form: ColumnsForm, seen: Inspected) -> bool:
    chosen, values = seen.opened.chosen, seen.opened.found.values
    try:
        importing.reread(run, Chosen(chosen.sheet, chosen.row, {**form.said(), **values}, said=True))
    except (FileFault, Refused) as fault:
        form.refuse(str(fault))
        return False
    note_access(what="import.columns", object_type="import", object_id=run.public_id)
    return True


def _back(public_id: str) -> ResponseReturnValue:
    return web.redirect(url_for("dossiers.import_show", public_id=public_id))
