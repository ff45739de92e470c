"""The way out of our e-mails: a button for people, one click for mail programs (RFC 8058), no account."""

from flask import request
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import everyone
from outreach.outbox import consent, leaving, queries


@everyone
@web.commits
def leave_mail(leave_key: str) -> ResponseReturnValue:
    """Ask, then write down that this reader wants no more e-mail; opening the address changes nothing.

    The page says nothing of the reader: who has a letter forwarded to them learns nothing. It answers
    directly, since mail programs follow no redirects.
    """
    beginning = web.found(leaving.read_key(leave_key))
    address = queries.reader_of(beginning)
    if request.method == "POST" and address is not None:
        consent.leave(address)
    page = web.render("notices/leave.html", done=request.method == "POST", known=address is not None)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
