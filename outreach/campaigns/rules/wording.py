"""How each type of intervention is spoken of: its day, an example of its title, and who was reached."""

from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l


class Wording(NamedTuple):
    """The words that differ from type to type on the pages of an intervention."""

    held_on: LazyText
    example: LazyText  # of a title
    record: LazyText  # the button that opens the list of businesses
    reached: LazyText  # above those reached
    nobody: LazyText  # where nobody is recorded yet


_USUAL = Wording(
    held_on=_l("Ngày thực hiện"),
    example=_l("Ví dụ: Chuyên đề nộp hồ sơ trực tuyến trên báo tỉnh"),
    record=_l("Ghi doanh nghiệp được tiếp cận"),
    reached=_l("Doanh nghiệp được tiếp cận"),
    nobody=_l("Chưa ghi doanh nghiệp nào được tiếp cận"),
)

_WORDINGS = {
    "training": Wording(
        held_on=_l("Ngày tập huấn"),
        example=_l("Ví dụ: Tập huấn nộp hồ sơ trực tuyến toàn trình, đợt 1"),
        record=_l("Điểm danh"),
        reached=_l("Doanh nghiệp dự tập huấn"),
        nobody=_l("Chưa điểm danh"),
    ),
    "visit": Wording(
        held_on=_l("Ngày thăm"),
        example=_l("Ví dụ: Thăm và làm việc với doanh nghiệp theo Kế hoạch số 12/KH-BQL"),
        record=_l("Ghi doanh nghiệp được thăm"),
        reached=_l("Doanh nghiệp được thăm"),
        nobody=_l("Chưa ghi doanh nghiệp nào được thăm"),
    ),
    "leaflet": Wording(
        held_on=_l("Ngày phát"),
        example=_l("Ví dụ: Tờ rơi 4 bước nộp hồ sơ trực tuyến, 500 tờ"),
        record=_l("Ghi doanh nghiệp đã nhận"),
        reached=_l("Doanh nghiệp đã nhận tài liệu"),
        nobody=_l("Chưa ghi doanh nghiệp nào đã nhận"),
    ),
    "dialogue": Wording(
        held_on=_l("Ngày đối thoại"),
        example=_l("Ví dụ: Hội nghị đối thoại với doanh nghiệp quý I"),
        record=_l("Ghi doanh nghiệp đến dự"),
        reached=_l("Doanh nghiệp dự đối thoại"),
        nobody=_l("Chưa ghi doanh nghiệp nào đến dự"),
    ),
    "counter_help": Wording(
        held_on=_l("Ngày bắt đầu hỗ trợ"),
        example=_l("Ví dụ: Bàn hỗ trợ nộp hồ sơ trực tuyến tại Bộ phận Một cửa"),
        record=_l("Ghi doanh nghiệp được hỗ trợ"),
        reached=_l("Doanh nghiệp được hỗ trợ"),
        nobody=_l("Chưa ghi doanh nghiệp nào được hỗ trợ"),
    ),
    "broadcast": Wording(
        held_on=_l("Ngày gửi"),
        example=_l("Ví dụ: Tin Zalo nhắc nộp báo cáo định kỳ trực tuyến"),
        record=_l("Ghi doanh nghiệp đã nhận tin"),
        reached=_l("Doanh nghiệp đã nhận tin"),
        nobody=_l("Chưa ghi doanh nghiệp nào đã nhận tin"),
    ),
    "article": Wording(
        held_on=_l("Ngày đăng"),
        example=_USUAL.example,
        record=_USUAL.record,
        reached=_USUAL.reached,
        nobody=_USUAL.nobody,
    ),
}
_WORDINGS["sms"] = _WORDINGS["broadcast"]
_WORDINGS["video"] = _WORDINGS["media"] = _WORDINGS["article"]

# The types as a person looks for them, each group under its own heading.
GROUPS: tuple[tuple[LazyText, tuple[str, ...]], ...] = (
    (_l("Gặp trực tiếp"), ("training", "visit", "dialogue", "counter_help", "exchange")),
    (_l("Tài liệu và truyền thông"), ("leaflet", "poster", "posting", "article", "video", "media")),
    (_l("Qua điện thoại và mạng"), ("broadcast", "sms", "hotline", "tutorial", "helpdesk")),
    (_l("Phong trào và tổ chức"), ("contest", "organisation", "other")),
)

ICONS = {
    "training": "users", "visit": "building", "leaflet": "file", "dialogue": "users", "article": "file",
    "video": "play", "media": "globe", "broadcast": "mail", "sms": "mail", "poster": "map-pin",
    "posting": "file", "hotline": "phone", "contest": "check", "exchange": "users",
    "organisation": "settings", "counter_help": "info", "tutorial": "file", "helpdesk": "info",
    "other": "calendar",
}  # fmt: skip


def wording(type: str) -> Wording:
    """The words for a type."""
    return _WORDINGS.get(type, _USUAL)
