"""PDF files of this feature: drawn while somebody waits, so one at a time and without a transaction."""

from collections.abc import Sequence
from io import BytesIO
from threading import Lock
from typing import NamedTuple

from flask import Response, current_app, send_file, url_for
from markupsafe import Markup
from werkzeug.exceptions import ServiceUnavailable

from outreach import drawing, web
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.trainings.queries.certificates import Certified
from outreach.tutorials.sheets import code

LONGEST_WAIT = 30  # seconds until it is somebody's turn
_one_at_a_time = Lock()


class Page(NamedTuple):
    """A certificate, the address that verifies it, and that address as a drawing."""

    row: Certified
    address: str
    code: Markup


def with_codes(rows: Sequence[Certified]) -> list[Page]:
    """Certificates with where to verify them."""
    pages = []
    for row in rows:
        address = web.whole_url(url_for("trainings.verify", certificate_code=row.code))
        pages.append(Page(row, address, code(address)))
    return pages


def send(page: str, style: str, name: str) -> Response:
    """The page as a PDF file in the style static/css/`style`; 503 while too many are being drawn."""
    db.session.rollback()  # only read; what follows takes seconds
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise ServiceUnavailable
    try:
        content = drawing.draw_page(page, style)
    except OSError as missing:  # Pango is a library of the system
        current_app.logger.exception("no PDF")
        raise ServiceUnavailable(_("Máy chủ chưa vẽ được PDF; Anh/Chị in từ trình duyệt giúp.")) from missing
    finally:
        _one_at_a_time.release()
    response = send_file(BytesIO(content), mimetype="application/pdf", download_name=name, max_age=0)
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
