"""How many messages are left, as Zalo says with its answers."""

from typing import Any

from sqlalchemy import update

from outreach import clock
from outreach.database import record
from outreach.zalo.models import OfficialAccount

MOST_DIGITS = 9


def note_quota(quota: object) -> None:
    """Keep what an answer says of the quota, where it says anything: numbers come as texts, or not at all."""
    if not isinstance(quota, dict):
        return
    values: dict[str, Any] = {
        "quota_type": str(quota.get("quota_type") or "")[:40] or None,
        "quota_remain": _number(quota.get("remain")), "quota_total": _number(quota.get("total")),
        "quota_at": clock.now(),
    }  # fmt: skip
    with record() as connection:
        connection.execute(update(OfficialAccount).values(**values))


def _number(value: object) -> int | None:
    written = str(value)
    return int(written) if written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS else None
