"""What keeps businesses from filing online: the causes that boards named in their reports, by code."""

from collections.abc import Iterable

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

# Code → words short enough for a phone. The codes stay: figures of different years are compared by them.
BARRIERS: dict[str, LazyText] = {
    "S132": _l("Quen nộp trực tiếp"),
    "S133": _l("Không yên tâm hồ sơ đã được nhận"),
    "S134": _l("Thiếu máy, mạng, thiết bị"),
    "S135": _l("Cổng quốc gia lỗi giờ cao điểm"),
    "S136": _l("Hệ thống của tỉnh chưa hoàn thiện, khó dùng"),
    "S137": _l("Hệ thống bộ, ngành chưa liên thông, khai hai lần"),
    "S138": _l("Lãnh đạo chưa quyết liệt"),
    "S139": _l("Cán bộ chưa hỗ trợ nộp trực tuyến"),
    "S140": _l("Vướng thanh toán trực tuyến"),
    "S141": _l("Chưa quan tâm, chưa biết"),
    "S142": _l("Hướng dẫn lòng vòng"),
}


def known_barriers(codes: Iterable[str]) -> list[str]:
    """Those of the codes that are known, each once, in their order."""
    wanted = set(codes)
    return [code for code in BARRIERS if code in wanted]
