"""Reads of totals that a report gives without their split."""

from collections.abc import Sequence

from sqlalchemy import func, select

from outreach.database import db
from outreach.rates.models import ReportedTotal


def reported_totals(*, offset: int, limit: int) -> tuple[Sequence[ReportedTotal], int]:
    """At most `limit` of them behind the first `offset`, latest period first, and how many there are."""
    order = (ReportedTotal.last.desc(), ReportedTotal.first, ReportedTotal.id.desc())
    rows = db.session.scalars(select(ReportedTotal).order_by(*order).offset(offset).limit(limit))
    return list(rows), db.session.scalar(select(func.count()).select_from(ReportedTotal)) or 0


def all_reported_totals() -> list[ReportedTotal]:
    """All of them, in the same order."""
    return list(reported_totals(offset=0, limit=10_000)[0])


def get_reported_total(total_id: int) -> ReportedTotal | None:
    """One of them; None when there is none of that id."""
    return db.session.get(ReportedTotal, total_id)
