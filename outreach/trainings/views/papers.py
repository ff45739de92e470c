"""What goes on paper: the sheet to sign, and certificates. Drawn when asked for, one at a time."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.identifiers import mask_phone
from outreach.trainings import papers
from outreach.trainings.models import Session
from outreach.trainings.queries import certificates as certificate_queries
from outreach.trainings.queries import people as queries
from outreach.trainings.rules.certificates import code_of
from outreach.trainings.views.reading import facts, session_of

SPARE_LINES = 12  # for those nobody expected


@guards.staff
def sign_sheet(session_key: str) -> ResponseReturnValue:
    """The sheet to sign, to be printed by the browser."""
    return web.render("trainings/sign_sheet.html", **_sheet(session_of(session_key)))


@guards.staff
def sign_sheet_pdf(session_key: str) -> ResponseReturnValue:
    """The same as a file, A4 landscape."""
    session = session_of(session_key)
    page = render_template("trainings/sign_sheet_pdf.html", **_sheet(session))
    return papers.send(page, "signing.css", f"danh-sach-ky-{session.public_id}.pdf")


@guards.officers
def certificates_pdf(session_key: str) -> ResponseReturnValue:
    """All valid certificates of a session, one a page."""
    session = session_of(session_key)
    rows = web.found(certificate_queries.certified_at(session.id) or None)
    page = render_template("trainings/certificate_pdf.html", pages=papers.with_codes(rows))
    return papers.send(page, "certificate.css", f"chung-nhan-{session.public_id}.pdf")


@guards.signed_in
def certificate_pdf(certificate_code: str) -> ResponseReturnValue:
    """One valid certificate, for staff and for the business itself."""
    row = web.found(certificate_queries.certified(code_of(certificate_code) or ""))
    own = current_user.is_staff or (
        row.business_id is not None and row.business_id == current_user.business_id
    )
    web.found(row if own and row.revoked_at is None else None)
    page = render_template("trainings/certificate_pdf.html", pages=papers.with_codes([row]))
    return papers.send(page, "certificate.css", f"chung-nhan-{row.code}.pdf")


def _sheet(session: Session) -> dict[str, Any]:
    """It goes from hand to hand: phones are masked, enough to tell whether they are right."""
    rows = [row for row in queries.people(session.id) if not row.waiting]
    return facts(session) | {"rows": rows, "spare": SPARE_LINES, "mask_phone": mask_phone}
