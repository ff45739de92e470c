"""The views of the desk's list, and until when something may be put aside."""

from datetime import datetime, time, timedelta

from outreach import clock
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.workdays.rules import Week, next_working_day, opens_next

VIEWS: dict[str, LazyText] = {
    "new": _l("Mới"),
    "mine": _l("Của tôi"),
    "waiting": _l("Đang chờ trả lời"),
    "overdue": _l("Quá hạn"),
    "open": _l("Đang mở"),
    "snoozed": _l("Tạm gác"),
    "closed": _l("Đã đóng"),
    "all": _l("Tất cả"),
}
UNCOUNTED = frozenset({"closed", "all"})  # they only grow
WITH_OTHERS = frozenset({"new", "waiting", "open"})  # receipts and counter help stand in these
SNOOZES: dict[str, LazyText] = {
    "hour": _l("1 giờ nữa"),
    "tomorrow": _l("Đầu giờ ngày làm việc tới"),
    "week": _l("Một tuần nữa"),
}
LOOKING = timedelta(seconds=45)  # whoever has not been heard of for longer has gone


def snoozed_until(choice: str, now: datetime, week: Week) -> datetime:
    """The instant behind a choice; KeyError for one nobody offered."""
    day = clock.local(now).date()
    if choice == "hour":
        return now + timedelta(hours=1)
    wanted = {"tomorrow": next_working_day(day, week.special), "week": day + timedelta(days=7)}[choice]
    morning = datetime.combine(wanted, time(), clock.LOCAL)
    return opens_next(morning, week) or morning
