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


def _form(
    number: tuple[LazyText, str], day: tuple[LazyText, str], choice: LazyText, *options: LazyText
) -> tuple[FormField, ...]:
    """A number and a day with what to type, and a choice whose first option is the one to take."""
    numbered = tuple((f"{place}", words) for place, words in enumerate(options, 1))
    return (
        FormField("number", number[0], NUMBER, number[1]),
        FormField("day", day[0], DAY, day[1]),
        FormField("choice", choice, CHOICE, options[0], numbered),
    )


_FORMS: dict[str, tuple[FormField, ...]] = {
    "investment": _form(
        (_l("Tổng vốn đầu tư (đồng)"), "25.000.000.000"),
        (_l("Ngày dự kiến đi vào hoạt động"), "01/09/2027"),
        _l("Hình thức thực hiện"), _l("Dự án đầu tư mới"), _l("Điều chỉnh dự án"),
    ),
    "labour": _form(
        (_l("Số người lao động đang làm việc"), "186"),
        (_l("Ngày ban hành (hoặc ngày bắt đầu làm việc)"), "05/10/2026"),
        _l("Loại hợp đồng áp dụng"), _l("Xác định thời hạn"), _l("Không xác định thời hạn"),
    ),
    "environment": _form(
        (_l("Lưu lượng nước thải (m³ một ngày đêm)"), "120"),
        (_l("Ngày dự kiến vận hành"), "15/03/2027"),
        _l("Đấu nối nước thải"), _l("Vào hệ thống của khu công nghiệp"), _l("Tự xử lý và xả thải"),
    ),
    "construction": _form(
        (_l("Diện tích xây dựng (m²)"), "4.200"),
        (_l("Ngày dự kiến khởi công"), "10/01/2027"),
        _l("Loại công trình"), _l("Công trình công nghiệp"), _l("Công trình dân dụng"),
    ),
    "trade": _form(
        (_l("Trị giá lô hàng (USD, số nguyên)"), "48.500"),
        (_l("Ngày xuất hàng (hoặc ngày bắt đầu hoạt động)"), "20/10/2026"),
        _l("Phương thức vận tải"), _l("Đường biển"), _l("Đường bộ"), _l("Đường hàng không"),
    ),
    "other": _form(
        (_l("Số trang tài liệu kèm theo"), "12"),
        (_l("Ngày lập tờ khai"), "05/10/2026"),
        _l("Lý do nộp"), _l("Đề nghị mới"), _l("Đề nghị điều chỉnh"),
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
