"""The sheets as PDF: made by the worker in a process of its own, kept by version, never while a page waits.

WeasyPrint needs the system's Pango; where that is missing the reason is kept, and pages say so.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import current_app, render_template, url_for
from flask_babel import force_locale

from outreach import background, clock, drawing
from outreach.database import db
from outreach.i18n import LOCALES
from outreach.kept import write_whole
from outreach.tutorials import queries, sheets

FOLDER = "sheets"
FAULT = "fault.txt"  # why the last run made none
LONGEST = timedelta(minutes=5)
AGAIN = timedelta(minutes=15)  # after a fault


def path_of(version: queries.Version, language: str) -> Path:
    """Where the PDF of a version as saved at that instant lies, or will lie."""
    mark = f"{version.id}-{version.saved_at:%Y%m%d%H%M%S%f}-{version.state}"
    return _folder() / f"{mark}-{language}.pdf"


def fault() -> str | None:
    """Why none can be made here; None when nothing is known to hinder it."""
    path = _folder() / FAULT
    return path.read_text(encoding="utf-8") if path.exists() else None


def refresh() -> None:
    """For the worker: have the missing ones made, in a process of its own; after a fault not soon again."""
    path = _folder() / FAULT
    with suppress(FileNotFoundError):
        if clock.now().timestamp() - path.stat().st_mtime < AGAIN.total_seconds():
            return
    missing = next(_missing(), None)
    db.session.rollback()  # only read
    if missing is not None:
        background.run_in_a_process("tutorials", "print", longest=LONGEST)


def make_missing() -> int:
    """Make every missing PDF and remove those of former versions; how many were made. It is slow."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made, broken = 0, None
    try:
        missing = list(_missing())
        db.session.rollback()  # outside a request even reading holds SQLite's lock, and drawing is slow
        for version, language, path in missing:
            try:
                write_whole(path, [draw(version, language)])
                made += 1
            except OSError:  # no Pango, or no room: the next would end alike
                raise
            except Exception as error:  # whatever one text breaks the drawing with keeps no other from it
                broken = error
        _sweep()
        if broken is not None:
            raise broken
    except Exception as error:
        (folder / FAULT).write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise
    (folder / FAULT).unlink(missing_ok=True)
    return made


def draw(version: queries.Version, language: str) -> bytes:
    """The PDF of one sheet; its code leads to PUBLIC_URL, and without that there is none."""
    base = str(current_app.config["PUBLIC_URL"])
    with current_app.test_request_context(), force_locale(language):
        address = base + url_for("tutorials.show", slug=version.slug) if base else None
        page = render_template("tutorials/sheet_pdf.html", **sheets.context(version, address, language))
    db.session.rollback()  # only read; what follows takes seconds
    return drawing.draw_page(page, "sheet.css")


def _missing() -> Iterator[tuple[queries.Version, str, Path]]:
    for line in queries.list_shown(clock.today()):
        version = queries.published(line.slug)
        if version is None:
            continue
        for language in LOCALES:
            path = path_of(version, language)
            if not path.exists():
                yield version, language, path


def _sweep() -> None:
    """What belongs to no version that readers see is made anew when it is wanted."""
    versions = [queries.published(line.slug) for line in queries.list_shown(clock.today())]
    kept = {path_of(version, language) for version in versions if version for language in LOCALES}
    for path in _folder().glob("*.pdf"):
        if path not in kept:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / FOLDER
