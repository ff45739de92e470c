"""Rules of help at the counter: its kinds, what is still to be added, and the month it belongs to."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

# What the buttons say; the codes are those by which dossiers say who filed.
KINDS: dict[str, LazyText] = {
    "alone": _l("Tự nộp"),
    "assisted": _l("Có hỗ trợ"),
    "filed_for": _l("Nộp hộ"),
}
EXTRAS: dict[str, LazyText] = {
    "account_created": _l("Đã tạo tài khoản"),
    "payment_helped": _l("Đã giúp thanh toán"),
    "offered": _l("Cán bộ chủ động mời"),
}
STATES: dict[str, LazyText] = {
    "to_complete": _l("Cần bổ sung mã hồ sơ"),
    "unmatched": _l("Có mã, chưa thấy trong sổ"),
    "matched": _l("Đã khớp với hồ sơ"),
    "without": _l("Không có hồ sơ"),
}


class Said(NamedTuple):
    """What the clerk says of one help."""

    assistance: str
    procedure_id: int | None = None
    code: str | None = None
    offered: bool = False
    account_created: bool = False
    payment_helped: bool = False


def read_deed(text: str | None) -> tuple[int | None, str] | None:
    """What a button stands for ('12-assisted', '0-alone'): procedure and kind; None: no such button."""
    number, dash, kind = (text or "").partition("-")
    if not dash or kind not in KINDS or not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    return int(number) or None, kind


def state_of(*, matched: bool, code: str | None, without_dossier: bool) -> str:
    """One of STATES."""
    if matched:
        return "matched"
    if code:
        return "unmatched"
    return "without" if without_dossier else "to_complete"


def month_code(day: date) -> str:
    """The code of the intervention that a month's helps belong to: MC-2026-11."""
    return f"MC-{day:%Y-%m}"


def free_name(code: str, is_taken: Callable[[str], bool]) -> str:
    """The code itself, or the first of MC-2026-11-2, MC-2026-11-3 … that nothing else has."""
    number, name = 1, code
    while is_taken(name):
        number += 1
        name = f"{code}-{number}"
    return name
