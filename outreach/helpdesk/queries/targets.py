"""The board's promises."""

from sqlalchemy import select

from outreach.database import db
from outreach.helpdesk.models import Target


def targets() -> dict[str, int]:
    """Working minutes by kind; empty while nothing is promised."""
    return {row.kind: row.minutes for row in db.session.execute(select(Target.kind, Target.minutes))}
