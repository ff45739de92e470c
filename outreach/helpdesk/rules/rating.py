"""How satisfied somebody was, and why not."""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

DISSATISFIED = "dissatisfied"
LEVELS: dict[str, LazyText] = {
    "very_satisfied": _l("Rất hài lòng"),
    "satisfied": _l("Hài lòng"),
    DISSATISFIED: _l("Không hài lòng"),
}
REASONS: dict[str, LazyText] = {
    "slow": _l("Phải chờ lâu"),
    "unclear": _l("Câu trả lời khó hiểu"),
    "unsolved": _l("Việc chưa được giải quyết"),
    "repeated": _l("Phải hỏi lại nhiều lần"),
    "manner": _l("Thái độ chưa đúng mực"),
    "other": _l("Lý do khác"),
}
