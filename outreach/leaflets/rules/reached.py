"""What became of a business after leaflets reached it, as far as the register can tell."""

from datetime import date

from outreach.i18n import lazy_gettext as _l

FIRST = "first"
OUTCOMES = {
    FIRST: _l("Nộp trực tuyến lần đầu sau đó"),
    "before": _l("Đã nộp trực tuyến từ trước"),
    "none": _l("Chưa nộp trực tuyến hồ sơ nào"),
    "unknown": _l("Chưa có số liệu: sổ hồ sơ chưa đến ngày này"),
}


def outcome(reached_on: date, first_online_on: date | None, register_last: date | None) -> str:
    """A key of OUTCOMES. A dossier of the same day counts as after: the leaflet was in hand that day."""
    if first_online_on is not None:
        return FIRST if first_online_on >= reached_on else "before"
    return "unknown" if register_last is None or register_last < reached_on else "none"
