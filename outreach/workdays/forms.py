"""What people type about holidays and days worked in exchange."""

from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional

from outreach import web
from outreach.fields import DayField, Needed, choices
from outreach.i18n import lazy_gettext as _l


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
