"""A file that was uploaded as another kind of list than it is: seen by its columns, and read anew as that."""

from typing import Any

from outreach.dossiers.importing.choosing import Opened
from outreach.dossiers.importing.reading import KINDS
from outreach.dossiers.importing.receiving import UPLOADS, receive
from outreach.dossiers.models import ImportRun
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.sheets.columns import survey


def likelier_kind(opened: Opened, kind: str) -> str | None:
    """The kind of list that has all it needs in a table, and names more columns than its own kind does."""
    most, likelier = len(opened.found.columns), None
    for name, other in KINDS.items():
        if name != kind:
            found = survey(opened.table, other.layout)
            if not found.missing and len(found.columns) > most:
                most, likelier = len(found.columns), name
    return likelier


def receive_as(run: Any, kind: str, *, by: int | None) -> ImportRun:
    """The kept file of an import as a new import of another kind; the former one stays as it is.

    The session may not be in a transaction. Raises FileFault, or Refused when the file is not there any more.
    """
    path = UPLOADS.path_of(run.stored_as)
    if path is None:
        raise Refused(_("Không còn tệp đã tải lên; Anh/Chị tải lại tệp."))
    period = (run.recognised or {}).get("period", "")
    with path.open("rb") as stream:
        return receive(stream, filename=run.filename, kind=kind, source=run.source, by=by, period=period)
