"""What people type about holidays and days worked in exchange."""

from typing import Any

from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from outreach import web
from outreach.fields import DayField, Needed, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.workdays import rules


class DaysForm(web.Form):
    """One day or several that are not what their weekdays say."""

    first = DayField(_l("Từ ngày"), validators=[Needed(_l("Anh/Chị ghi ngày, ví dụ 17/02/2026."))])
    last = DayField(_l("Đến hết ngày"), validators=[Optional()])
    kind = RadioField(
        _l("Là"),
        choices=choices({"off": _l("ngày nghỉ"), "worked": _l("ngày làm bù vào cuối tuần")}),
        default="off",
    )
    name = StringField(
        _l("Dịp"),
        validators=[
            DataRequired(_l("Anh/Chị ghi dịp nghỉ hoặc làm bù, ví dụ Tết Nguyên đán.")),
            Length(max=120, message=_l("Tối đa 120 ký tự.")),
        ],
    )
    decided_by = StringField(
        _l("Theo văn bản"), validators=[Optional(), Length(max=200, message=_l("Tối đa 200 ký tự."))]
    )


def _hours(form: web.Form, field: StringField) -> None:
    """Hours that can be read; the field keeps what was typed."""
    try:
        rules.read_hours(field.data or "")
    except ValueError:
        raise ValidationError(
            _("Anh/Chị ghi giờ theo thứ tự, ví dụ 07:30–11:30, 13:30–17:00; để trống khi không làm việc.")
        ) from None


class HoursForm(web.Form):
    """When the board works, a line for each day of the week."""

    monday = StringField(_l("Thứ Hai"), validators=[_hours])
    tuesday = StringField(_l("Thứ Ba"), validators=[_hours])
    wednesday = StringField(_l("Thứ Tư"), validators=[_hours])
    thursday = StringField(_l("Thứ Năm"), validators=[_hours])
    friday = StringField(_l("Thứ Sáu"), validators=[_hours])
    saturday = StringField(_l("Thứ Bảy"), validators=[_hours])
    sunday = StringField(_l("Chủ nhật"), validators=[_hours])

    @classmethod
    def of(cls, week: rules.Week) -> "HoursForm":
        """The form with what holds now."""
        return cls(
            **{name: rules.write_hours(week.hours.get(day, ())) for day, name in enumerate(cls.days())}
        )

    @classmethod
    def days(cls) -> tuple[str, ...]:
        """The names of the fields, Monday first."""
        return ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

    def fields(self) -> list[Any]:
        """The fields in that order."""
        return [self[name] for name in self.days()]

    def week(self) -> list[tuple[rules.Interval, ...]]:
        """What was typed, as intervals of each day."""
        return [rules.read_hours(field.data or "") for field in self.fields()]
