"""A month as a grid of weeks, and what stands on its days."""

from datetime import date, time, timedelta
from typing import Any, NamedTuple

from outreach import clock
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

WEEKDAYS: tuple[LazyText, ...] = (
    _l("Thứ Hai"), _l("Thứ Ba"), _l("Thứ Tư"), _l("Thứ Năm"), _l("Thứ Sáu"), _l("Thứ Bảy"), _l("Chủ nhật"),
)  # fmt: skip
LONG_DAYS = 7  # what goes on for longer stands above the days
FARTHEST = 100  # years from today that a calendar is shown for


class Event(NamedTuple):
    """Something on a day; `type` is an intervention's or 'promise'. `ends_on` is its last day."""

    day: date
    title: str
    type: str
    endpoint: str
    args: dict[str, Any]
    intervention_id: int
    starts: time | None
    ends: time | None
    cancelled: bool
    ends_on: date


def weeks_of(month: date) -> list[list[date]]:
    """The weeks, Monday to Sunday, that a month touches."""
    first, after = clock.month_of(month), clock.add_months(clock.month_of(month), 1)
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday < after:
        weeks.append([monday + timedelta(days=number) for number in range(7)])
        monday += timedelta(days=7)
    return weeks


def read_month(text: str, today: date) -> date:
    """The first day of '2026-11'; this month for anything else."""
    try:
        month = date.fromisoformat(f"{text}-01") if len(text) == 7 else today
    except ValueError:
        month = today
    return clock.month_of(month if abs(month.year - today.year) <= FARTHEST else today)
