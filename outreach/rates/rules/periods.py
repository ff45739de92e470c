"""Periods as boards report them: months, quarters, nine months, years, months from the 20th to the 19th."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from outreach import clock
from outreach.dossiers.rules import LONGEST_YEARS
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.sheets.cells import CellFault
from outreach.sheets.values.dates import FIRST_YEAR, read_day
from outreach.text import fold

LAST_YEAR = 2100
REPORT_MONTH_STARTS = 20
ONE_DAY = timedelta(days=1)

PeriodKind = Literal["month", "quarter", "first_months", "half", "year", "report_month", "days"]

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNTED = {"ba": 3, "sau": 6, "chin": 9, "muoi hai": 12}
_MONTH = re.compile(r"(?:(?:thang|month)\s*)?(\d{1,2})\s*[/-]\s*(\d{4})|(\d{4})-(\d{1,2})", re.ASCII)
_QUARTER = re.compile(
    r"(?:quy|quarter|q)\s*(i{1,3}|iv|[1-4])\s*(?:[/-]|nam|\s)\s*(\d{4})|(\d{4})-q([1-4])", re.ASCII
)
_MONTHS = re.compile(
    r"(?:first\s+)?(\d{1,2}|ba|sau|chin|muoi hai)\s*(?:thang|months?)\s*"
    r"(?:dau\s*nam\s*|nam\s*|of\s*|/\s*)?(\d{4})|(\d{4})-(\d{1,2})m",
    re.ASCII,
)
_YEAR = re.compile(r"(?:(?:nam|year)\s*)?(\d{4})", re.ASCII)
_REPORT = re.compile(
    r"(?:ky\s*(?:bao cao\s*)?(?:thang\s*)?|reporting month\s*)"
    r"(?:(\d{1,2})\s*[/-]\s*(\d{4})|(\d{4})-(\d{1,2}))",
    re.ASCII,
)
_BETWEEN = re.compile(
    r"\.\.|–|—|\s+-\s+|\s+(?:den|to)\s+(?:ngay\s+)?|(?<=\d{4})-(?=\d+/)|(?<=/\d)-(?=\d+/)|(?<=/\d{2})-(?=\d+/)",
    re.ASCII,
)
_SHORT_DAY = re.compile(r"(\d{1,2})/(\d{1,2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused(_l("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."), "to")
        if self.last.year - self.first.year > LONGEST_YEARS:
            raise Refused(_l("Kỳ dài quá %(years)s năm.", years=LONGEST_YEARS), "from")

    @classmethod
    def spanning(cls, periods: Iterable["Period"]) -> "Period":
        """From the first day of all to the last, or as much of it before the last as figures reach back."""
        some = list(periods)
        last = max(period.last for period in some)
        first = min(period.first for period in some)
        return cls(max(first, date(max(last.year - LONGEST_YEARS, 1), 1, 1)), last)

    @property
    def args(self) -> dict[str, str]:
        """What stands for it in an address."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def whole_months(self) -> int | None:
        """How many months it lasts when it ends the day before the day it began on; None otherwise.

        20/02–19/03 is one month; 01/01–30/09 is nine.
        """
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        for count in (months, months + 1):
            if count > 0 and clock.add_months(self.first, count) == self.last + ONE_DAY:
                return count
        return None

    @property
    def kind(self) -> PeriodKind:
        """Which reporting period it is."""
        months, starts = self.whole_months, self.first
        if starts.day == REPORT_MONTH_STARTS and months == 1:
            return "report_month"
        if starts.day != 1 or months is None:
            return "days"
        if months == 1:
            return "month"
        if months == 3 and starts.month in (1, 4, 7, 10):
            return "quarter"
        if starts.month == 1 and months <= 12:
            return "year" if months == 12 else "half" if months == 6 else "first_months"
        return "days"

    def previous(self) -> "Period":
        """The one before it, or for the first n months of a year those of the year before."""
        if self.kind in ("first_months", "half"):
            return self._a_year(-1)
        months = self.whole_months
        if months is None:
            return Period(self.first - timedelta(days=self.days), self.first - ONE_DAY)
        return Period(clock.add_months(self.first, -months), self.first - ONE_DAY)

    def next(self) -> "Period":
        """The period that follows, of the same kind."""
        if self.kind in ("first_months", "half"):
            return self._a_year(1)
        months, starts = self.whole_months, self.last + ONE_DAY
        if months is None:
            return Period(starts, self.last + timedelta(days=self.days))
        return Period(starts, clock.add_months(starts, months) - ONE_DAY)

    def months(self) -> Iterator["Period"]:
        """The calendar months it touches, each cut to its days."""
        for month in clock.months_between(self.first, self.last):
            end = clock.add_months(month, 1) - ONE_DAY
            yield Period(max(month, self.first), min(end, self.last))

    def _a_year(self, years: int) -> "Period":
        following = clock.add_months(self.last + ONE_DAY, 12 * years)
        return Period(clock.add_months(self.first, 12 * years), following - ONE_DAY)


