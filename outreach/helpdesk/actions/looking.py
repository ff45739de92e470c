"""Staff look at a business's conversation: written down once an hour."""

import hmac
from datetime import timedelta
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, select

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.accounts.models import AccessRecord
from outreach.database import db
from outreach.helpdesk.rules.looking import CONVERSATION, FILE, SEARCH, SEARCHES, VIEW
from outreach.text import fold

PURPOSE = "answer_question"
ONCE_IN = timedelta(hours=1)


def note_look(*, conversation_id: int, by: int) -> None:
    """Write down that somebody of staff looks at a conversation, unless it was within the hour."""
    _once(VIEW, CONVERSATION, str(conversation_id), by)


def note_search(*, words: str, by: int) -> None:
    """Write down that somebody of staff searched what was said; of the words a mark, which names nobody."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    mark = hmac.new(key, f"search {fold(words)}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:16]
    _once(SEARCH, SEARCHES, mark, by)


def note_file(*, conversation_id: int, purpose: str, by: int) -> None:
    """Write down that somebody who need not know it opened a file, and what for: each time."""
    note_access(what=FILE, object_type=CONVERSATION, object_id=conversation_id, purpose=purpose, by=by)


def _once(what: str, kind: str, object_id: str, by: int) -> None:
    asked = {"by": by, "what": what, "kind": kind, "id": object_id, "since": clock.now() - ONCE_IN}
    if db.session.connection().execute(_lately(), asked).first() is None:
        note_access(what=what, object_type=kind, object_id=object_id, purpose=PURPOSE, by=by, shown=True)


@cache
def _lately() -> Any:
    """Built once: with every page, poll and message of staff."""
    # "+ 0": SQLite would go through all that a clerk ever did, with every poll, instead of the last hour
    mine = AccessRecord.user_id + 0 == bindparam("by")
    thing = (AccessRecord.object_type == bindparam("kind"), AccessRecord.object_id == bindparam("id"))
    return (
        select(AccessRecord.id)
        .where(mine, AccessRecord.what == bindparam("what"), *thing)
        .where(AccessRecord.at > bindparam("since"))
        .limit(1)
    )
