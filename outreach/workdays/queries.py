"""Reads of special days."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import extract, select

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
    rows = db.session.execute(select(SpecialDay.day, SpecialDay.off).order_by(SpecialDay.day))
    return {row.day: row.off for row in rows}


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
    statement = (
        select(SpecialDay.day, SpecialDay.off, SpecialDay.name, SpecialDay.decided_by, User.name.label("who"))
        .outerjoin(User, User.id == SpecialDay.recorded_by_id)
        .where(SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(SpecialDay.day)
    )
    return [DayLine(*row) for row in db.session.execute(statement)]


def years() -> list[int]:
    """The years that have any, in order."""
    year = extract("year", SpecialDay.day)
    return [int(one) for one in db.session.scalars(select(year).distinct().order_by(year))]
