"""When an address is asked: by its schedule, and again after a failure with growing pauses."""

import calendar
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from outreach import clock
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

EVERY: dict[str, LazyText] = {"day": _l("Hằng ngày"), "week": _l("Hằng tuần"), "month": _l("Hằng tháng")}

FIRST_PAUSE = timedelta(minutes=5)
MOST_TRIES = 6  # then the next day: the last of the pauses between them is 80 minutes
LONGEST_PAUSE = timedelta(days=1)


class Schedule(NamedTuple):
    """`every`: of EVERY; `day` of the week (1: Monday) or of the month; `hour` of the board's clocks."""

    every: str
    day: int
    hour: int


def next_slot(schedule: Schedule, after: datetime) -> datetime:
    """The first instant of the schedule behind an instant; a month without such a day uses its last one."""
    day = clock.local(after).date()
    while True:
        slot = datetime.combine(day, time(schedule.hour), clock.LOCAL)
        if slot > after and _falls_on(schedule, day):
            return slot
        day += timedelta(days=1)


def next_try(
    schedule: Schedule, failures: int, at: datetime, *, lasting: bool, told: timedelta | None = None
) -> datetime:
    """When to ask again after the `failures`-th failure in a row: as planned, or sooner.

    Pauses grow: 5, 10, 20, 40, 80 minutes, then a day, and so again. `lasting`: soon again would bring the
    same. `told`: how long the other side wants to be left alone.
    """
    step = failures % MOST_TRIES
    pause = LONGEST_PAUSE if lasting or step == 0 else FIRST_PAUSE * 2 ** (step - 1)
    soonest = at + (told or timedelta())
    return max(soonest, min(next_slot(schedule, at), at + pause))


def _falls_on(schedule: Schedule, day: date) -> bool:
    if schedule.every == "week":
        return day.isoweekday() == schedule.day
    if schedule.every == "month":
        return day.day == min(schedule.day, calendar.monthrange(day.year, day.month)[1])
    return True
