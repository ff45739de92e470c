"""Form fields for what people write in their own way: days, money, counts; and the choices of a list."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from outreach.i18n import SEPARATORS, locale, show_date, show_number
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import CellFault
from outreach.sheets.values import parse_date, parse_employees, parse_vnd

DAY_NEEDED = InputRequired(_l("Anh/Chị điền ngày, ví dụ 05/03/2026."))


def choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Value → words as the choices of a select or radio field."""
    return [SelectChoice(value, label) for value, label in labels.items()]


class _WrittenField(Field):
    """Reads a text as files are read; what cannot be read comes back as it was typed, with the reason."""

    widget = TextInput()

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
        return show_number(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)


class DayField(_WrittenField):
    """A day as people write it: 05/03/2026, 5-3-2026 or 2026-03-05."""

    data: date | None

    def read(self, text: str) -> date | None:
        """As in a file, dd/mm/yyyy."""
        return parse_date(text)

    def write(self, value: date) -> str:
        """dd/mm/yyyy."""
        return show_date(value)


class MoneyField(_WrittenField):
    """Whole đồng as people write them: 1.500.000, 1500000 đ."""

    data: int | None

    def read(self, text: str) -> int | None:
        """As in a file."""
        return parse_vnd(_dotted(text))


class EmployeesField(_WrittenField):
    """How many people a business employs: 5.479 or 5479."""

    data: int | None

    def read(self, text: str) -> int | None:
        """As in a file."""
        return parse_employees(_dotted(text))


def _dotted(text: str) -> str:
    """A whole number with dots between its thousands, whatever mark the reader's language shows there."""
    thousands, _point = SEPARATORS[locale()]
    return text.replace(thousands, ".")
