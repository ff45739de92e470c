"""Consent to be reached (law 91/2025/QH15, article 9): explicit, for a stated purpose, provable."""

from collections.abc import Mapping

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

CHANNELS: Mapping[str, LazyText] = {"phone": _l("Điện thoại"), "zalo": _l("Zalo"), "email": _l("E-mail")}
WAYS: Mapping[str, LazyText] = {
    "spoken": _l("Nói trực tiếp hoặc qua điện thoại"),
    "written": _l("Bằng văn bản, tin nhắn"),
    "form": _l("Tự điền trên cổng này"),
}
# The sentence is kept with the answer, as it stood on the page that day.
WORDINGS: Mapping[str, LazyText] = {
    "phone": _l(
        "Tôi đồng ý để Ban Quản lý gọi điện cho tôi về việc nộp hồ sơ trực tuyến và tập huấn. "
        "Tôi có thể rút lại bất cứ lúc nào."
    ),
    "zalo": _l(
        "Tôi đồng ý để Ban Quản lý nhắn Zalo cho tôi về việc nộp hồ sơ trực tuyến và tập huấn. "
        "Tôi có thể rút lại bất cứ lúc nào."
    ),
    "email": _l(
        "Tôi đồng ý để Ban Quản lý gửi e-mail cho tôi về việc nộp hồ sơ trực tuyến và tập huấn. "
        "Tôi có thể rút lại bất cứ lúc nào."
    ),
}
