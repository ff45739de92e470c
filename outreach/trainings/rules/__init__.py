"""Pure rules of sessions: words of states, people as they are written, seats, surveys, certificates."""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

REGISTERED, WAITING, CANCELLED = "registered", "waiting", "cancelled"
STATES: dict[str, LazyText] = {
    REGISTERED: _l("Đã có chỗ"),
    WAITING: _l("Đang chờ chỗ"),
    CANCELLED: _l("Đã hủy"),
}
TONES = {REGISTERED: "good", WAITING: "warn", CANCELLED: "neutral"}

STAFF = "staff"
WAYS: dict[str, LazyText] = {
    "portal": _l("doanh nghiệp đăng ký trên cổng"),
    "link": _l("doanh nghiệp đăng ký bằng liên kết mời"),
    STAFF: _l("cán bộ đăng ký hộ"),
}

LEVELS: dict[str, LazyText] = {
    "very_satisfied": _l("Rất hài lòng"),
    "satisfied": _l("Hài lòng"),
    "not_satisfied": _l("Chưa hài lòng"),
}
ALONE: dict[str, LazyText] = {
    "yes": _l("Tự nộp được"),
    "with_help": _l("Nộp được nếu có người giúp"),
    "no": _l("Chưa nộp được"),
}

MOST_SEATS = 5_000  # of a hall
MOST_PEOPLE = 200  # of one party
MOST_ADDRESSES = 5  # that a business gives for one session
