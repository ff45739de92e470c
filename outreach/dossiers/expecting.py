"""When a monthly file is due, and which file was it: pure rules.

A month's period closes on a day of the month (31/10, or 19/10); its file is due on the first day of a given
number after that (5/11), or on the next working day. A file belongs to a period when it came on the closing
day or later and is about days of the period's second half: one that stops earlier is not the whole month.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from outreach import clock
from outreach.workdays.rules import Special, is_worked, next_working_day

DAY = timedelta(days=1)
LAST_CLOSING_DAY, LAST_DUE_DAY = 27, 28  # every month has them

State = Literal["in_time", "afterwards", "in_hand", "waiting", "late"]


class Rhythm(NamedTuple):
    """What is agreed on: the last day of a month's period (None: the calendar month's), when it is due."""

    closes_on_day: int | None
    due_on_day: int
    since: date  # periods that close before it are not expected


class Expected(NamedTuple):
    """A period whose file is expected up to and with a day."""

    first: date
    last: date
    due_on: date


class Arrived(NamedTuple):
    """A file: when it came, whether it is in the register, which days it is about (None: about none)."""

    public_id: str
    on: date
    done: bool
    first: date | None
    last: date | None


class Standing(NamedTuple):
    """How a period stands: came in time or afterwards, uploaded and not confirmed, still in time, or late."""

    period: Expected
    state: State
    file: Arrived | None
    overdue: bool = False  # not in the register, and it should be


def closed_periods(rhythm: Rhythm, today: date, special: Special, *, most: int) -> list[Expected]:
    """The newest periods that closed before today and are expected, newest first."""
    return [
        Expected(first, last, _due_on(rhythm, last, special))
        for first, last in _periods(rhythm, today, most)
        if last >= rhythm.since
    ]


def stands(period: Expected, files: Iterable[Arrived], today: date) -> Standing:
    """How a period stands; of several files of it the first that was taken in counts."""
    own = sorted((file for file in files if belongs(file, period)), key=lambda file: file.on)
    for file in own:
        if file.done:
            return Standing(period, "in_time" if file.on <= period.due_on else "afterwards", file)
    overdue = today > period.due_on
    if own:
        return Standing(period, "in_hand", own[-1], overdue)
    return Standing(period, "late" if overdue else "waiting", None, overdue)


def belongs(file: Arrived, period: Expected) -> bool:
    """Whether this may be the file of a period."""
    if file.on < period.last:
        return False
    if file.first is None or file.last is None:
        return file.on < clock.add_months(period.last, 1)
    middle = period.first + (period.last - period.first) / 2
    return file.first <= period.last and file.last >= middle


def usual_day(days: Iterable[date], *, least: int = 2) -> int | None:
    """The day of the month by which files have come so far; None when too few months have had one to tell."""
    came = list(days)
    months = {(day.year, day.month) for day in came}
    return min(max(day.day for day in came), LAST_DUE_DAY) if len(months) >= least else None


def _periods(rhythm: Rhythm, today: date, most: int) -> Iterator[tuple[date, date]]:
    month = clock.month_of(today)
    while most > 0:
        if rhythm.closes_on_day is None:
            first, last = month, clock.add_months(month, 1) - DAY
        else:
            last = month.replace(day=rhythm.closes_on_day)
            first = clock.add_months(last, -1) + DAY
        if last < today:
            yield first, last
            most -= 1
        month = clock.add_months(month, -1)


def _due_on(rhythm: Rhythm, last: date, special: Special) -> date:
    due = last.replace(day=1) + DAY * (rhythm.due_on_day - 1)
    if due <= last:
        due = clock.add_months(due, 1)
    return due if is_worked(due, special) else next_working_day(due, special)
