"""Pages of accounts; each module adds its own to the blueprint."""

from typing import Any

from flask import session
from flask_login import current_user

from outreach.accounts import rules
from outreach.accounts.models import Role, User

HANDED_OVER = "link"  # where the browser's session keeps a fresh link until it is shown, once


def managed_roles() -> list[Role]:
    """Whom the signed-in person looks after."""
    return [role for role in Role if rules.may_manage(current_user.role, role)]


def keep_for_showing(user: User, token: str) -> None:
    """Put a fresh link where the next page shows it once: its hash alone is in the database."""
    session[HANDED_OVER] = {"token": token, "user_id": user.id}


def taken_for_showing() -> dict[str, Any] | None:
    """The link kept for this page, forgotten by looking at it."""
    kept: dict[str, Any] | None = session.pop(HANDED_OVER, None)
    return kept
