"""The words of a procedure's card and of its facts. What nobody has seen reads "xem trên Cổng"."""

import re

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import squeeze

PORTAL = "https://dichvucong.gov.vn"

# From opening to operation and closing: the bands of the map, in order.
PHASES: dict[str, LazyText] = {
    "investment": _l("Đăng ký đầu tư"),
    "land": _l("Đất đai, quy hoạch"),
    "environment": _l("Môi trường"),
    "construction": _l("Xây dựng"),
    "labour": _l("Lao động"),
    "trade": _l("Thương mại, xuất nhập khẩu"),
    "change": _l("Điều chỉnh, chấm dứt"),
}
SYSTEMS: dict[str, LazyText] = {
    "national": _l("Cổng Dịch vụ công quốc gia"),
    "investment": _l("Hệ thống thông tin quốc gia về đầu tư"),
    "ecosys": _l("Hệ thống cấp giấy chứng nhận xuất xứ eCoSys"),
    "other": _l("Hệ thống khác"),
}
SIGNING: dict[str, LazyText] = {
    "online": _l("Ký số trên mạng"),
    "paper": _l("Ký trên giấy"),
    "none": _l("Không cần ký"),
}
PAYING: dict[str, LazyText] = {
    "online": _l("Trả phí trên mạng"),
    "counter": _l("Trả phí tại quầy"),
    "free": _l("Không thu phí"),
}
COLLECTING: dict[str, LazyText] = {
    "online": _l("Nhận bản điện tử"),
    "post": _l("Nhận qua bưu chính"),
    "counter": _l("Nhận tại quầy"),
}
# What a page of the national record holds, in the order in which a clerk asks.
FACTS: dict[str, LazyText] = {
    "condition": _l("Ai làm, điều kiện"),
    "document": _l("Thành phần hồ sơ"),
    "form": _l("Mẫu đơn, tờ khai"),
    "step": _l("Trình tự thực hiện"),
    "channel": _l("Cách nộp"),
    "time_limit": _l("Thời hạn giải quyết"),
    "fee": _l("Phí, lệ phí"),
    "result": _l("Kết quả"),
}
# Where the two vocabularies of levels come from.
DECREES = {"levels_2011": "43/2011/NĐ-CP", "levels_2022": "42/2022/NĐ-CP"}

_BETWEEN = re.compile(r"[,;\n]+")


def everyday_words(text: str | None) -> list[str]:
    """What people call a procedure: phrases separated by commas, each once."""
    phrases = (squeeze(part) for part in _BETWEEN.split(text or ""))
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))
