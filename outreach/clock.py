"""The time: instants in UTC, days as the board's calendar shows them (Asia/Ho_Chi_Minh)."""

import calendar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date on the board's calendar."""
    return now().astimezone(LOCAL).date()


def local(instant: datetime) -> datetime:
    """An aware instant as the board's clocks show it."""
    return instant.astimezone(LOCAL)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), cut to the month's length: 31/01 + 1 = 28 or 29/02."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of(day: date) -> date:
    """The first day of the day's calendar month."""
    return day.replace(day=1)


def months_between(first: date, last: date) -> list[date]:
    """First days of every calendar month that the days from `first` to `last` touch."""
    month, months = month_of(first), []
    while month <= last:
        months.append(month)
        month = add_months(month, 1)
    return months
