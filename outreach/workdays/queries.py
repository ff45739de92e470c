"""Reads of special days."""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, select

from outreach.accounts.models import User
from outreach.database import db
from outreach.workdays.models import SpecialDay, WorkingHours
from outreach.workdays.rules import USUAL_HOURS, Interval, Week


class DayLine(NamedTuple):
    """One day of the list."""

    day: date
    off: bool
    name: str
    decided_by: str | None
    recorded_by: str | None


def special_days() -> dict[date, bool]:
    """All days that are not what their weekday says: day → off. Some twenty a year."""
    return {row.day: row.off for row in db.session.connection().execute(_special_days())}


@cache
def _special_days() -> Select[*tuple[Any, ...]]:
    return select(SpecialDay.day, SpecialDay.off).order_by(SpecialDay.day)


def week() -> Week:
    """When the board works: its own hours, or the usual ones as long as it has not said them."""
    hours: dict[int, list[Interval]] = {}
    rows = db.session.execute(
        select(WorkingHours.weekday, WorkingHours.begins, WorkingHours.ends).order_by(
            WorkingHours.weekday, WorkingHours.begins
        )
    )
    for row in rows:
        hours.setdefault(row.weekday, []).append(Interval(row.begins, row.ends))
    return Week(hours or USUAL_HOURS, special_days())


def list_days(year: int) -> list[DayLine]:
    """Those of a year, in order."""
    values = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    return [DayLine._make(row) for row in db.session.connection().execute(_days(), values)]


@cache
def _days() -> Select[*tuple[Any, ...]]:
    s, first, last = SpecialDay, bindparam("first", type_=Date), bindparam("last", type_=Date)
    return (
        select(s.day, s.off, s.name, s.decided_by, User.name)
        .outerjoin(User, User.id == s.recorded_by_id)
        .where(s.day.between(first, last))
        .order_by(s.day)
    )


def years() -> list[int]:
    """The years that have any, in order."""
    return sorted({day.year for day in special_days()})
