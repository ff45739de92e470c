"""The month in an address: '{thang-truoc:yyyy-mm}' is another one each month."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from outreach.clock import add_months, month_of

LAST, THIS = "thang-truoc", "thang-nay"
EXAMPLE = f"{{{LAST}:yyyy-mm}}"
_MONTH = re.compile(rf"\{{({LAST}|{THIS}):((?:yyyy|yy|mm|m|dd|[-_./])+)\}}")
_PART = re.compile("yyyy|yy|mm|m|dd")


def resolved(address: str, today: date) -> str:
    """The address as it is asked on a day; one without a month stays as it is.

    After the colon: yyyy or yy, mm (03) or m (3), dd (the month's last day), and - _ . / between them.
    """
    return _MONTH.sub(lambda found: _said(found[1], found[2], today), address)


def names_month(address: str) -> bool:
    """Whether it is another address in another month."""
    return _MONTH.search(address) is not None


def misread(address: str) -> str | None:
    """What stands in braces and is no month, or stands before the path, where none may be; else None."""
    rest = _MONTH.sub("", address)
    brace = re.search(r"\{[^{}]*\}?|\}", rest)
    if brace:
        return brace[0]
    host = urlsplit(_MONTH.sub("{}", address)).netloc
    inside = _MONTH.search(address)
    return inside[0] if inside and "{" in host else None


def _said(which: str, pattern: str, today: date) -> str:
    first = add_months(month_of(today), -1) if which == LAST else month_of(today)
    last = add_months(first, 1) - timedelta(1)
    words = {
        "yyyy": f"{first:%Y}", "yy": f"{first:%y}", "mm": f"{first:%m}", "m": str(first.month),
        "dd": f"{last:%d}",
    }  # fmt: skip
    return _PART.sub(lambda part: words[part[0]], pattern)
