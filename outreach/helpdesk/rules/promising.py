"""How people write the time that the board promises: "2 giờ", "240", "1 ngày" of its own working hours."""

import re

from outreach.i18n import gettext as _
from outreach.i18n import ngettext

LONGEST_PROMISE = 30_000  # working minutes, about three months
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*(ngày|ngay|giờ|gio|phút|phut|days?|hours?|minutes?|d|h|g|p|ph|m)?")
_DAYS, _HOURS = ("ng", "d"), ("gi", "h", "g")


def read_minutes(written: str, day: int) -> int | None:
    """Working minutes of what was written, `day` minutes to a day; None for an empty text.

    Raises ValueError when it cannot be read, or is less than a minute or more than LONGEST_PROMISE.
    """
    rest, minutes = written.strip().lower(), 0.0
    if not rest:
        return None
    unit = ""
    while rest:
        part = _PART.match(rest)
        if part is None:
            raise ValueError(f"no time: {written}")
        # "2h30": what stands behind hours without a word is minutes
        unit = part[2] or ("p" if unit.startswith(_HOURS) else "")
        minutes += float(part[1].replace(",", ".")) * _size(unit, day)
        rest = rest[part.end() :].lstrip(" ,")
    if not 1 <= minutes <= LONGEST_PROMISE:
        raise ValueError(f"no promise: {written}")
    return round(minutes)


def _size(unit: str, day: int) -> int:
    if unit.startswith(_DAYS):
        return day
    return 60 if unit.startswith(_HOURS) else 1


def minutes_words(minutes: float) -> str:
    """Minutes as people say them: "45 phút", "2 giờ 30 phút". Whole minutes."""
    hours, rest = divmod(round(minutes), 60)
    words = [ngettext("%(num)s giờ", "%(num)s giờ", hours)] if hours else []
    if rest or not hours:
        words.append(ngettext("%(num)s phút", "%(num)s phút", rest))
    return _("%(hours)s %(minutes)s", hours=words[0], minutes=words[1]) if len(words) == 2 else words[0]
