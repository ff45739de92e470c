"""Rules about dossiers and procedures: states, channels, who really filed, and what a service level allows.

States 1–10 are those of the national one-stop catalogue; 'sent_back' and 'refused' are vendors' additions.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from outreach.i18n import LazyText, ngettext
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

LONGEST_YEARS = 30  # that figures reach back: who has a day of 1990 in the register mistyped it
STATUSES: dict[str, LazyText] = {
    "registered": _l("Mới đăng ký"),
    "received": _l("Được tiếp nhận"),
    "not_received": _l("Không được tiếp nhận"),
    "processing": _l("Đang xử lý"),
    "supplement_asked": _l("Yêu cầu bổ sung giấy tờ"),
    "fee_due": _l("Yêu cầu thực hiện nghĩa vụ tài chính"),
    "withdrawn": _l("Đã rút hồ sơ"),
    "stopped": _l("Dừng xử lý"),
    "finished": _l("Đã xử lý xong"),
    "returned": _l("Đã trả kết quả"),
    "sent_back": _l("Hướng dẫn thực hiện lại"),
    "refused": _l("Từ chối giải quyết"),
}
NOT_RECEIVED = ("registered", "not_received")  # no rate counts them
CLOSED = ("sent_back", "withdrawn", "refused", "stopped")  # neither resolved nor in progress
SETTLED = ("finished", "returned")  # has a result, even where the register forgot its day

CHANNELS: dict[str, LazyText] = {
    "online": _l("Trực tuyến"),
    "counter": _l("Trực tiếp"),
    "post": _l("Bưu chính công ích"),
}
ASSISTANCE: dict[str, LazyText] = {
    "alone": _l("Doanh nghiệp tự nộp"),
    "assisted": _l("Nộp có hỗ trợ"),
    "filed_for": _l("Cán bộ nộp hộ"),
}

# What the figures of measures.py are called; `flask figures` and pages share the keys.
FIGURE_LABELS: dict[str, LazyText] = {
    "received_new": _l("Tiếp nhận trong kỳ"),
    "received_online": _l("Nộp trực tuyến"),
    "received_other": _l("Nộp trực tiếp, bưu chính hoặc chưa rõ"),
    "carried_over": _l("Từ kỳ trước chuyển sang"),
    "total": _l("Tổng số phải giải quyết"),
    "resolved": _l("Đã giải quyết"),
    "on_time": _l("Giải quyết đúng hạn"),
    "late": _l("Giải quyết quá hạn"),
    "resolved_without_due": _l("Đã giải quyết, không có ngày hẹn"),
    "in_progress": _l("Đang giải quyết"),
    "in_progress_on_time": _l("Đang giải quyết, trong hạn"),
    "in_progress_late": _l("Đang giải quyết, quá hạn"),
    "paid_online": _l("Có thanh toán trực tuyến"),
    "digitised": _l("Đã số hóa"),
    "returned_by_post": _l("Trả kết quả qua bưu chính"),
    "sent_back": _l("Hướng dẫn thực hiện lại"),
}

# What a register may leave unsaid, or say against itself (oddities.py counts them).
GAPS: dict[str, LazyText] = {
    "without_tax_code": _l("Người nộp không có mã số thuế"),
    "without_business": _l("Không gắn với doanh nghiệp nào"),
    "provisional_business": _l("Doanh nghiệp mới chỉ có tên trong sổ"),
    "without_zone": _l("Chưa rõ khu công nghiệp"),
    "channel_unknown": _l("Chưa rõ hình thức nộp"),
    "without_procedure": _l("Không ghi thủ tục"),
    "provisional_procedure": _l("Thủ tục chưa có trong danh mục"),
    "level_unknown": _l("Chưa rõ nộp trực tuyến được không"),
    "without_field": _l("Không ghi lĩnh vực"),
    "without_agency": _l("Không ghi cơ quan"),
    "status_unknown": _l("Chưa rõ trạng thái"),
    "without_due": _l("Không có ngày hẹn trả"),
}
CONTRADICTIONS: dict[str, LazyText] = {
    "due_before_received": _l("Hẹn trả trước ngày tiếp nhận"),
    "finished_before_received": _l("Có kết quả trước ngày tiếp nhận"),
    "returned_before_finished": _l("Trả kết quả trước khi có kết quả"),
    "in_future": _l("Ngày tiếp nhận hoặc có kết quả ở tương lai"),
    "settled_without_day": _l("Đã xong nhưng không ghi ngày"),
    "open_with_day": _l("Có ngày trả kết quả nhưng trạng thái chưa xong"),
    "open_for_a_year": _l("Tiếp nhận hơn một năm, chưa có kết quả"),
}
DOUBLES: dict[str, LazyText] = {
    "same_code": _l("Cùng mã ở hai nguồn"),
    "same_deed": _l("Cùng doanh nghiệp, thủ tục và ngày ở hai nguồn"),
}
ODDITIES: dict[str, LazyText] = {**GAPS, **CONTRADICTIONS, **DOUBLES}

VOCABULARIES: dict[str, LazyText] = {
    "levels_2011": _l("Mức độ 1–4 (Nghị định 43/2011/NĐ-CP)"),
    "levels_2022": _l("Một phần / toàn trình (Nghị định 42/2022/NĐ-CP)"),
}
# (vocabulary, level) → name, what it means. The two vocabularies ask different things and are never mapped:
# "toàn trình" also wants the result to come online or by post.
LEVELS: dict[tuple[str, str], tuple[LazyText, LazyText]] = {
    ("levels_2011", "1"): (
        _l("Mức độ 1"),
        _l("Chỉ xem được thông tin về thủ tục trên mạng."),
    ),
    ("levels_2011", "2"): (
        _l("Mức độ 2"),
        _l("Tải được mẫu đơn trên mạng, nhưng vẫn nộp bản giấy."),
    ),
    ("levels_2011", "3"): (
        _l("Mức độ 3"),
        _l("Nộp được hồ sơ qua mạng; phí và kết quả còn làm tại quầy."),
    ),
    ("levels_2011", "4"): (
        _l("Mức độ 4"),
        _l("Nộp hồ sơ và phí qua mạng; nhận kết quả qua mạng hoặc bưu chính."),
    ),
    ("levels_2022", "information"): (
        _l("Cung cấp thông tin"),
        _l("Chỉ xem được thông tin, chưa nộp được qua mạng."),
    ),
    ("levels_2022", "partial"): (
        _l("Một phần"),
        _l("Nộp được qua mạng, nhưng có bước vẫn phải đến làm trực tiếp."),
    ),
    ("levels_2022", "full"): (
        _l("Toàn trình"),
        _l("Làm mọi bước qua mạng; kết quả trả qua mạng hoặc bưu chính, không phải đến quầy."),
    ),
}
FILES_ONLINE = frozenset(
    {("levels_2011", "3"), ("levels_2011", "4"), ("levels_2022", "partial"), ("levels_2022", "full")}
)


class Level(NamedTuple):
    """One dated service level: may it be filed online between two days, both included."""

    may_file_online: bool
    valid_from: date
    valid_to: date | None


# What boards usually mean when "the portal" does not work; people may name something else.
PORTAL_SYSTEMS: tuple[LazyText, ...] = (
    _l("Cổng Dịch vụ công quốc gia"),
    _l("Cổng dịch vụ công của tỉnh"),
    _l("Hệ thống một cửa điện tử"),
    _l("Đăng nhập VNeID"),
    _l("Thanh toán trực tuyến"),
    _l("Ký số"),
)


class ProcedureName(NamedTuple):
    """How a register names a procedure: by code, by name, or both."""

    code: str | None
    name: str | None


def may_file_online(vocabulary: str, level: str) -> bool:
    """Whether a procedure of this level can be filed online: levels 3 and 4, một phần and toàn trình."""
    return (vocabulary, level) in FILES_ONLINE


def online_possible(levels: Iterable[Level], day: date) -> bool | None:
    """Whether a procedure could be filed online on a day; None when no level covers the day.

    Where both vocabularies cover it, one that allows it is enough.
    """
    said = [
        level.may_file_online
        for level in levels
        if level.valid_from <= day and (level.valid_to is None or day <= level.valid_to)
    ]
    return any(said) if said else None


def lasted(minutes: int) -> str:
    """How long something lasted: '45 phút', '3 giờ 20 phút', '2 ngày 4 giờ'."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = (
        (days, ngettext("%(num)s ngày", "%(num)s ngày", days)),
        (hours, ngettext("%(num)s giờ", "%(num)s giờ", hours)),
        (0 if days else left, ngettext("%(num)s phút", "%(num)s phút", left)),
    )
    return " ".join(words for count, words in parts if count) or ngettext("%(num)s phút", "%(num)s phút", 0)


def source_name(source: str) -> str:
    """What a source of the register is called; the one that nobody named is the main register."""
    return _("sổ chính") if source == "main" else source
