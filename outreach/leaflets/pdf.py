"""Batches as PDF: drawn by the worker in a process of its own from the words as printed, and kept.

What a batch keeps never changes, so its files are drawn once.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import select

from outreach import background, clock, drawing
from outreach.database import db
from outreach.kept import write_whole
from outreach.leaflets import paper, rules
from outreach.leaflets.models import LeafletBatch

FOLDER = "leaflets"
FAULT = "fault.txt"  # why the last run made none
SIZES = ("a5", "a4")
LONGEST = timedelta(minutes=5)
AGAIN = timedelta(minutes=15)  # after a fault


def path_of(batch: LeafletBatch, size: str) -> Path:
    """Where a batch's PDF lies, or will lie; a code is never given twice."""
    return _folder() / f"{batch.code}-{size}.pdf"


def fault() -> str | None:
    """Why none can be made here; None when nothing is known to hinder it."""
    path = _folder() / FAULT
    return path.read_text(encoding="utf-8") if path.exists() else None


def refresh() -> None:
    """For the worker: have the missing ones made, in a process of its own; after a fault not soon again."""
    with suppress(FileNotFoundError):
        if clock.now().timestamp() - (_folder() / FAULT).stat().st_mtime < AGAIN.total_seconds():
            return
    missing = next(_missing(), None)
    db.session.rollback()  # only read
    if missing is not None:
        background.run_in_a_process("leaflets", "print", longest=LONGEST)


def make_missing() -> int:
    """Make every missing PDF; how many were made. It is slow."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    missing = [
        (rules.read_printed(one.printed), one.code, path_of(one, size), size) for one, size in _missing()
    ]
    db.session.rollback()  # outside a request even reading holds SQLite's lock, and drawing is slow
    broken = None
    try:
        for printed, code, path, size in missing:
            try:
                write_whole(path, [draw(printed, code, size)])
            except OSError:  # no Pango, or no room: the next would end alike
                raise
            except Exception as error:  # whatever one batch breaks the drawing with keeps no other from it
                broken = error
        if broken is not None:
            raise broken
    except Exception as error:
        (folder / FAULT).write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise
    (folder / FAULT).unlink(missing_ok=True)
    return len(missing)


def draw(printed: rules.Printed, code: str, size: str) -> bytes:
    """The PDF of a leaflet: `a5` is front and back, `a4` the same twice side by side."""
    with current_app.test_request_context(), force_locale(printed.words.language):
        page = render_template("leaflets/pdf.html", size=size, **paper.sides(printed, code))
    return drawing.draw_page(page, "leaflet.css")


def _missing() -> Iterator[tuple[LeafletBatch, str]]:
    for batch in db.session.scalars(select(LeafletBatch).order_by(LeafletBatch.id)):
        for size in SIZES:
            if not path_of(batch, size).exists():
                yield batch, size


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / FOLDER
