"""Which days are worked: Monday to Friday, but for the days that somebody has noted otherwise.

The board notes holidays and the days worked in exchange, as the yearly announcements say them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

Special = Mapping[date, bool]  # day → off; a day that is not in it is what its weekday says
LONGEST_SPAN = 31  # days noted at once
DAY = timedelta(days=1)

# Labour Code 45/2019/QH14, article 112, as far as the days are fixed in the solar calendar. Tết, the Hùng
# Kings' day, the second day about 2 September and days in exchange differ every year.
FIXED: tuple[tuple[int, int, LazyText], ...] = (
    (1, 1, _l("Tết Dương lịch")),
    (4, 30, _l("Ngày Chiến thắng")),
    (5, 1, _l("Ngày Quốc tế lao động")),
    (9, 2, _l("Quốc khánh")),
)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() > 4


def is_worked(day: date, special: Special) -> bool:
    """Whether the board works on a day."""
    return not special.get(day, is_weekend(day))


def working_days(first: date, last: date, special: Special) -> int:
    """Days worked after `first`, up to and with `last`; 0 when `last` is not later."""
    if last <= first:
        return 0
    weeks, rest = divmod((last - first).days, 7)
    worked = 5 * weeks + sum(not is_weekend(last - n * DAY) for n in range(rest))
    # What was noted changes the count only where it differs from the weekday.
    here = ((day, off) for day, off in special.items() if first < day <= last)
    return worked + sum(is_weekend(day) - off for day, off in here)


def next_working_day(day: date, special: Special) -> date:
    """The first day worked after a day."""
    return add_working_days(day, 1, special)


def add_working_days(day: date, number: int, special: Special) -> date:
    """The `number`-th day worked after a day; the day itself for 0."""
    while number > 0:
        day += DAY
        number -= is_worked(day, special)
    return day


def days(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both with it."""
    return (first + n * DAY for n in range((last - first).days + 1))


def fixed_days(year: int) -> dict[date, LazyText]:
    """The holidays of a year that fall on the same date every year."""
    return {date(year, month, day): name for month, day, name in FIXED}
