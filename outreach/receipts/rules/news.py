"""What a business may want to be told of its dossiers."""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

RETURNED, SUPPLEMENT, LATE = "returned", "supplement", "late"
NEWS: dict[str, LazyText] = {
    RETURNED: _l("đã trả kết quả"),
    SUPPLEMENT: _l("cần bổ sung giấy tờ"),
    LATE: _l("quá hẹn trả, chưa có kết quả"),
}
MOST_LINES = 20  # of a notice or letter; the rest is counted

# What is agreed to; a later wording is a later answer.
WISH = _l(
    "Tôi muốn được báo trên cổng, và qua e-mail nếu đã đồng ý nhận e-mail, khi hồ sơ của doanh nghiệp đã trả "
    "kết quả, cần bổ sung hoặc quá hẹn."
)
