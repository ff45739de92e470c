"""The forms of the practice portal, made for a procedure's field of work.

They are exercises, not the forms of any procedure, and take only days, whole numbers and choices: nobody can
leave a name, a phone or a secret here.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold_words

NUMBER, DAY, CHOICE = "number", "day", "choice"
_TYPED = re.compile(r"[0-9 .,/\-]{1,20}")
_WHOLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3}")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class FormField(NamedTuple):
    """One field to be filled in; `sample` is what the sheet of sample data says."""

    key: str
    label: LazyText
    kind: str
    sample: LazyText | str
    options: tuple[tuple[str, LazyText], ...] = ()

    def fault_of(self, typed: str) -> str | None:
        """The mistake in what was typed; None when the portal takes it."""
        if not typed:
            return "empty_field"
        if self.kind == CHOICE:
            return None if typed in dict(self.options) else "empty_field"
        if self.kind == NUMBER:
            return None if _WHOLE.fullmatch(typed) else "number_format"
        return None if _is_day(typed) else "day_format"

    def kept(self, typed: str) -> str:
        """What is kept of a text to show it again: digits and marks, or a known choice; nothing else."""
        if self.kind == CHOICE:
            return typed if typed in dict(self.options) else ""
        return typed if _TYPED.fullmatch(typed) and typed.isascii() else ""


def _field(key: str, label: LazyText, kind: str, sample: LazyText | str, *options: LazyText) -> FormField:
    return FormField(key, label, kind, sample, tuple((f"{n}", words) for n, words in enumerate(options, 1)))


_FORMS: dict[str, tuple[FormField, ...]] = {
    "investment": (
        _field("number", _l("Tổng vốn đầu tư (đồng)"), NUMBER, "25.000.000.000"),
        _field("day", _l("Ngày dự kiến đi vào hoạt động"), DAY, "01/09/2027"),
        _field("choice", _l("Hình thức thực hiện"), CHOICE, _l("Dự án đầu tư mới"),
               _l("Dự án đầu tư mới"), _l("Điều chỉnh dự án")),
    ),
    "labour": (
        _field("number", _l("Số người lao động đang làm việc"), NUMBER, "186"),
        _field("day", _l("Ngày ban hành (hoặc ngày bắt đầu làm việc)"), DAY, "05/10/2026"),
        _field("choice", _l("Loại hợp đồng áp dụng"), CHOICE, _l("Xác định thời hạn"),
               _l("Xác định thời hạn"), _l("Không xác định thời hạn")),
    ),
    "environment": (
        _field("number", _l("Lưu lượng nước thải (m³ một ngày đêm)"), NUMBER, "120"),
        _field("day", _l("Ngày dự kiến vận hành"), DAY, "15/03/2027"),
        _field("choice", _l("Đấu nối nước thải"), CHOICE, _l("Vào hệ thống của khu công nghiệp"),
               _l("Vào hệ thống của khu công nghiệp"), _l("Tự xử lý và xả thải")),
    ),
    "construction": (
        _field("number", _l("Diện tích xây dựng (m²)"), NUMBER, "4.200"),
        _field("day", _l("Ngày dự kiến khởi công"), DAY, "10/01/2027"),
        _field("choice", _l("Loại công trình"), CHOICE, _l("Công trình công nghiệp"),
               _l("Công trình công nghiệp"), _l("Công trình dân dụng")),
    ),
    "trade": (
        _field("number", _l("Trị giá lô hàng (USD, số nguyên)"), NUMBER, "48.500"),
        _field("day", _l("Ngày xuất hàng (hoặc ngày bắt đầu hoạt động)"), DAY, "20/10/2026"),
        _field("choice", _l("Phương thức vận tải"), CHOICE, _l("Đường biển"),
               _l("Đường biển"), _l("Đường bộ"), _l("Đường hàng không")),
    ),
    "other": (
        _field("number", _l("Số trang tài liệu kèm theo"), NUMBER, "12"),
        _field("day", _l("Ngày lập tờ khai"), DAY, "05/10/2026"),
        _field("choice", _l("Lý do nộp"), CHOICE, _l("Đề nghị mới"),
               _l("Đề nghị mới"), _l("Đề nghị điều chỉnh")),
    ),
}  # fmt: skip
# How the names of fields of work begin or what they hold, folded.
_KINDS = {
    "dau tu": "investment", "lao dong": "labour", "viec lam": "labour", "moi truong": "environment",
    "xay dung": "construction", "quy hoach": "construction", "thuong mai": "trade", "xuat nhap khau": "trade",
}  # fmt: skip


def fields_of(field_of_work: str | None) -> tuple[FormField, ...]:
    """The fields of the practice form for a field of work ("Lao động"); a general form for others."""
    folded = fold_words(field_of_work or "")
    kind = next((kind for words, kind in _KINDS.items() if words in folded), "other")
    return _FORMS[kind]


def first_fault(fields: tuple[FormField, ...], typed: Mapping[str, str]) -> tuple[str, str] | None:
    """The first mistake in a filled form, as (mistake, field); None when all is right."""
    for field in fields:
        fault = field.fault_of(typed.get(field.key, ""))
        if fault:
            return fault, field.key
    return None


def _is_day(typed: str) -> bool:
    match = _DAY.fullmatch(typed)
    if match is None:
        return False
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day).year >= 1900
    except ValueError:
        return False
