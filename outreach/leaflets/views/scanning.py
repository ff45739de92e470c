"""Where a leaflet's QR code leads: to its tutorial, counted beside the request."""

import secrets

from flask import flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards, throttle
from outreach.i18n import gettext as _
from outreach.leaflets import actions, queries, rules
from outreach.leaflets.listening import MOST_SCANS, SCANS, VISITOR
from outreach.leaflets.queries import ScannedBatch
from outreach.practice.rules import read_code

KEY_BYTES = 12


@guards.everyone
def scan(code: str) -> ResponseReturnValue:
    """To the tutorial as it is now; a robot, a preview or one of the board's own people is not counted."""
    batch = web.found(queries.batch_by_code(read_code(code) or ""))
    of_the_board = current_user.is_authenticated and current_user.is_staff
    if request.method == "GET" and not of_the_board and rules.counts(dict(request.headers)):
        _count(batch)
    if not batch.shown:
        flash(_("Bài hướng dẫn của tờ rơi này đã gỡ. Anh/Chị tìm bài khác ở đây."), "info")
        return web.redirect(url_for("tutorials.index"))
    if batch.outdated:
        flash(_("Tờ rơi Anh/Chị cầm in theo bản cũ. Anh/Chị làm theo bài này, là bản hiện nay."), "info")
    return web.redirect(url_for("tutorials.show", slug=batch.slug))


def _count(batch: ScannedBatch) -> None:
    """Once a day and browser; browsers never seen that come by the hundred from one network count no more."""
    if VISITOR not in session and current_user.business_id is None:
        try:
            throttle.take("scan", str(batch.id))
        except throttle.TooManyTries:
            return
    visitor = session.setdefault(VISITOR, secrets.token_urlsafe(KEY_BYTES))
    scan_id = actions.note_scan(batch=batch, visitor=visitor, business_id=current_user.business_id)
    session[SCANS] = [scan_id, *(one for one in session.get(SCANS, []) if one != scan_id)][:MOST_SCANS]
