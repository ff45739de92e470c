"""The board's promises."""

from functools import cache
from typing import Any

from sqlalchemy import select

from outreach.database import db
from outreach.helpdesk.models import Target


def targets() -> dict[str, int]:
    """Working minutes by kind; empty while nothing is promised."""
    return {row.kind: row.minutes for row in db.session.connection().execute(_targets())}


@cache
def _targets() -> Any:
    """Built once: with every message."""
    return select(Target.kind, Target.minutes)
