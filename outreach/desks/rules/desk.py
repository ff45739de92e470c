"""The views of the desk's list."""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

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