def report_month(year: int, month: int) -> Period:
    """The report month that ends on the 19th of this month: 20/02–19/03 for March."""
    end = date(year, month, REPORT_MONTH_STARTS)
    return Period(clock.add_months(end, -1), end - ONE_DAY)


def last_twelve_months(register_last: date) -> Period:
    """The twelve months that end on the register's last day."""
    return Period(clock.add_months(register_last + ONE_DAY, -12), register_last)


def presets(register: Period) -> list[Period]:
    """Periods worth offering by the register's last day: none outside the register, none twice."""
    day = register.last
    last_month = clock.add_months(clock.month_of(day), -1)
    this_quarter = quarter(day.year, (day.month + 2) // 3)
    report = report_month(day.year, day.month)
    nine = first_months(day.year if day.month >= 9 else day.year - 1, 9)
    year = first_months(day.year, 12)
    offered = [
        last_twelve_months(day), month(day.year, day.month), month(last_month.year, last_month.month),
        report if report.last <= day else report.previous(), this_quarter, this_quarter.previous(), nine,
        year, year.previous(),
    ]  # fmt: skip
    inside = [period for period in offered if period.first <= register.last and period.last >= register.first]
    return list(dict.fromkeys(inside))


def first_months(year: int, months: int) -> Period:
    """The first n calendar months of a year; 12 is the year."""
    first = date(year, 1, 1)
    return Period(first, clock.add_months(first, months) - ONE_DAY)


def quarter(year: int, number: int) -> Period:
    """Quarter 1 to 4 of a year."""
    first = date(year, 3 * number - 2, 1)
    return Period(first, clock.add_months(first, 3) - ONE_DAY)


def month(year: int, number: int) -> Period:
    """A calendar month."""
    first = date(year, number, 1)
    return Period(first, clock.add_months(first, 1) - ONE_DAY)


def parse_day(text: str, field: str | None = None) -> date:
    """A day as files and forms write it (d/m/yyyy, ISO …); Refused otherwise."""
    try:
        found = read_day(text)
    except CellFault as fault:
        raise Refused(fault.reason, field) from fault
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refused(_l("Năm phải từ %(first)s đến %(last)s.", first=FIRST_YEAR, last=LAST_YEAR), field)
    return found


def parse_period(text: str, field: str | None = None) -> Period:
    """A period as people or links name it; Refused when it cannot be understood.

    'tháng 3/2024', '2024-03' · 'Quý I/2024', '2024-q1' · '9 tháng 2024', 'chín tháng đầu năm 2024', '2024-9m'
    · 'năm 2024', '2024' · 'kỳ 03/2024', 'ky-2024-03' (20/02–19/03) · '20/02–19/03/2024', '20/02/2024 -
    19/03/2024', '2024-02-20..2024-03-19' · one day. English pages name them 'quarter I/2024' and so on.
    """
    words = fold(text).strip() if len(text) <= 80 else ""
    try:
        found = _named(words.replace("ky-", "ky ")) or _span(words)
    except (ValueError, OverflowError, Refused):
        found = None
    if found is None or not FIRST_YEAR <= found.first.year <= found.last.year <= LAST_YEAR:
        raise Refused(
            _l(
                "Chưa hiểu kỳ này; ví dụ: tháng 3/2024, quý I/2024, 9 tháng 2024, năm 2024, 20/02–19/03/2024."
            ),
            field,
        )
    return found


def _named(words: str) -> Period | None:
    if match := _REPORT.fullmatch(words):
        return report_month(int(match[2] or match[3]), int(match[1] or match[4]))
    if match := _MONTHS.fullmatch(words):
        count = match[1] or match[4]
        months = _COUNTED.get(count) or int(count)
        return first_months(int(match[2] or match[3]), months) if 1 <= months <= 12 else None
    if match := _QUARTER.fullmatch(words):
        number = match[1] or match[4]
        return quarter(int(match[2] or match[3]), _ROMAN.get(number) or int(number))
    if match := _MONTH.fullmatch(words):
        return month(int(match[2] or match[3]), int(match[1] or match[4]))
    if match := _YEAR.fullmatch(words):
        return first_months(int(match[1]), 12)
    return None


def _span(words: str) -> Period | None:
    """One day, or two; the first may leave out its year, then the last that comes before the second."""
    days = [part.strip() for part in _BETWEEN.split(words.removeprefix("tu ").removeprefix("ngay "))]
    if not 1 <= len(days) <= 2:
        return None
    last = parse_day(days[-1])
    short = _SHORT_DAY.fullmatch(days[0])
    if short is None:
        return Period(parse_day(days[0]), last)
    day, number = int(short[1]), int(short[2])
    return Period(date(last.year - ((number, day) > (last.month, last.day)), number, day), last)
