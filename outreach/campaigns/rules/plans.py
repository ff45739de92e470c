"""Rules of plans: their states and parts, the quarters of a line, and what a goal asks for."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

STATES: dict[str, LazyText] = {
    "draft": _l("Đang soạn"),
    "submitted": _l("Chờ duyệt"),
    "approved": _l("Đã duyệt"),
    "returned": _l("Trả lại"),
}
OPEN = frozenset({"draft", "returned"})  # states in which a plan may be changed

UNIT_PARTS: dict[str, LazyText] = {"leads": _l("Chủ trì"), "joins": _l("Phối hợp")}

# What a target may be about: the ledger's outcomes, by their words.
OUTCOMES: dict[str, LazyText] = {
    "online": _l("Hồ sơ nộp trực tuyến"),
    "alone": _l("Hồ sơ doanh nghiệp tự nộp trực tuyến"),
    "paid_online": _l("Hồ sơ thanh toán trực tuyến"),
    "not_sent_back": _l("Hồ sơ không bị trả lại"),
}

WHOLE = 10_000  # shares are kept in ten-thousandths
QUARTERS = (1, 2, 3, 4)

_MARKER = re.compile(r"^(?:[-–—•+*]\s*|\d{1,2}[.)]\s+)")


class Measured(NamedTuple):
    """What the register says of an outcome in a period: `number` of `total`; others are not known."""

    number: int
    total: int
    unknown: int
    last: date | None  # the last day counted

    @property
    def share(self) -> float | None:
        """None while there is nothing to count."""
        return self.number / self.total if self.total else None


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a typed text, a line each; dashes and numbers before them are the printer's."""
    lines = (_MARKER.sub("", line.strip()).strip() for line in (text or "").splitlines())
    return [line for line in lines if line]


def lines_of(text: str | None) -> list[str]:
    """Lines as they were typed, blank ones left out."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month - 1) // 3 + 1


def quarter_days(year: int, quarter: int | None) -> tuple[date, date]:
    """First and last day of a quarter; of the year without one."""
    first = date(year, 3 * quarter - 2, 1) if quarter else date(year, 1, 1)
    after = date(year + (quarter in (None, 4)), (3 * quarter) % 12 + 1 if quarter else 1, 1)
    return first, after - timedelta(days=1)


def day_for(year: int, quarter: int | None, today: date) -> date:
    """The day proposed for something planned in a quarter: today while it runs, else its nearest weekday."""
    first, last = quarter_days(year, quarter)
    day = min(max(today, first), last)
    step = timedelta(days=1 if day < last - timedelta(days=3) else -1)
    while day.weekday() > 4:
        day += step
    return day


def years_of(starts_on: date, ends_on: date) -> list[int]:
    """The calendar years that a plan touches."""
    return list(range(starts_on.year, ends_on.year + 1))


def reached(share: float | None, goal_from: int) -> bool | None:
    """Whether a share reaches a goal's lower edge; None while there is no share."""
    return None if share is None else share * WHOLE >= goal_from


def share_of(number: int | None, total: int | None, share: int | None) -> float | None:
    """A baseline as a share: from its counts when it has them, else as it was given."""
    if number is not None and total:
        return number / total
    return None if share is None else share / WHOLE


def late(times: int, done: int, year: int, quarter: int | None, today: date) -> bool:
    """Whether a line's time is over and it has been done less often than planned."""
    return done < times and quarter_days(year, quarter)[1] < today
