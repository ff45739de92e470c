"""The record of who did or looked at what."""

from typing import Any

from flask import Response, g, has_request_context, request
from flask_login import current_user
from sqlalchemy import insert

from outreach import clock
from outreach.accounts.models import AccessRecord
from outreach.accounts.sessions import network
from outreach.database import READING, db, record


def note_access(
    *,
    what: str,
    object_type: str | None = None,
    object_id: int | str | None = None,
    purpose: str | None = None,
    by: int | None = None,
    shown: bool = False,
) -> None:
    """Write down who did what, when and from where; `by` is the signed-in person unless told otherwise.

    It stands or falls with the deed; while a page is only read, it is a short write of its own. `shown`: a
    page shows it also when the deed is refused, and then it was looked at all the same.
    """
    values = _values(what, object_type, object_id, purpose, by)
    if shown and has_request_context() and request.method not in READING:
        g.setdefault("shown_all_the_same", []).append(values)
    if has_request_context() and request.method in READING:
        with record() as connection:
            connection.execute(insert(AccessRecord).values(**values))
    else:
        db.session.add(AccessRecord(**values))
        db.session.flush()


def note_shown(response: Response) -> Response:
    """After a deed was refused and nothing else of it is kept: what its page showed was looked at."""
    looks = g.pop("shown_all_the_same", None)
    if looks and response.status_code >= 400:
        with record() as connection:
            connection.execute(insert(AccessRecord), looks)
    return response


def note_refusal(*, what: str, user_id: int | None) -> None:
    """Write down at once what was tried and refused: its own transaction, because nothing else is kept."""
    with record() as connection:
        connection.execute(insert(AccessRecord).values(**_values(what, "user", user_id, None, None)))


def _values(
    what: str, object_type: str | None, object_id: int | str | None, purpose: str | None, by: int | None
) -> dict[str, Any]:
    if by is None and has_request_context() and current_user.is_authenticated:
        by = current_user.id
    return {
        "at": clock.now(), "user_id": by, "what": what, "object_type": object_type, "purpose": purpose,
        "object_id": None if object_id is None else str(object_id), "network": network(),
    }  # fmt: skip
