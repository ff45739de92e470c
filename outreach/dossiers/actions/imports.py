"""Imports as people see them: uploaded, put in the queue, thrown away."""

import secrets
from typing import Any

from sqlalchemy import update

from outreach import clock
from outreach.database import db
from outreach.dossiers.models import ImportRun
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import squeeze

LONGEST_NAME = 200


def create_import(
    *,
    kind: str,
    source: str,
    filename: str,
    sha256: str,
    recognised: dict[str, Any],
    stored_as: str | None = None,
    uploaded_by_id: int | None = None,
    **values: Any,
) -> ImportRun:
    """A file that was understood; `values` are what is known of its rows so far."""
    at = clock.now()
    run = ImportRun(
        public_id=secrets.token_urlsafe(16), kind=kind, source=source, filename=_shown(filename),
        sha256=sha256, recognised=recognised, stored_as=stored_as, uploaded_by_id=uploaded_by_id,
        uploaded_at=at, **{"state": "uploaded", "refused": [], **values},
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    return run


def queue_import(run: ImportRun) -> None:
    """Let the worker write it; once."""
    _move(run, ("uploaded", "failed"), state="queued", fault=None, attempts=0, claimed_by=None)


def discard_import(run: ImportRun) -> str | None:
    """Throw an upload away; the name of the kept file that may be deleted now."""
    stored_as = run.stored_as
    _move(run, ("uploaded", "failed"), state="discarded", stored_as=None)
    return stored_as


def _move(run: ImportRun, before: tuple[str, ...], **values: Any) -> None:
    moved = db.session.execute(
        update(ImportRun).where(ImportRun.id == run.id, ImportRun.state.in_(before)).values(**values)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise Refused(_("Tệp này đã được nhập hoặc đã bỏ; Anh/Chị tải lại trang để xem."))


def _shown(filename: str) -> str:
    """A file's name as a page may show it: no folders, one line, nothing invisible, its end kept."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    name = squeeze("".join(c for c in last.encode("utf-8", "ignore").decode() if c.isprintable()))
    return name[-LONGEST_NAME:] or "?"
