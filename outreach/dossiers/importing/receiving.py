"""A file that somebody uploaded: kept, understood, tried out, and noted for a second look."""

from threading import Lock
from typing import IO

from outreach.dossiers.actions import create_import
from outreach.dossiers.importing.reading import KINDS, look, recognised, understand
from outreach.dossiers.models import ImportRun
from outreach.i18n import lazy_gettext as _l
from outreach.kept import Folder
from outreach.sheets.cells import FileFault

UPLOADS = Folder("imports")
LONGEST_WAIT = 30  # seconds
_one_by_one = Lock()  # trying a large file out takes seconds and 200 MB


def receive(stream: IO[bytes], *, filename: str, kind: str, source: str, by: int) -> ImportRun:
    """Keep a file and note what taking it in would do. FileFault or OSError leave no file behind."""
    kept = UPLOADS.keep(stream)
    if not _one_by_one.acquire(timeout=LONGEST_WAIT):
        UPLOADS.forget(kept.name)
        raise FileFault(_l("Máy chủ đang đọc tệp khác; Anh/Chị thử lại sau ít phút."))
    try:
        path = UPLOADS.path_of(kept.name)
        assert path is not None
        parsed = understand(path, KINDS[kind], filename=filename)
        outcome = look(parsed, KINDS[kind], source=source)
        return create_import(
            kind=kind, source=source, filename=filename, sha256=kept.sha256, stored_as=kept.name,
            recognised=recognised(parsed), uploaded_by_id=by, **outcome.columns(),
        )  # fmt: skip
    except BaseException:
        UPLOADS.forget(kept.name)
        raise
    finally:
        _one_by_one.release()
