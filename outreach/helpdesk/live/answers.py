"""The HTTP of a stream: its headers, and what is said when there is no place."""

import random
import threading

from flask import Response, request
from flask_login import current_user

from outreach.database import db
from outreach.helpdesk.live.hub import hub
from outreach.helpdesk.live.stream import Wish

# After a restart every page comes at once, and each takes up to two connections of the database while it is
# asked who may: more at a time would wait for each other's second one.
OPENING = threading.BoundedSemaphore(6)
COME_AGAIN = (8, 15)  # seconds; between the two, so that those without a place do not come all at once
HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}


def answer(*, person: str, side: str, conversation_id: int | None = None) -> Response:
    """A stream of what happens in a conversation, or (None) in all; 204 when every place is taken.

    `person`: whose places it counts among. The caller has asked who may, within OPENING.
    """
    wish = Wish(person, side, conversation_id, getattr(current_user, "token", None), _last())
    db.session.remove()
    stream = hub().enter(wish) if request.method == "GET" else None
    if stream is None:
        return Response(status=204, headers={"Retry-After": str(random.randint(*COME_AGAIN))})  # noqa: S311
    return Response(stream, mimetype="text/event-stream", headers=HEADERS)


def _last() -> int | None:
    told = request.headers.get("Last-Event-ID", "")
    return int(told) if told.isdecimal() and len(told) < 20 else None
