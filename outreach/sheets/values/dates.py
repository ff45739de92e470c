"""Dates: day before month always, as text, as date cells, or as the day numbers that Excel keeps."""

import re
from datetime import date, datetime, timedelta

from outreach import clock
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, CellFault
from outreach.sheets.values.texts import filled
from outreach.text import fold

FIRST_YEAR = 1990
YEARS_AHEAD = 20

_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_LAST_DAY = 2_958_465  # 31/12/9999
_TIME = r"\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d+)?(?:\s*(?:sa|ch|am|pm))?"
_USUAL = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_DAY_FIRST = re.compile(
    rf"(?:{_TIME}[\s,]+)?(?:ngay\s*)?(\d{{1,2}})\s*([/.-]|\s*thang\s*)\s*(\d{{1,2}})\s*(?:\2|\s*nam\s*)\s*(\d{{4}})"
    rf"(?:[\s,t]+{_TIME})?",
    re.ASCII,
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?:[\s,t]+{_TIME})?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)", re.ASCII)
_DAY_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)


def parse_date(cell: Cell) -> date | None:
    """A day between 1990 and twenty years ahead; text with a time zone counts on the board's calendar."""
    if isinstance(cell, str) and (match := _USUAL.fullmatch(cell)):
        return _sane(_day(int(match[3]), int(match[2]), int(match[1])))
    if isinstance(cell, datetime):
        return _sane(cell.date())
    if isinstance(cell, date):
        return _sane(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _sane(_from_day_number(cell))
    text = filled(cell)
    if text is None:
        return None
    if _DAY_NUMBER.fullmatch(text):
        return _sane(_from_day_number(float(text.replace(",", "."))))
    return _sane(read_day(text))


def read_day(text: str) -> date:
    """The day that a text names, of whatever year; CellFault when it names none."""
    words = fold(text) if len(text) <= 60 else ""
    if match := _DAY_FIRST.fullmatch(words):
        return _day(int(match[4]), int(match[3]), int(match[1]))
    if match := _YEAR_FIRST.fullmatch(words):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if _INSTANT.fullmatch(words):
        return _local_day(words)
    raise CellFault(_l("Không đọc được ngày; cần dạng ngày/tháng/năm, ví dụ 05/03/2024."))


def _local_day(words: str) -> date:
    try:
        return datetime.fromisoformat(words.upper()).astimezone(clock.LOCAL).date()
    except (ValueError, OverflowError) as error:
        raise _no_such_day() from error


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _no_such_day() from error


def _from_day_number(number: float) -> date:
    if not 0 < number <= _EXCEL_LAST_DAY:
        raise _no_such_day()
    return _EXCEL_DAY_0 + timedelta(days=int(number))


def _sane(day: date) -> date:
    last_year = clock.today().year + YEARS_AHEAD
    if not FIRST_YEAR <= day.year <= last_year:
        raise CellFault(
            _l("Ngày nằm ngoài khoảng từ năm %(first)d đến năm %(last)d.", first=FIRST_YEAR, last=last_year)
        )
    return day


def _no_such_day() -> CellFault:
    return CellFault(_l("Ngày này không có trong lịch; cần dạng ngày/tháng/năm, ví dụ 05/03/2024."))
