"""How sources of registers are spoken of: when they are asked, how large a file was."""

from datetime import date
from urllib.parse import urlsplit

from outreach.fetching import rules
from outreach.fetching.models import RegisterSource
from outreach.i18n import LazyText, show_number
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

WEEKDAYS: dict[int, LazyText] = {
    1: _l("Thứ hai"), 2: _l("Thứ ba"), 3: _l("Thứ tư"), 4: _l("Thứ năm"), 5: _l("Thứ sáu"), 6: _l("Thứ bảy"),
    7: _l("Chủ nhật"),
}  # fmt: skip


def hour_words(hour: int) -> str:
    """06:00"""
    return f"{hour:02}:00"


def schedule_words(source: RegisterSource) -> str:
    """'Hằng tuần, thứ hai, 06:00'"""
    hour = hour_words(source.hour)
    if source.every == "week":
        return _("%(day)s hằng tuần, lúc %(hour)s", day=WEEKDAYS[source.day], hour=hour)
    if source.every == "month":
        if source.day == 31:
            return _("Ngày cuối hằng tháng, lúc %(hour)s", hour=hour)
        return _("Ngày %(day)s hằng tháng, lúc %(hour)s", day=source.day, hour=hour)
    return _("Hằng ngày, lúc %(hour)s", hour=hour)


def size_words(size: int) -> str:
    """'12 KB', '3,4 MB'"""
    if size < 1_000_000:
        return _("%(size)s KB", size=show_number(max(1, round(size / 1000))))
    return _("%(size)s MB", size=show_number(size / 1_000_000, 1))


def host_of(address: str) -> str:
    """The server of an address: what fits into a list."""
    return urlsplit(address).netloc


def month_examples(today: date) -> list[tuple[str, str, str]]:
    """How a month is written in an address: as written, what it becomes on a day, and what that is."""
    said = (
        ("{thang-truoc:yyyy-mm}", _("tháng vừa qua")),
        (
            "tu=01/{thang-truoc:mm/yyyy}&den={thang-truoc:dd/mm/yyyy}",
            _("ngày đầu và ngày cuối của tháng vừa qua"),
        ),
        ("?nam={thang-nay:yyyy}&thang={thang-nay:m}", _("tháng hiện tại")),
    )
    return [(written, rules.resolved(written, today), what) for written, what in said]
