"""Whether a version may still be right: what it rests on, when it was last checked, and its own dates."""

from datetime import date, timedelta
from typing import NamedTuple

from outreach.i18n import lazy_gettext as _l

CHECK_EVERY = timedelta(days=180)  # the portal changed its sign-in, its pages and its decree within a year

REASONS = {
    "not_checked": _l("Chưa có ngày đối chiếu với Cổng"),
    "check_old": _l("Lần đối chiếu gần nhất đã quá 180 ngày"),
    "document_replaced": _l("Văn bản làm căn cứ đã được thay thế hoặc hết hiệu lực"),
    "not_yet_valid": _l("Chưa đến ngày áp dụng"),
    "no_longer_valid": _l("Đã qua ngày áp dụng"),
}


class Validity(NamedTuple):
    """The days a version names."""

    checked_on: date | None
    valid_from: date | None
    valid_to: date | None


def review_reasons(days: Validity, *, document_replaced: bool, today: date) -> list[str]:
    """Why a version is to be looked at again ("cần rà soát"): keys of REASONS; empty when nothing says so."""
    reasons = {
        "document_replaced": document_replaced,
        "no_longer_valid": days.valid_to is not None and days.valid_to < today,
        "not_yet_valid": days.valid_from is not None and days.valid_from > today,
        "not_checked": days.checked_on is None,
        "check_old": days.checked_on is not None and today - days.checked_on > CHECK_EVERY,
    }
    return [reason for reason, holds in reasons.items() if holds]
