"""Businesses that another page hands over to be invited: to which session?"""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts.guards import officers
from outreach.trainings.queries import sessions as queries
from outreach.trainings.rules import invitations as rules

MOST = 100  # an address holds no more
SHOWN = 40


@officers
def choose_session() -> ResponseReturnValue:
    """The sessions that businesses can still be invited to, each a link that takes them along."""
    texts = request.args.getlist("doanh-nghiep")[:MOST]
    ids = list(dict.fromkeys(number for text in texts if (number := lists.number({"id": text}, "id"))))
    along: dict[str, Any] = {"nguon": rules.REACH, "doanh-nghiep": ids}
    rows, _total = queries.coming(business_id=None, limit=SHOWN)
    open_rows = [row for row in rows if not row.cancelled and row.starts_at > clock.now()]
    return web.render(
        "trainings/choose_session.html", rows=open_rows, number=len(ids),
        invite_to=lambda key: url_for("trainings.invite", session_key=key, **along),
    )  # fmt: skip
