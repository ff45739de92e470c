"""Working time: minutes within the hours of worked days, e.g. 07:30–11:30 and 13:30–17:00."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from outreach.clock import LOCAL
from outreach.workdays.rules.worked_days import DAY, Special, is_worked

MINUTE = timedelta(minutes=1)
FURTHEST = timedelta(days=400)  # nobody promises an answer for later


class Interval(NamedTuple):
    """Worked from `begins` up to `ends`, local time of one day."""

    begins: time
    ends: time


Hours = Mapping[int, Sequence[Interval]]  # weekday (0 Monday) → its intervals in order


class Week(NamedTuple):
    """When the board works: the hours of weekdays, and the days that are not what their weekday says."""

    hours: Hours
    special: Special


MOST_INTERVALS = 4
_WRITTEN = re.compile(r"(\d{1,2})[:hH.](\d{2})\s*[-–—]\s*(\d{1,2})[:hH.](\d{2})")
USUAL_DAY = (Interval(time(7, 30), time(11, 30)), Interval(time(13, 30), time(17, 0)))
USUAL_HOURS: Hours = dict.fromkeys(range(5), USUAL_DAY)


def read_hours(written: str) -> tuple[Interval, ...]:
    """The hours of a day as people write them: "07:30–11:30, 13h30-17h00"; none for an empty text.

    Raises ValueError when something is no time, runs backwards or overlaps what comes before.
    """
    found = []
    for part in filter(None, re.split(r"\s*[,;]\s*", written.strip())):
        match = _WRITTEN.fullmatch(part)
        if match is None:
            raise ValueError(f"no hours: {part}")
        first, first_minute, last, last_minute = map(int, match.groups())
        found.append(Interval(time(first, first_minute), time(last, last_minute)))
    in_order = [moment for interval in found for moment in interval]
    if len(found) > MOST_INTERVALS or in_order != sorted(set(in_order)):
        raise ValueError(f"no hours: {written}")
    return tuple(found)


def write_hours(intervals: Sequence[Interval]) -> str:
    """The hours of a day as `read_hours` takes them."""
    return ", ".join(f"{one.begins:%H:%M}–{one.ends:%H:%M}" for one in intervals)


def day_minutes(hours: Hours) -> int:
    """The minutes of a usual working day: of most days of the week, the longer ones when they are as many."""
    today = date.min
    lengths = Counter(
        int(
            sum(
                (datetime.combine(today, i.ends) - datetime.combine(today, i.begins) for i in day),
                timedelta(),
            )
            / MINUTE
        )
        for day in hours.values()
        if day
    )
    return max(lengths, key=lambda minutes: (lengths[minutes], minutes), default=0)


def working_minutes(first: datetime, last: datetime, week: Week) -> int:
    """Whole working minutes from one instant to a later one; 0 when `last` is not later."""
    worked = sum(
        (min(end, last) - max(start, first) for start, end in _between(first, last, week)), timedelta()
    )
    return int(worked / MINUTE)


def add_working_minutes(start: datetime, minutes: int, week: Week) -> datetime | None:
    """The instant `minutes` working minutes after another; None when the board hardly ever works."""
    left = minutes * MINUTE
    for begins, ends in _between(start, start + FURTHEST, week):
        since = max(begins, start)
        if left <= ends - since:
            return since + left
        left -= ends - since
    return None


def is_open(instant: datetime, week: Week) -> bool:
    """Whether the board works at an instant."""
    return any(begins <= instant < ends for begins, ends in _between(instant, instant + MINUTE, week))


def opens_next(instant: datetime, week: Week) -> datetime | None:
    """When the board works again: the instant itself while it does."""
    return add_working_minutes(instant, 0, week)


def _between(first: datetime, last: datetime, week: Week) -> Iterator[tuple[datetime, datetime]]:
    """The worked intervals that touch a span, in order."""
    day, end = first.astimezone(LOCAL).date(), last.astimezone(LOCAL).date()
    while day <= end:
        for interval in _intervals(day, week):
            begins = datetime.combine(day, interval.begins, LOCAL)
            ends = datetime.combine(day, interval.ends, LOCAL)
            if begins < last and ends > first:
                yield begins, ends
        day += DAY


def _intervals(day: date, week: Week) -> Sequence[Interval]:
    """A Saturday worked in exchange has the hours of a Monday unless it has its own."""
    if not is_worked(day, week.special):
        return ()
    return week.hours.get(day.weekday()) or week.hours.get(0) or ()
