"""Reads of the times in which the portal did not work."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, or_, select

from outreach import clock
from outreach.accounts.models import User
from outreach.database import UtcDateTime, db
from outreach.dossiers.models import Outage


class OutageLine(NamedTuple):
    """One row of the register; `ended_at` None: not over, or nobody noted when."""

    id: int
    system: str
    started_at: datetime
    ended_at: datetime | None
    note: str | None
    recorded_by: str | None

    @property
    def minutes(self) -> int | None:
        """How long it lasted."""
        return round((self.ended_at - self.started_at).total_seconds() / 60) if self.ended_at else None


def outages_between(first: date, last: date) -> list[OutageLine]:
    """What did not work at some time from `first` to `last` (days of the board's calendar), oldest first.

    Those without an end are in, from the day they began.
    """
    begins, ends = _instants(first, last)
    rows = db.session.connection().execute(_BETWEEN, {"begins": begins, "ends": ends})
    return [OutageLine(*row) for row in rows]


def list_outages(*, year: int | None = None, offset: int, limit: int) -> tuple[Sequence[OutageLine], int]:
    """One page of the register, newest first, and how many there are; `year` keeps those that touch it."""
    conditions = [] if year is None else [_touches(date(year, 1, 1), date(year, 12, 31))]
    total = db.session.scalar(select(func.count()).select_from(Outage).where(*conditions)) or 0
    statement = _LINES.where(*conditions).order_by(Outage.started_at.desc(), Outage.id.desc())
    return [OutageLine(*row) for row in db.session.execute(statement.offset(offset).limit(limit))], total


def outage_years() -> list[int]:
    """Calendar years from the first outage to the last, newest first."""
    ends = func.coalesce(Outage.ended_at, Outage.started_at)
    first, last = db.session.execute(select(func.min(Outage.started_at), func.max(ends))).one()
    return list(range(clock.local(last).year, clock.local(first).year - 1, -1)) if first else []


def known_systems(limit: int = 20) -> list[str]:
    """What was noted before, the most frequent first: proposals for the next note."""
    statement = select(Outage.system).group_by(Outage.system).order_by(func.count().desc(), Outage.system)
    return list(db.session.scalars(statement.limit(limit)))


def get_outage(outage_id: int) -> Outage | None:
    """One outage; None when there is none of that id."""
    return db.session.get(Outage, outage_id)


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    """When these days begin, and when they are over."""
    return (
        datetime.combine(first, time(), clock.LOCAL),
        datetime.combine(last + timedelta(days=1), time(), clock.LOCAL),
    )


def _touches(first: date, last: date) -> ColumnElement[bool]:
    begins, ends = _instants(first, last)
    return _in(literal(begins, UtcDateTime), literal(ends, UtcDateTime))


def _in(begins: ColumnElement[datetime], ends: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(Outage.started_at < ends, or_(Outage.ended_at.is_(None), Outage.ended_at >= begins))


_LINES = select(
    Outage.id, Outage.system, Outage.started_at, Outage.ended_at, Outage.note, User.name
).outerjoin(User, User.id == Outage.recorded_by_id)
# Built once: every business's page asks, and building the statement costs more than running it.
_BETWEEN = _LINES.where(
    _in(bindparam("begins", type_=UtcDateTime), bindparam("ends", type_=UtcDateTime))
).order_by(Outage.started_at, Outage.id)
