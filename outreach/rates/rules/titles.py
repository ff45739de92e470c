"""The period that the title rows of a form name, and what else they say."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from outreach.rates.rules.periods import Period, parse_period
from outreach.refusals import Refused
from outreach.text import fold, squeeze

_DAY = r"\d{1,2}\s*(?:[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?|thang\s*\d{1,2}(?:\s*nam\s*\d{4})?)"
_DAYS = re.compile(
    rf"tu\s*(?:het\s*)?(?:ngay\s*)?:?\s*({_DAY})\s*(?:[-–—,;]?\s*(?:den|toi)|[-–—])\s*(?:het\s*)?(?:ngay\s*)?:?\s*({_DAY})",
    re.ASCII,
)
# The day a form was signed or a circular issued is no period; nor is the number of a circular.
_ISSUED = re.compile(
    r"ngay\s*\d{1,2}\s*thang\s*\d{1,2}\s*nam\s*\d{4}|ngay\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", re.ASCII
)
_CITED = re.compile(r"\S*/[^\s\d]\S*|(?:thong tu|nghi dinh|quyet dinh|cong van)\b\s*(?:so\s*)?\S*", re.ASCII)
_QUARTER = re.compile(r"\bquy\s*(i{1,3}|iv|[1-4])\b(?:\s*(?:[/-]|nam|\s)\s*(\d{4})\b)?", re.ASCII)
_MONTHS = re.compile(
    r"\b(\d{1,2}|ba|sau|chin)\s*thang\s*(dau|cuoi)\s*nam\b(?:\s*[/-]?\s*(\d{4})\b)?", re.ASCII
)
_SOME_MONTHS = re.compile(r"\b(\d{1,2})\s*thang\s*(?:nam\s*)?(\d{4})\b", re.ASCII)
_MONTH = re.compile(r"\bthang\s*(\d{1,2})\s*(?:[/-]|nam)\s*(\d{4})\b", re.ASCII)
_YEAR = re.compile(r"\bnam\s*:?\s*(\d{4})\b", re.ASCII)
_UNIT = re.compile(r"(?:đơn vị tính|đvt)\s*:\s*([^()]+)", re.IGNORECASE)
_TITLES = ("bao cao", "bieu", "tong hop", "tinh hinh", "ket qua", "thong ke")
_LONGEST = 300


def period_of(lines: Sequence[str]) -> Period | None:
    """The one period that the lines name; None when they name none, or several.

    Two days go before quarters and months, these before a year. A quarter without its year takes the only
    year that stands anywhere above the table.
    """
    said = [fold(line[:_LONGEST]) for line in lines]
    for found in (_between_days(said), _named(said), _years(said)):
        periods = {period for period in found if period}
        if periods:
            return periods.pop() if len(periods) == 1 else None
    return None


def unit_of(lines: Sequence[str]) -> str | None:
    """What the form counts in: 'Số hồ sơ TTHC'."""
    found = (_UNIT.search(squeeze(line)) for line in lines)
    return next((match[1].strip(" .;") for match in found if match), None)


def title_of(lines: Sequence[str]) -> str | None:
    """What the form is called."""
    return next((squeeze(line) for line in lines if fold(line).startswith(_TITLES)), None)


def _between_days(lines: Sequence[str]) -> Iterator[Period | None]:
    for line in lines:
        for match in _DAYS.finditer(line):
            first, last = (_plain(day) for day in match.groups())
            yield _period(f"{first} – {last}")


def _plain(day: str) -> str:
    return "/".join(re.findall(r"\d+", day))


def _named(lines: Sequence[str]) -> Iterator[Period | None]:
    years = {match[1] for line in lines for match in _YEAR.finditer(_without_others(line))}
    year = years.pop() if len(years) == 1 else None
    for line in map(_without_others, lines):
        for match in _QUARTER.finditer(line):
            yield _period(f"quy {match[1]}/{match[2] or year}")
        for match in _MONTHS.finditer(line):
            yield _months(match[1], match[2], match[3] or year)
        for match in _SOME_MONTHS.finditer(line):
            yield _months(match[1], "dau", match[2])
        for match in _MONTH.finditer(line):
            yield _period(f"thang {match[1]}/{match[2]}")


def _years(lines: Sequence[str]) -> Iterator[Period | None]:
    for line in map(_without_others, lines):
        for match in _YEAR.finditer(line):
            yield _period(match[1])


def _without_others(line: str) -> str:
    return _CITED.sub(" ", _ISSUED.sub(" ", line))


def _months(count: str, end: str, year: str | None) -> Period | None:
    first = _period(f"{count} thang {year}")
    if first is None or end == "dau":
        return first
    whole = Period(first.first, date(first.first.year, 12, 31))
    rest = 12 - first.last.month
    start = _period(f"{rest} thang {year}") if rest else None
    return Period(date(whole.first.year, start.last.month + 1, 1), whole.last) if start else whole


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except Refused:
        return None
