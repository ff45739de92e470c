"""Files on their way into the portal: chosen, looked at, written, with what became of every row."""

import hashlib
from datetime import datetime
from functools import partial
from os import SEEK_END
from typing import IO, Any

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.dossiers import actions, importing, queries
from outreach.dossiers.forms import UploadForm, values_form
from outreach.dossiers.importing.refusals import by_reason, in_words, is_much
from outreach.dossiers.models import ImportRun
from outreach.dossiers.queries.expected import late_files
from outreach.dossiers.queries.imports import STATES, has_moved
from outreach.dossiers.queries.matching import count_waiting_names, count_waiting_of
from outreach.dossiers.rules import source_name
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.sheets.cells import FileFault
from outreach.web.bodies import takes

PER_PAGE = 30
LARGEST_REGISTER = 100 * 1024**2  # as CSV; it is read a little at a time, by a process of its own
LARGEST_LIST = 10 * 1024**2  # held whole
ROOM_FOR_FORM = 1024**2  # what a form sends beside its file
TOO_LARGE = _l(
    "Sổ hồ sơ dạng CSV nhận đến 100 MB. Anh/Chị xuất theo từng năm hoặc từng quý rồi tải lên từng tệp, "
    "hoặc nhờ quản trị viên nhập trên máy chủ bằng lệnh flask import."
)
SHOWN = 200  # refused rows on the page of an import
KIND_LABELS = [(name, kind.label) for name, kind in importing.KINDS.items()]


@guards.officers
def imports() -> ResponseReturnValue:
    """Which files came in, by whom, and what became of them; and which should have come."""
    args = request.args
    wanted = queries.ImportFilter(
        lists.words(args), lists.one_of(args, "kind", importing.KINDS), lists.words(args, "source") or None,
        lists.one_of(args, "state", STATES),
    )  # fmt: skip
    asked: dict[str, Any] = {
        "q": wanted.words or None, "kind": wanted.kind, "source": wanted.source, "state": wanted.state
    }  # fmt: skip
    rows, address = partial(queries.list_imports, wanted), partial(url_for, "dossiers.imports", **asked)
    pages = lists.paged(rows, args, size=PER_PAGE, address=address)
    return web.render(
        "dossiers/imports.html", "dossiers/_import_list.html",
        pages=pages, kinds=importing.KINDS, kind_labels=KIND_LABELS, wanted=wanted, late=late_files(),
        narrowed=any(asked.values()), sources=queries.import_sources(), source_name=source_name,
        names_waiting=count_waiting_names(),
    )  # fmt: skip


@guards.officers
@takes(LARGEST_REGISTER + ROOM_FOR_FORM, TOO_LARGE)
@web.commits
def import_upload() -> ResponseReturnValue:
    """Choose a file; it is read at once, and nothing is written before somebody says so."""
    form = (
        UploadForm(kind=request.args.get("kind") or "dossiers") if request.method == "GET" else UploadForm()
    )
    if form.validate_on_submit():
        run = _receive(form)
        if run is not None:
            page = "dossiers.import_columns" if run.state == "asking" else "dossiers.import_show"
            return web.redirect(url_for(page, public_id=run.public_id))
    return web.render("dossiers/import_upload.html", form=form, sources=queries.import_sources())


@guards.officers
def import_show(public_id: str) -> ResponseReturnValue:
    """What was recognised, then how far it is, then what became of it."""
    run = _found(public_id)
    seen = f"{run.state}-{run.done_rows}-{run.read}"
    if request.args.get("seen") == seen:
        return "", 204  # a page that asks again and again keeps what it has
    done = run.state == "done" and run.kind == "dossiers"
    return web.render(
        "dossiers/import_show.html", "dossiers/_import.html",
        run=run, seen=seen, kind=importing.KINDS.get(run.kind), same=queries.find_same_import(run),
        uploader=queries.uploader_of(run), kept=importing.UPLOADS.path_of(run.stored_as) is not None,
        days=queries.received_days(run.id) if done else None,
        rows_noted=done and queries.has_rows(run.id), needed=actions.why_needed(run.id) if done else None,
        waiting_for_worker=_waits(run) and not importing.worker_is_running(), **_columns(run),
        moved=has_moved(run), reading=_reading(run), names_waiting=count_waiting_of(run.id) if done else 0,
        **_refused(run),
    )  # fmt: skip


@guards.officers
@web.commits
def import_start(public_id: str) -> ResponseReturnValue:
    """Let the worker write it, as whoever says so has seen it."""
    run = web.found(_find(public_id))
    if request.args.get("seen", _reading(run)) != _reading(run):
        flash(_("Tệp vừa được đọc lại khác lúc Anh/Chị xem, nên chưa nhập; Anh/Chị xem lại trước."), "warn")
        return web.redirect(url_for("dossiers.import_show", public_id=run.public_id))
    try:
        actions.queue_import(run)
        note_access(what=f"import.{run.kind}", object_type="import", object_id=run.public_id)
    except Refused as refusal:
        flash(str(refusal), "warn")
    return _back_to(run)


