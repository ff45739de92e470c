"""Imports as people see them: uploaded, put in the queue, thrown away, taken back."""

import secrets
from typing import Any

from sqlalchemy import update

from outreach import clock
from outreach.database import db
from outreach.dossiers.actions.mappings import remember_columns
from outreach.dossiers.actions.undoing import refuse_when_needed
from outreach.dossiers.models import ImportRun
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import squeeze

LONGEST_NAME = 200


def create_import(**values: Any) -> ImportRun:
    """A file that was understood; as `import_values`."""
    run = ImportRun(**import_values(**values))
    db.session.add(run)
    db.session.flush()
    return run


def import_values(*, kind: str, source: str, filename: str, sha256: str, **values: Any) -> dict[str, Any]:
    """The columns of a new import; `values` are what is known of the file and its rows so far."""
    return {
        "public_id": secrets.token_urlsafe(16), "kind": kind, "source": source, "filename": _shown(filename),
        "sha256": sha256, "uploaded_at": clock.now(), "state": "uploaded", "refused": [], **values,
    }  # fmt: skip


def queue_import(run: ImportRun) -> None:
    """Let the worker write it; once. What could not be read is read again, and looked at before that."""
    unread = run.kind == "dossiers" and run.state == "failed" and run.marked_at is None
    state = "staging" if unread else "queued"
    _move(run, ("uploaded", "failed"), state=state, fault=None, attempts=0, claimed_by=None)
    if not unread:
        remember_columns(run)


def discard_import(run: ImportRun) -> str | None:
    """Throw an upload away; the name of the kept file that may be deleted now."""
    stored_as = run.stored_as
    _move(run, ("staging", "asking", "uploaded", "failed"), state="discarded", stored_as=None)
    return stored_as


def ask_to_undo(run: ImportRun, *, by: int) -> None:
    """Let the worker take back what an import did. Refused when something depends on it."""
    if run.state in ("undoing", "undone"):
        raise Refused(_("Lần nhập này đang được hoàn tác, hoặc đã hoàn tác rồi."))
    if run.kind != "dossiers" or run.state != "done":
        raise Refused(_("Chỉ hoàn tác được lần nhập sổ hồ sơ đã xong."))
    refuse_when_needed(run.id)
    _move(run, ("done",), state="undoing", fault=None, attempts=0, claimed_by=None, undone_by_id=by)


def _move(run: ImportRun, before: tuple[str, ...], **values: Any) -> None:
    moved = db.session.execute(
        update(ImportRun).where(ImportRun.id == run.id, ImportRun.state.in_(before)).values(**values)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise Refused(_("Tệp này đã được nhập hoặc đã bỏ từ trước; lần bấm này không làm gì thêm."))


def _shown(filename: str) -> str:
    """A file's name as a page may show it: no folders, one line, nothing invisible, its end kept."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    name = squeeze("".join(c for c in last.encode("utf-8", "ignore").decode() if c.isprintable()))
    return name[-LONGEST_NAME:] or "?"
