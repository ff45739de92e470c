"""Form fields for what people write in their own way: days, instants, money, counts, tax codes, phones …

Also the choices of a list.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from wtforms import Field, IntegerField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import TelInput, TextInput

from outreach import clock
from outreach.i18n import SEPARATORS, locale, show_date, show_datetime, show_number
from outreach.i18n import lazy_gettext as _l
from outreach.identifiers import email_of, phone_of, spell_phone
from outreach.sheets.cells import CellFault
from outreach.sheets.values import parse_date, parse_employees, parse_int, parse_tax_code, parse_vnd

MOST_COUNTED = 10**9  # a number column still holds it


class Needed(InputRequired):
    """A value, not only a text: "-" and "null" stand for an empty cell, here as in files."""

    def __call__(self, form: Any, field: Field) -> None:
        """What could not be read has said so already."""
        super().__call__(form, field)
        if field.data is None and not field.errors:
            raise StopValidation(str(self.message))


_DAY_AND_TIME = re.compile(
    r"(\S+?)(?:T|,?\s+)(\d{1,2})\s*(?::|[hg][^\d\s]{0,2})\s*(\d{2})?", re.IGNORECASE | re.ASCII
)
DAY_NEEDED = Needed(_l("Anh/Chị điền ngày, ví dụ 05/03/2026."))


def choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Value → words as the choices of a select or radio field."""
    return [SelectChoice(value, label) for value, label in labels.items()]


class _WrittenField(Field):
    """Reads a text as files are read; what cannot be read comes back as it was typed, with the reason."""

    widget: Any = TextInput()
    attributes: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.render_kw = {"autocomplete": "off", **self.attributes, **(self.render_kw or {})}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The value behind the text; ValueError with a sentence when there is none."""
        self.data = None
        try:
            self.data = self.read(valuelist[0]) if valuelist else None
        except CellFault as fault:
            raise ValueError(str(fault)) from fault

    def read(self, text: str) -> Any:
        """The value of a text; CellFault when it has none."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """A value as it stands in the field."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)


class DayField(_WrittenField):
    """A day as people write it: 05/03/2026, 5-3-2026 or 2026-03-05."""

    data: date | None
    attributes: ClassVar = {
        "inputmode": "numeric", "size": 14, "placeholder": _l("ngày/tháng/năm"), "data-date": True,
    }  # fmt: skip

    def read(self, text: str) -> date | None:
        """As in a file, dd/mm/yyyy."""
        return parse_date(text)

    def write(self, value: date) -> str:
        """dd/mm/yyyy."""
        return show_date(value)


class InstantField(_WrittenField):
    """A day with its time on the board's clocks: 05/03/2026 14:30, 5-3-2026 14h30, 2026-03-05T14:30."""

    data: datetime | None
    attributes: ClassVar = {"size": 24, "placeholder": _l("ngày/tháng/năm giờ:phút")}

    def read(self, text: str) -> datetime | None:
        """An aware instant; a day without its time is not one."""
        if not text.strip():
            return None
        parts = _DAY_AND_TIME.fullmatch(text.strip())
        day = parse_date(parts[1]) if parts else None
        if parts is None or day is None or int(parts[2]) > 23 or int(parts[3] or 0) > 59:
            raise CellFault(_l("Không đọc được; cần ngày và giờ, ví dụ 05/03/2026 14:30."))
        return datetime.combine(day, time(int(parts[2]), int(parts[3] or 0)), clock.LOCAL)

    def write(self, value: datetime) -> str:
        """dd/mm/yyyy hh:mm."""
        return show_datetime(value)


class RowField(IntegerField):
    """The id of a row; what no row can have is refused before a database is asked for it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A number up to 2^31 - 1. Raises ValueError."""
        super().process_formdata(valuelist)
        if self.data is not None and not 0 <= self.data < 2**31:
            self.data = None
            raise ValueError(str(_l("Anh/Chị chọn một mục có trong danh sách.")))


class PageRowField(RowField):
    """The id of a row that the page sends along by itself: what no row can have is none, and stops nobody."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A number up to 2^31 - 1, else None."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


class _NumberField(_WrittenField):
    """A whole number, with the marks between thousands that the reader's language shows."""

    data: int | None
    attributes: ClassVar = {"inputmode": "numeric"}

    def write(self, value: int) -> str:
        """1.500.000"""
        return show_number(value)


class MoneyField(_NumberField):
    """Whole đồng as people write them: 1.500.000, 1500000 đ."""

    def read(self, text: str) -> int | None:
        """As in a file."""
        return parse_vnd(_dotted(text))


class EmployeesField(_NumberField):
    """How many people a business employs: 5.479 or 5479."""

    def read(self, text: str) -> int | None:
        """As in a file."""
        return parse_employees(_dotted(text))


class CountField(_NumberField):
    """How many there are of something: 1.301 or 1301."""

    def read(self, text: str) -> int | None:
        """As in a file."""
        return parse_int(_dotted(text), MOST_COUNTED)


class ShareField(_WrittenField):
    """A share as per cent: 30, 30%, 65,53%; its data is in ten-thousandths (3000 = 30%)."""

    data: int | None
    attributes: ClassVar = {"inputmode": "decimal", "size": 8}

    def read(self, text: str) -> int | None:
        """From 0 to 100 with at most two decimals, behind a comma or a point."""
        if not text.strip():
            return None
        parts = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", text.strip(), re.ASCII)
        share = int(parts[1]) * 100 + int((parts[2] or "").ljust(2, "0")) if parts else -1
        if not 0 <= share <= 10_000:
            raise CellFault(_l("Tỷ lệ từ 0 đến 100%, ví dụ 30% hoặc 65,53%."))
        return share

    def write(self, value: int) -> str:
        """65,53"""
        return show_number(value / 100, 2 if value % 100 else 0)


class TaxCodeField(_WrittenField):
    """A tax code in any grouping; its data is the stored form."""

    data: str | None
    attributes: ClassVar = {"inputmode": "numeric", "spellcheck": "false"}

    def read(self, text: str) -> str | None:
        """As in a file."""
        return parse_tax_code(text)


class PhoneField(_WrittenField):
    """A phone that can be called today, in any grouping; its data is the stored form."""

    data: str | None
    widget = TelInput()
    attributes: ClassVar = {"inputmode": "tel"}

    def read(self, text: str) -> str | None:
        """Digits with the leading 0."""
        if text.strip() and phone_of(text) is None:
            raise CellFault(_l("Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 024 3936 1234."))
        return phone_of(text)

    def write(self, value: str) -> str:
        """0912 345 678"""
        return spell_phone(value)


class EmailField(_WrittenField):
    """Roughly an e-mail address: the first letter sent will tell."""

    data: str | None
    attributes: ClassVar = {"inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}

    def read(self, text: str) -> str | None:
        """In lower case."""
        if text.strip() and email_of(text) is None:
            raise CellFault(_l("E-mail chưa đúng; ví dụ lan@congty.vn."))
        return email_of(text)


def _dotted(text: str) -> str:
    """A whole number with dots between its thousands, whatever mark the reader's language shows there."""
    thousands, _point = SEPARATORS[locale()]
    return text.replace(thousands, ".")