@guards.officers
@web.commits
def import_discard(public_id: str) -> ResponseReturnValue:
    """Throw an upload away."""
    run = web.found(_find(public_id))
    try:
        importing.UPLOADS.forget(actions.discard_import(run))
        note_access(what="import.discard", object_type="import", object_id=run.public_id)
        flash(_("Đã bỏ tệp %(name)s; chưa có gì được ghi.", name=run.filename), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
        return _back_to(run)
    return web.redirect(url_for("dossiers.imports"))


@guards.officers
@web.commits
def import_undo(public_id: str) -> ResponseReturnValue:
    """Take back what an import did; the worker does it."""
    run = web.found(_find(public_id))
    try:
        actions.ask_to_undo(run, by=current_user.id)
        note_access(what="import.undo", object_type="import", object_id=run.public_id)
    except Refused as refusal:
        flash(str(refusal), "warn")
    return _back_to(run)


@guards.officers
def import_file(public_id: str) -> ResponseReturnValue:
    """The file as it was uploaded."""
    run = _found(public_id)
    path = web.found(importing.UPLOADS.path_of(run.stored_as))
    note_access(what="import.file", object_type="import", object_id=run.public_id)
    response = send_file(
        path, mimetype="application/octet-stream", as_attachment=True, download_name=run.filename, max_age=0
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def _receive(form: UploadForm) -> ImportRun | None:
    upload = form.file.data
    if form.kind.data != "dossiers" and _size(upload.stream) > LARGEST_LIST:
        form.refuse(
            _("Danh sách này nhận tệp tối đa 10 MB; chỉ sổ hồ sơ dạng CSV được lớn hơn. Anh/Chị chia thành "
              "nhiều tệp rồi tải lên từng tệp."), "file",
        )  # fmt: skip
        return None
    try:
        run = importing.receive(
            upload.stream, filename=upload.filename or "", kind=form.kind.data,
            source=form.source.data or "main", by=current_user.id, period=form.period.data or "",
        )  # fmt: skip
    except FileFault as fault:
        form.refuse(str(fault), "file")
        return None
    except OSError:
        form.refuse(_("Máy chủ chưa lưu được tệp (có thể đã hết chỗ); Anh/Chị báo quản trị viên."), "file")
        return None
    note_access(what="import.upload", object_type="import", object_id=run.public_id)
    return run


def _columns(run: ImportRun) -> dict[str, Any]:
    """When the columns were understood so before, whether that may be corrected, and what is not there."""
    recognised, kind = run.recognised or {}, importing.KINDS.get(run.kind)
    meanings = [column["meaning"] for column in recognised.get("columns", ())]
    last = recognised.get("last")
    correctable = run.state in importing.CORRECTABLE and importing.UPLOADS.path_of(run.stored_as)
    unknown = importing.unknown_values(run) if correctable else []
    return {
        "values": values_form(unknown) if unknown else None,
        "last_read": datetime.fromisoformat(last[1]) if last else None,
        "correctable": correctable,
        "lacking": importing.lacking(kind.layout, meanings) if kind else [],
        "previewed": importing.may_preview(run),
        "about": _about(run),
    }


def _about(run: ImportRun) -> Any:
    """What was understood of a form, in words; older imports kept the words of whoever uploaded."""
    kept, kind = (run.recognised or {}).get("about"), importing.KINDS.get(run.kind)
    if not kept or isinstance(kept, list) or kind is None or kind.about_in_words is None:
        return {"understood": kept or [], "wrong": []}
    return kind.about_in_words(kept)


def _refused(run: ImportRun) -> dict[str, Any]:
    """Why rows are not taken, put together where all of them are known; and whether they are many."""
    refused = list(map(in_words, run.refused or []))
    reasons = by_reason(refused) if len(refused) == run.rejected else []
    return {
        "refused": refused[:SHOWN],
        "reasons": reasons if len(reasons) < len(refused) else [],
        "much_refused": is_much(run.rejected, run.read),
    }


def _reading(run: ImportRun) -> str:
    """Another one whenever somebody has the file read otherwise, or compared anew with another outcome."""
    counts = (run.read, run.created, run.updated, run.unchanged, run.rejected)
    said = sorted((run.recognised or {}).get("read_as", {}).items())
    return hashlib.sha256(repr((counts, said)).encode()).hexdigest()[:12]


def _waits(run: ImportRun) -> bool:
    """Whether it is the worker's turn, and no process has begun."""
    return run.state == "queued" or (run.state in ("staging", "undoing") and run.claimed_by is None)


def _back_to(run: ImportRun) -> ResponseReturnValue:
    """To its page; to the list when somebody has thrown it away meanwhile."""
    if run.state == "discarded":
        return web.redirect(url_for("dossiers.imports"))
    return web.redirect(url_for("dossiers.import_show", public_id=run.public_id))


def _find(public_id: str) -> ImportRun | None:
    return queries.find_import(public_id) if "\x00" not in public_id else None


def _found(public_id: str) -> ImportRun:
    """The import, or 404: also when it was thrown away."""
    run = _find(public_id)
    return web.found(run if run and run.state != "discarded" else None)


def _size(stream: IO[bytes]) -> int:
    """How many bytes; the stream stands at its beginning afterwards."""
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    return size
