"""Certificates of attendance: given to those present, taken back, and verified by anyone."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.guards import everyone, officers, staff
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.trainings.actions import certificates as actions
from outreach.trainings.queries import certificates as queries
from outreach.trainings.rules.certificates import code_of
from outreach.trainings.views.reading import facts, session_of


@staff
def certificates(session_key: str) -> ResponseReturnValue:
    """The certificates of a session."""
    session = session_of(session_key)
    return web.render(
        "trainings/certificates.html", rows=queries.certificates(session.id),
        nameless=queries.nameless(session.id), **facts(session),
    )  # fmt: skip


@officers
@web.commits
def issue(session_key: str) -> ResponseReturnValue:
    """Certify everybody present whose name is known."""
    session = session_of(session_key)
    made = actions.issue(session=session, by=current_user.id)
    flash(ngettext("Đã cấp %(num)s chứng nhận.", "Đã cấp %(num)s chứng nhận.", made), "good")
    return web.redirect(url_for("trainings.certificates", session_key=session.public_id))


@officers
@web.commits
def revoke(certificate_code: str) -> ResponseReturnValue:
    """A certificate is valid no more."""
    certificate = web.found(queries.get_certificate(code_of(certificate_code) or ""))
    actions.revoke(certificate=certificate)
    flash(_("Đã thu hồi chứng nhận %(code)s.", code=certificate.code), "good")
    return web.redirect(url_for("trainings.verify", certificate_code=certificate.code))


@everyone
def find_certificate() -> ResponseReturnValue:
    """Type a code from paper."""
    words = lists.words(request.args, "code")
    code = code_of(words)
    if code and queries.certified(code):
        return web.redirect(url_for("trainings.verify", certificate_code=code))
    return web.render("trainings/find_certificate.html", words=words)


@everyone
def verify(certificate_code: str) -> ResponseReturnValue:
    """Whether a certificate is real: whose it is, of what, and whether it is still valid."""
    row = web.found(queries.certified(code_of(certificate_code) or ""))
    own = current_user.is_authenticated and (
        current_user.is_staff or (row.business_id is not None and row.business_id == current_user.business_id)
    )
    page = web.render("trainings/verify.html", row=row, own=own)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"  # a name, for whoever holds the code
    return page
