"""The words of a version: states, who does a step, on which device, where it is filed; addresses that fit."""

import re

from outreach.i18n import lazy_gettext as _l

STATES = {
    "draft": _l("Bản nháp"),
    "reviewed": _l("Đã rà soát"),
    "published": _l("Đang công bố"),
    "replaced": _l("Đã có bản mới"),
    "withdrawn": _l("Đã gỡ"),
}
WHO = {
    "clerk": _l("Nhân viên làm hồ sơ"),
    "director": _l("Giám đốc (người đại diện)"),
    "accountant": _l("Kế toán"),
}
DEVICES = {
    "any": _l("Máy tính hoặc điện thoại"),
    "pc": _l("Máy tính"),
    "phone": _l("Điện thoại"),
}
SYSTEMS = {
    "national": _l("Cổng Dịch vụ công quốc gia"),
    "investment": _l("Hệ thống thông tin quốc gia về đầu tư"),
    "ecosys": _l("Hệ thống cấp giấy chứng nhận xuất xứ eCoSys"),
    "other": _l("Hệ thống khác"),
}

# Addresses below a tutorial that are no steps, and below /huong-dan that are no tutorials.
_TAKEN_KEYS = frozenset({"in", "ket", "so-lieu", "danh-dau", "kiem-tra", "bat-dau", "hoan-thanh"})
_TAKEN_SLUGS = frozenset({"anh", "can-tra-loi", "da-hoc"})
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 80
LONGEST_KEY = 60


def is_slug(text: str) -> bool:
    """Whether a text can be a tutorial's address: lower-case ASCII letters, digits, single hyphens."""
    return len(text) <= LONGEST_SLUG and _KEY.fullmatch(text) is not None and text not in _TAKEN_SLUGS


def is_key(text: str) -> bool:
    """Whether a text can be a step's key, which is its address below the tutorial's."""
    return len(text) <= LONGEST_KEY and _KEY.fullmatch(text) is not None and text not in _TAKEN_KEYS
