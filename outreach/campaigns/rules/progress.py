"""How far an intervention is: planned, under way, done or cancelled; and what its days mean."""

from datetime import date
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

STATES: dict[str, LazyText] = {
    "planned": _l("Sắp tới"),
    "under_way": _l("Đang diễn ra"),
    "done": _l("Đã thực hiện"),
    "cancelled": _l("Đã hủy"),
}
TONES = {"planned": "info", "under_way": "info", "done": "good", "cancelled": "neutral"}

# What the days from the first to the last say, where they do not say that it took just these days.
CONTINUOUS, WITHIN = "continuous", "within"
SPANS: dict[str, LazyText] = {
    CONTINUOUS: _l("thường xuyên trong thời gian này"),
    WITHIN: _l("một hoặc vài ngày trong thời gian này, chưa rõ ngày nào"),
}


class Quarter(NamedTuple):
    """A quarter of a year, 1 to 4."""

    year: int
    number: int


def state_of(held_on: date, ends_on: date | None, cancelled_on: date | None, today: date) -> str:
    """One of STATES."""
    if cancelled_on is not None:
        return "cancelled"
    if held_on > today:
        return "planned"
    return "done" if (ends_on or held_on) <= today else "under_way"


def quarter_of(day: date) -> Quarter:
    """The quarter a day falls into."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_days(quarter: Quarter) -> tuple[date, date]:
    """First day of a quarter and first day of the next."""
    year, number = quarter
    return date(year, 3 * number - 2, 1), date(year + number // 4, 3 * (number % 4) + 1, 1)


def quarters_between(first: date, last: date) -> list[Quarter]:
    """Every quarter that the days from `first` to `last` touch."""
    quarter, end = quarter_of(first), quarter_of(last)
    found = []
    while quarter <= end:
        found.append(quarter)
        quarter = quarter_of(quarter_days(quarter)[1])
    return found
