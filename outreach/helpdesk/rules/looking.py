"""The words of the record of who of staff looked at what was said."""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

VIEW, FILE, SEARCH = "conversation.view", "conversation.file", "conversation.search"
QUESTION = "step_report.view"  # written down by tutorials
CONVERSATION, SEARCHES = "conversation", "search"
LOOKS: dict[str, LazyText] = {
    VIEW: _l("Mở cuộc trao đổi"),
    FILE: _l("Mở tệp"),
    SEARCH: _l("Tìm trong các cuộc trao đổi"),
    QUESTION: _l("Mở câu hỏi ở một bước"),
}
# What whoever leads opens a file for: pictures cannot be masked as words can.
FILE_PURPOSES: dict[str, LazyText] = {
    "settle": _l("Giải quyết việc của doanh nghiệp"),
    "inspect": _l("Kiểm tra việc hỗ trợ"),
}
