"""The facts each type of intervention has beside those all share: exactly the fields it needs, no more.

The types are the forms of informing in the plan of Đồng Nai 2023 (III.3) and the report of Hậu Giang 2020.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

Kind = Literal["text", "long", "number", "link", "date", "choice"]


class Detail(NamedTuple):
    """One fact. With `wanted` an intervention that has been held is not complete without it."""

    name: str
    label: LazyText
    kind: Kind = "text"
    hint: LazyText | None = None
    choices: Mapping[str, LazyText] = {}
    wanted: bool = False


BASIS = Detail(
    "basis", _l("Thực hiện theo văn bản"), hint=_l("Số và ngày, ví dụ Kế hoạch số 12/KH-BQL ngày 06/3/2026.")
)
LINK = Detail("link", _l("Đường dẫn"), "link", wanted=True)
CONTACT = Detail("contact", _l("Người phụ trách"))
COPIES = Detail("copies", _l("Số lượng"), "number", wanted=True)
SENT_BY = Detail("sent_by", _l("Gửi từ tài khoản hoặc đầu số"), wanted=True)
MESSAGE = Detail("message", _l("Nội dung tin đã gửi"), "long", wanted=True)
RECIPIENTS = Detail("recipients", _l("Số người nhận"), "number", wanted=True)
ISSUE = Detail(
    "issue", _l("Số báo, khung giờ hoặc tên chuyên đề"), hint=_l("Ví dụ: Chuyên đề Cải cách hành chính.")
)
VIEWS = Detail("views", _l("Lượt xem"), "number", hint=_l("Theo trang đăng, kèm ngày đếm ở ô bên."))
VIEWS_ON = Detail("views_on", _l("Đếm lượt xem ngày"), "date")
ORGANISER = Detail("organiser", _l("Đơn vị tổ chức"), wanted=True)

DETAILS: dict[str, tuple[Detail, ...]] = {
    "training": (
        BASIS,
        Detail("trainers", _l("Báo cáo viên"), hint=_l("Tên và đơn vị.")),
        Detail("materials", _l("Tài liệu"), "link"),
    ),
    "visit": (BASIS, Detail("party", _l("Thành phần đoàn"))),
    "leaflet": (
        COPIES,
        Detail("handed_at", _l("Nơi phát"), hint=_l("Ví dụ: Bộ phận Một cửa, cổng khu công nghiệp.")),
    ),
    "dialogue": (
        Detail("chair", _l("Người chủ trì"), wanted=True),
        Detail("programme", _l("Chương trình"), "link"),
        Detail("answers_by", _l("Hẹn trả lời hết câu hỏi trước ngày"), "date"),
    ),
    "article": (
        Detail(
            "genre", _l("Thể loại"), "choice",
            choices={"news": _l("Tin"), "article": _l("Bài viết"), "column": _l("Chuyên mục")},
        ),
        Detail("site", _l("Đăng trên"), hint=_l("Tên trang thông tin điện tử."), wanted=True),
        LINK,
        Detail("author", _l("Người viết")),
        VIEWS,
        VIEWS_ON,
    ),
    "video": (
        LINK,
        Detail("site", _l("Đăng trên"), hint=_l("Ví dụ: YouTube, trang Zalo của Ban.")),
        Detail("minutes_long", _l("Thời lượng (phút)"), "number"),
        VIEWS,
        VIEWS_ON,
    ),
    "media": (
        Detail(
            "outlet_kind", _l("Phương tiện"), "choice", wanted=True,
            choices={
                "radio_tv": _l("Đài phát thanh, truyền hình"), "newspaper": _l("Báo"),
                "both": _l("Cả báo và đài"),
            },
        ),
        Detail("outlet", _l("Tên báo, đài"), wanted=True),
        ISSUE,
        Detail("times", _l("Số lần phát hoặc số kỳ"), "number"),
        LINK._replace(wanted=False),
    ),
    "broadcast": (SENT_BY, MESSAGE, RECIPIENTS, Detail("template", _l("Mã mẫu tin"))),
    "sms": (SENT_BY, MESSAGE, RECIPIENTS),
    "poster": (
        Detail(
            "form", _l("Hình thức"), "choice", wanted=True,
            choices={
                "billboard": _l("Pa nô"), "banner": _l("Băng rôn"), "poster": _l("Áp phích"),
                "wall_map": _l("Sơ đồ treo tường"),
            },
        ),
        COPIES,
        Detail("size", _l("Kích thước"), hint=_l("Ví dụ: 2 m × 3 m.")),
        Detail("removed_on", _l("Ngày tháo"), "date"),
    ),
    "posting": (
        Detail(
            "form", _l("Hình thức"), "choice",
            choices={
                "board": _l("Bảng niêm yết"), "kiosk": _l("Máy tính tra cứu"),
                "app": _l("Ứng dụng điện thoại"), "site": _l("Trang thông tin điện tử"),
            },
        ),
        Detail("procedures", _l("Số thủ tục niêm yết"), "number"),
        Detail("decision", _l("Quyết định công bố"), hint=_l("Số và ngày."), wanted=True),
        LINK._replace(wanted=False),
        Detail("checked_on", _l("Kiểm tra lần cuối"), "date"),
    ),
    "hotline": (
        Detail("phone", _l("Số điện thoại"), wanted=True),
        Detail("hours", _l("Giờ trực"), hint=_l("Ví dụ: 7 giờ 30 đến 17 giờ, ngày làm việc.")),
        CONTACT,
        Detail("calls", _l("Số cuộc gọi đã nhận"), "number"),
    ),
    "contest": (
        ORGANISER,
        Detail("entries", _l("Số bài dự thi hoặc người tham gia"), "number"),
        Detail("winners", _l("Kết quả"), "long"),
        Detail("rules", _l("Thể lệ"), "link"),
    ),
    "exchange": (
        Detail("host", _l("Đơn vị trao đổi"), hint=_l("Ví dụ: ban quản lý của tỉnh bạn."), wanted=True),
        Detail("party", _l("Thành phần đoàn")),
        Detail("learned", _l("Điều học được"), "long", wanted=True),
    ),
    "organisation": (
        Detail(
            "form", _l("Hình thức"), "choice", wanted=True,
            choices={
                "party": _l("Tổ chức Đảng"), "union": _l("Công đoàn"), "youth": _l("Đoàn Thanh niên"),
                "women": _l("Hội Phụ nữ"), "association": _l("Hiệp hội doanh nghiệp"),
                "joint": _l("Kế hoạch phối hợp"), "other": _l("Tổ chức khác"),
            },
        ),
        Detail("name", _l("Tên tổ chức"), wanted=True),
        BASIS,
        CONTACT,
    ),
    "counter_help": (
        Detail("counter", _l("Quầy hoặc phòng")), CONTACT,
        Detail("hours", _l("Thời gian hỗ trợ"), hint=_l("Ví dụ: sáng thứ Ba và thứ Năm.")),
    ),
    "helpdesk": (
        Detail("account", _l("Tài khoản hoặc số điện thoại"), hint=_l("Ví dụ: Zalo của Bộ phận Một cửa.")),
        CONTACT,
        Detail("hours", _l("Giờ trả lời")),
    ),
    "tutorial": (LINK._replace(wanted=False),),
    "other": (
        Detail("form", _l("Hình thức"), hint=_l("Ví dụ: ngày triển khai pháp luật."), wanted=True),
        BASIS,
        LINK._replace(wanted=False),
    ),
}  # fmt: skip

LONGEST = 2000


def details_of(type: str) -> tuple[Detail, ...]:
    """The facts of a type."""
    return DETAILS.get(type, ())


def to_store(type: str, values: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored: the given facts of the type, beside those `kept` that only other types ask for.

    So a type chosen by mistake and changed back loses nothing. Days are stored as ISO texts; what is empty
    is not stored.
    """
    own = {detail.name for detail in details_of(type)}
    stored = {name: value for name, value in kept.items() if name not in own}
    for detail in details_of(type):
        value = values.get(detail.name)
        if value is not None and value != "":
            stored[detail.name] = value.isoformat() if isinstance(value, date) else value
    return stored


def from_store(type: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a type that are stored, days as dates; what is not of its kind any more is left out."""
    found = {}
    for detail in details_of(type):
        value = stored.get(detail.name)
        if detail.kind == "date":
            value = _day(str(value or ""))
        elif not _fits(detail, value):
            value = None
        if value is not None:
            found[detail.name] = value
    return found


def _fits(detail: Detail, value: Any) -> bool:
    if detail.kind == "choice":
        return value in detail.choices
    return isinstance(value, int) if detail.kind == "number" else True


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
