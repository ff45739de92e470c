"""A batch as PDF: A5 for the printing house, two on an A4 for the office printer."""

from flask import send_file
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import staff
from outreach.leaflets import paper, pdf, queries, rules


@staff
def pdf_a5(batch_id: int) -> ResponseReturnValue:
    """Two pages A5: front and back."""
    return _file(batch_id, "a5")


@staff
def pdf_a4(batch_id: int) -> ResponseReturnValue:
    """Two pages A4 lying down, each with two A5 side by side."""
    return _file(batch_id, "a4")


def _file(batch_id: int, size: str) -> ResponseReturnValue:
    batch = web.found(queries.get_batch(batch_id))
    path = pdf.path_of(batch, size)
    if path.exists():
        name = f"to-roi-{batch.code}-{size}.pdf"
        response = send_file(path, mimetype="application/pdf", download_name=name, max_age=0)
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response
    printed = rules.read_printed(batch.printed)
    sides = paper.sides(printed, batch.code)
    return web.render("leaflets/no_pdf.html", batch=batch, fault=pdf.fault(), **sides)
