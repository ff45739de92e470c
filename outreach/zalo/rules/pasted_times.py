"""Times and days as Zalo shows them beside messages, on a PC, a phone or in a browser.

No format is documented and it differs by version and language, so every shape that was met is read.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from outreach.clock import LOCAL
from outreach.text import fold

_HALF = r"sáng|trưa|chiều|tối|sa|ch|am|pm"
TIME = rf"\d{{1,2}}\s?[:hg]\s?\d{{2}}(?::\d{{2}})?(?:\s*(?:{_HALF})\b)?"
_WEEKDAYS = {
    "thu hai": 0, "thu ba": 1, "thu tu": 2, "thu nam": 3, "thu sau": 4, "thu bay": 5, "chu nhat": 6,
    "thu 2": 0, "thu 3": 1, "thu 4": 2, "thu 5": 3, "thu 6": 4, "thu 7": 5,
    "t2": 0, "t3": 1, "t4": 2, "t5": 3, "t6": 4, "t7": 5, "cn": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_AGO = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1}
_WORDS = (
    r"hôm nay|hôm qua|today|yesterday|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7]"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_NUMBERS = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4}|[/.-]\d{2})?|\d{4}-\d{2}-\d{2}"
_SPELT = r"(?:ngày )?\d{1,2} (?:tháng|thg) \d{1,2}(?:,?\s+(?:năm )?\d{4})?"
DAY = rf"(?:(?:{_WORDS}),?\s+)?(?:{_SPELT}|{_NUMBERS})|{_WORDS}"
STAMP = rf"(?:{TIME})(?:(?:,|\s|-|–)+(?:{DAY}))?|(?:{DAY})(?:,|\s|-|–|lúc)+(?:{TIME})"

_TIME = re.compile(TIME, re.IGNORECASE)
_HALF_OF_DAY = re.compile(rf"({_HALF})$", re.IGNORECASE)
_WHOLE_DAY = re.compile(rf"[-–—\s]*({DAY})[-–—\s]*", re.IGNORECASE)
_WHOLE_STAMP = re.compile(rf"\s*\[?\s*({STAMP})\s*\]?\s*", re.IGNORECASE)


class Moment(NamedTuple):
    """What a stamp says: a day, a time of the day, or both."""

    day: date | None
    at: time | None


def read_day(words: str, today: date) -> date | None:
    """The day that a whole line names, seen from `today`; None when it names none."""
    match = _WHOLE_DAY.fullmatch(words)
    return _day(match[1], today) if match else None


def read_stamp(words: str, today: date) -> Moment | None:
    """The moment that a whole text names, brackets allowed; None unless there is a time of the day in it."""
    match = _WHOLE_STAMP.fullmatch(words)
    if match is None:
        return None
    found = _TIME.search(match[1])
    at = _time(found[0]) if found else None
    if found is None or at is None:
        return None
    rest = (match[1][: found.start()] + " " + match[1][found.end() :]).strip(" ,-–\t")
    rest = re.sub(r"\blúc$", "", rest).strip(" ,")
    day = _day(rest, today) if rest else None
    return None if rest and day is None else Moment(day, at)


def instant(moment: Moment, day: date | None) -> datetime | None:
    """The aware minute of a moment, on `day` when it names none; None without a day or a time."""
    on = moment.day or day
    return datetime.combine(on, moment.at, LOCAL) if on and moment.at else None


def _time(words: str) -> time | None:
    numbers = [int(part) for part in re.findall(r"\d+", words)]
    hour, minute = numbers[0], numbers[1]
    found = _HALF_OF_DAY.search(words)
    half = fold(found[1]) if found else ""
    if half in ("ch", "pm", "chieu", "toi", "trua") and 1 <= hour < 12 and not (half == "trua" and hour > 9):
        hour += 12
    if half in ("sa", "am", "sang") and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(words: str, today: date) -> date | None:
    folded = fold(words)
    if folded in _AGO:
        return today - timedelta(days=_AGO[folded])
    if folded in _WEEKDAYS:  # a day of the week is one that has been; today is called so
        return today - timedelta(days=(today.weekday() - _WEEKDAYS[folded] - 1) % 7 + 1)
    return _written(folded, today)


def _written(folded: str, today: date) -> date | None:
    bare = re.sub(r"^(?:thu [2-7]|t[2-7])\b", "", folded)
    numbers = [int(part) for part in re.findall(r"\d+", bare)]
    try:
        if numbers and numbers[0] > 31:
            return date(*numbers[:3])
        if len(numbers) == 3:
            return date(numbers[2] + (2000 if numbers[2] < 100 else 0), numbers[1], numbers[0])
        if len(numbers) == 2:
            this_year = date(today.year, numbers[1], numbers[0])
            return this_year if this_year <= today else date(today.year - 1, numbers[1], numbers[0])
    except ValueError:
        return None
    return None
